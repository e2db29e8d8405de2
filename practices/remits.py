"""Who looks after what and what ties them; who stands aside; and whom a coordinator names where nobody is left."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from accounts.roles import ADMINISTRATOR, COORDINATOR, EDITOR, REVIEWER, roles_of
from core import audit
from practices import decisions, discreet, ties
from practices.actions import MoveRefused, NotReady
from practices.models import NamedEditor, Practice, Recusal, Remit


def staff() -> Any:
    """Everybody with a staff role."""
    return User.objects.with_role(EDITOR, REVIEWER, COORDINATOR, ADMINISTRATOR)


def may_edit(user: Any, person: Any) -> bool:
    """Whether an account may say what a person looks after: the person, and coordinators."""
    return user.pk == person.pk or decisions.coordinates(user)


@transaction.atomic
def set_remit(person: Any, *, by: Any, **fields: Any) -> Remit:
    """Say what somebody of the staff looks after and what ties them."""
    if not may_edit(by, person) or not roles_of(person):
        raise PermissionDenied(_("Only coordinators say this of somebody else."))
    hubs = fields.pop("hubs", None)
    remit, _created = Remit.objects.select_for_update().update_or_create(user=person, defaults=fields)
    if hubs is not None:
        remit.hubs.set(hubs)
    audit.record("remit.set", remit, by=by, person=str(person.subject_id), languages=remit.languages,
                 countries=remit.countries, hubs=sorted(remit.hubs.values_list("slug", flat=True)))
    ties.forget(person)
    ties.forget(by)
    return remit


@transaction.atomic
def stand_aside(practice: Practice, *, by: Any, reason: str) -> Recusal:
    """Leave an entry to others for a reason that the site cannot know; it stays with those who can see the entry."""
    if not roles_of(by):
        raise PermissionDenied(_("Only the staff stands aside."))
    if not reason.strip():
        raise NotReady([_("Say in a few words why you stand aside.")])
    recusal, is_new = Recusal.objects.get_or_create(practice=practice, user=by, defaults={"reason": reason.strip()})
    if is_new:
        NamedEditor.objects.filter(practice=practice, user=by).delete()
        Practice.objects.filter(pk=practice.pk, assignee=by).update(assignee=None)
        audit.record("practice.stood-aside", practice, by=by)
    ties.forget(by)
    return recusal


# ---------- Where nobody is left ----------
def editors() -> list[User]:
    """Every editor, with what ties them: for asking about many entries."""
    return ties.know(User.objects.with_role(EDITOR, ADMINISTRATOR).order_by("pk"))


def somebody_left(practice: Practice, among: Iterable[Any], cities: Iterable[Any] = ()) -> bool:
    """Whether one of these editors may decide about an entry."""
    named = list(cities)
    return any(not ties.reason(each, practice, named) for each in among)


def candidates(practice: Practice) -> list[User]:
    """Whom a coordinator may name: editors who neither wrote the entry nor work for its city nor stood aside."""
    cities = decisions.newest_cities(practice)
    return [each for each in editors() if not ties.close(each, practice, cities)]


@transaction.atomic
def name_editor(practice: Practice, person: Any, *, by: Any, reason: str) -> NamedEditor:
    """Give an entry to an editor although country, employer or funder tie them, as they tie everybody else."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if not decisions.coordinates(by):
        raise PermissionDenied(_("Only coordinators name an editor."))
    cities = decisions.newest_cities(practice)
    if refusal := ties.close(by, practice, cities):
        raise PermissionDenied(refusal)
    if somebody_left(practice, editors(), cities):
        raise MoveRefused(_("There are editors whom nothing ties to this entry. One of them decides."))
    if person.pk == by.pk or person not in candidates(practice):
        raise MoveRefused(_("Name another person: not yourself, nor who submitted it, works for its city or stood "
                            "aside."))
    if not reason.strip():
        raise NotReady([_("Give a reason. It is kept in the record of decisions.")])
    named, _created = NamedEditor.objects.update_or_create(
        practice=practice, defaults={"user": person, "by": by, "reason": reason.strip()})
    audit.record("practice.editor-named", practice, by=by, person=str(person.subject_id), reason=reason.strip())
    _tell(named, person)
    return named


def _tell(named: NamedEditor, person: Any) -> None:
    with messages.in_language_of(person):
        messages.post(
            person, event=f"practice-named:{named.pk}:{named.at.isoformat()}",
            subject=_("You are asked to decide about an entry"),
            text=render_to_string("practices/mail/named_editor.txt", {
                "reason": discreet.words(named.practice, named.reason)}),
            url=reverse("practices_admin:review", args=[named.practice_id]))
