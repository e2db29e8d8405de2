"""Asking that a city is not named, taking that back, confirming it: permission, change, audit entry."""
from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from practices import actions, decisions, withholding
from practices.models import Practice, Withholding


@transaction.atomic
def ask(practice: Practice, *, by: Any) -> None:
    """The city asks not to be named; only before the first publication, as afterwards others have the name."""
    practice = _held(practice, by)
    if practice.first_published_at is not None:
        raise actions.MoveRefused(_("A city that has been named in public cannot be withheld afterwards."))
    Withholding.objects.update_or_create(practice=practice, defaults={
        "asked_by": by, "asked_at": timezone.now(), "combines": [], "candidates": None, "confirmed_by": None,
        "confirmed_at": None})
    _set(practice, withheld=True, by=by)


@transaction.atomic
def name_again(practice: Practice, *, by: Any) -> None:
    """The city wants to be named after all, at whatever time."""
    practice = _held(practice, by)
    Withholding.objects.filter(practice=practice).delete()
    _set(practice, withheld=False, by=by)


def _held(practice: Practice, by: Any) -> Practice:
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check_own(by, locked)
    return locked


def _set(practice: Practice, *, withheld: bool, by: Any) -> None:
    if practice.city_withheld != withheld:
        practice.city_withheld = withheld
        practice.save(update_fields=["city_withheld"])
        audit.record("practice.not_named" if withheld else "practice.named", practice, by=by)
        actions.touch(practice)


@transaction.atomic
def confirm(practice: Practice, *, by: Any, revision: int | None = None) -> Withholding:
    """An editor without a tie has read what can be combined, of the text that was shown; it is kept as it stands."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if by is not None:
        decisions.check(by, practice)
    if not practice.city_withheld:
        raise actions.MoveRefused(_("The city of this entry is named."))
    page = practice.newest_text()
    if page is None or (revision is not None and page.latest_revision_id != revision):
        raise actions.MoveRefused(_("The text has changed since you opened it. Read the new version first."))
    seen = withholding.look(practice, page)
    row, _is_new = Withholding.objects.update_or_create(practice=practice, defaults={
        "combines": seen.combines, "candidates": seen.candidates, "confirmed_by": by, "confirmed_at": timezone.now()})
    audit.record("practice.withholding_confirmed", practice, by=by, candidates=row.candidates)
    actions.touch(practice)
    return row
