"""Who of the staff looks after an entry, and by when: changed by editors and coordinators, no reader sees it."""
from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import ADMINISTRATOR, COORDINATOR, EDITOR, REVIEWER, is_editor
from core import audit, visibility
from practices import decisions
from practices.actions import MoveRefused
from practices.models import Practice


def people() -> QuerySet:
    """Everybody to whom entries can be assigned."""
    return User.objects.with_role(EDITOR, REVIEWER, ADMINISTRATOR).order_by("last_name", "first_name", "email")


def may_assign(user: Any) -> bool:
    """Whether the account hands out work: editors and coordinators."""
    return is_editor(user) or visibility.role(COORDINATOR) in visibility.tokens_of(user)


def _check(by: Any, practice: Practice) -> None:
    if not may_assign(by):
        raise PermissionDenied(_("Only editors and coordinators assign entries."))
    if reason := decisions.own_refusal(by, practice):
        raise PermissionDenied(reason)


@transaction.atomic
def assign(practice: Practice, person: User | None, *, by: Any) -> bool:
    """Put an entry on somebody's desk, or on nobody's; whether that changed anything."""
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    _check(by, locked)
    if person is not None and not people().filter(pk=person.pk).exists():
        raise MoveRefused(_("Entries are assigned to editors and reviewers."))
    if person is not None and decisions.own_refusal(person, locked):
        raise MoveRefused(_("%(person)s is tied to this entry.") % {"person": person})
    if locked.assignee_id == (person.pk if person else None):
        return False
    practice.assignee = person
    practice.save(update_fields=["assignee"])
    audit.record("practice.assigned", practice, by=by, to=str(person.subject_id) if person else "")
    return True


@transaction.atomic
def set_due(practice: Practice, day: date | None, *, by: Any) -> bool:
    """Say by when an entry should be answered, or leave it to the rule; whether that changed anything."""
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    _check(by, locked)
    if locked.due_on == day:
        return False
    practice.due_on = day
    practice.save(update_fields=["due_on"])
    audit.record("practice.due", practice, by=by, due_on=day.isoformat() if day else None)
    return True
