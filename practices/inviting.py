"""Invitations to tell of something: made by editors and coordinators, opened by a city as a draft that has begun."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from accounts.roles import COORDINATOR, is_editor
from cities.models import City, CityMembership
from core import audit, languages, visibility
from practices import decisions, submitting
from practices.actions import MoveRefused, NotReady
from practices.choices import Kind
from practices.models import Draft, DraftInvitation
from practices.quoting import quoted

PREFILLED = ("title", "kind", "summary")  # what an invitation may say beforehand; the city changes it as it likes


def may_invite(user: Any) -> bool:
    """Editors and coordinators."""
    return is_editor(user) or visibility.role(COORDINATOR) in visibility.tokens_of(user)


@transaction.atomic
def invite(
    city: City, *, by: Any, note: str, language: str, answers: Mapping[str, Any] | None = None
) -> DraftInvitation:
    """Ask the people of a city to tell of something; each of them gets a message."""
    if not may_invite(by):
        raise PermissionDenied(_("Only editors and coordinators invite."))
    people = people_of(city)
    if not people:
        raise NotReady([_("Nobody has an account for this city yet. Ask its coordinator to invite somebody first.")])
    languages.by_public(language)
    given = {name: value for name, value in (answers or {}).items() if name in PREFILLED and value}
    if "kind" in given:
        given["kind"] = Kind(given["kind"]).value
    City.objects.select_for_update().get(pk=city.pk)  # the same form sent twice is one invitation
    said = {"city": city, "note": note.strip(), "language": language, "answers": given, "by": by}
    if known := DraftInvitation.objects.filter(**said, opened_at=None, declined_at=None).first():
        return known
    invitation = DraftInvitation.objects.create(**said)
    audit.record("invitation.sent", invitation, by=by, city=city.pk)
    for person in people:
        _tell(invitation, person)
    return invitation


def people_of(city: City) -> list[User]:
    """Those who may write for a city at present."""
    active = CityMembership.objects.filter(city=city, active=True).values("user")
    return list(User.objects.filter(pk__in=active, is_active=True).order_by("pk"))


def _tell(invitation: DraftInvitation, person: User) -> None:
    with messages.in_language_of(person):
        text = render_to_string("practices/mail/invitation.txt", {"note": quoted(invitation.note)})
        messages.post(person, event=f"draft-invitation:{invitation.pk}", text=text,
                      subject=_("You are invited to tell what your city did"),
                      url=reverse("practices:desk-invitation", args=[invitation.pk]))


def of_desk(user: Any) -> QuerySet[DraftInvitation]:
    """What is open for the cities of an account, the newest first."""
    mine = CityMembership.objects.active_of(user).values("city")
    return DraftInvitation.objects.filter(
        city__in=mine, opened_at=None, declined_at=None).select_related("city").order_by("-at", "pk")


@transaction.atomic
def accept(invitation: DraftInvitation, *, by: Any, language: str) -> Draft:
    """Open the draft; who does so a second time gets the same one."""
    held = _held(invitation, by)
    if held.practice is not None:
        return submitting.open_draft(held.practice, by=by)
    if held.opened_at or held.declined_at:
        raise MoveRefused(_("This invitation has been answered already."))
    draft = submitting.start(held.city, by=by, language=language)
    if held.answers:
        draft = submitting.save(draft, held.answers, by=by)
    held.practice, held.opened_at = draft.practice, timezone.now()
    held.save(update_fields=["practice", "opened_at"])
    audit.record("invitation.opened", held, by=by, practice=str(draft.practice_id))
    return draft


@transaction.atomic
def decline(invitation: DraftInvitation, *, by: Any) -> None:
    """Say no; nobody is asked why, and whoever invited is told."""
    held = _held(invitation, by)
    if held.opened_at:
        raise MoveRefused(_("This invitation has been answered already."))
    if held.declined_at is not None:
        return
    held.declined_at = timezone.now()
    held.save(update_fields=["declined_at"])
    audit.record("invitation.declined", held, by=by)
    if held.by is not None:
        with messages.in_language_of(held.by):
            messages.post(
                held.by, event=f"draft-invitation-declined:{held.pk}", url=reverse("practices_admin:invitations"),
                subject=_("%(city)s will not write this entry") % {"city": held.city.label()},
                text=_("The city was invited to tell of something and has answered that it will not do so now."))


def _held(invitation: DraftInvitation, by: Any) -> DraftInvitation:
    held = DraftInvitation.objects.select_for_update().get(pk=invitation.pk)
    if not decisions.works_for(by, held.city):
        raise PermissionDenied(_("This invitation is for another city."))
    return held
