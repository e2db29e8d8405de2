"""Asking somebody from outside for a review, taking that back, and what the reviewer answers."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from accounts.roles import roles_of
from cities.models import CityMembership
from core import audit, languages, outbox
from practices import decisions, keys, rating, recommending
from practices.actions import MoveRefused, NotReady
from practices.models import Key, Practice, Recommendation
from practices.reviewing import check_newest

TOPIC = "practices.outside-review"
DAYS = 21
AT_ONCE = 5  # open links to one entry


@transaction.atomic
def invite(practice: Practice, *, by: Any, revision: int, function: str, email: str, language: str) -> Key:
    """Mail somebody a link to the version that the editor has read; by function, never by name."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check(by, practice)
    check_newest(practice, revision)
    if not function.strip():
        raise NotReady([_("Say in which function you ask.")])
    check_invited(practice, email)
    asked = open_keys(practice)
    if known := next((each for each in asked if each.revision == revision and _is_same(each.email, email)), None):
        return known  # the same form sent twice: one person answers once
    if len(asked) >= AT_ONCE:
        raise MoveRefused(_("Five people from outside are asked already. Take a link back first."))
    key = keys.issue(practice, Key.Purpose.REVIEW, days=DAYS, by=by, language=language, function=function.strip(),
                     email=email, revision=revision)
    outbox.put(TOPIC, [str(key.pk)])
    return key


def _is_same(address: str, other: str) -> bool:
    return address.strip().casefold() == other.strip().casefold()


def check_invited(practice: Practice, email: str) -> None:
    """NotReady where the address is not one of somebody from outside."""
    person = User.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        return
    if roles_of(person):
        raise NotReady([_("This person belongs to the staff and reviews with an account.")])
    cities = [*decisions.newest_cities(practice), practice.owner_city]
    works_there = CityMembership.objects.filter(user=person, active=True, city__in=filter(None, cities)).exists()
    if works_there or practice.submitters.filter(pk=person.pk).exists():
        raise NotReady([_("This person works for the city or wrote the entry.")])


def open_keys(practice: Practice) -> list[Key]:
    """The links that can still be answered."""
    return [each for each in practice.keys.filter(purpose=Key.Purpose.REVIEW, used_at=None) if each.is_open]


@transaction.atomic
def take_back(key: Key, *, by: Any) -> None:
    """Take a link back before it is answered; who may decide about the entry may do so."""
    decisions.check(by, key.practice)
    if key.purpose != Key.Purpose.REVIEW or key.used_at is not None:
        raise MoveRefused(_("This link was answered already."))
    keys.revoke(key, by=by)
    _forget_address(key)


def _forget_address(key: Key) -> None:
    """Whose link is answered or taken back is written to no more: the function is enough."""
    Key.objects.filter(pk=key.pk).update(email="")


@dataclass(frozen=True, slots=True)
class Said:
    """What an outside reviewer answers; of each reading by its row whether it is agreed to, with a note."""

    verdict: str
    text: str
    language: str = languages.DEFAULT
    readings: Mapping[int, tuple[bool, str]] = field(default_factory=dict)


@transaction.atomic
def answer(key: Key, said: Said) -> Recommendation:
    """Take the recommendation, once; MoveRefused where the link was used or taken back meanwhile."""
    if key.revision is None:
        raise PermissionDenied(_("This link belongs to no version."))
    given = recommending.check_given(said.verdict, said.text, said.language, {})
    if not keys.use(key, given["verdict"]):
        raise MoveRefused(_("This link has been answered already."))
    found = Recommendation.objects.create(practice=key.practice, revision=key.revision, key=key, **given)
    for reading in rating.open_readings(key.practice).filter(pk__in=said.readings):
        agreed, note = said.readings[reading.pk]
        if agreed:
            rating.confirm(reading, key=key, note=note)
        else:
            rating.reject(reading, key=key, note=note)
    _forget_address(key)
    audit.record("practice.reviewed-outside", key.practice, key=str(key.pk), verdict=found.verdict)
    _tell(key)
    return found


def _tell(key: Key) -> None:
    """The editor who asked is told."""
    editor: Any = key.created_by
    if editor is None:
        return
    with messages.in_language_of(editor):
        messages.post(
            editor, event=f"practice-outside-review:{key.pk}", subject=_("An outside review has come in"),
            text=_("Somebody whom you asked has reviewed an entry: %(function)s.") % {"function": key.function},
            url=reverse("practices_admin:review", args=[key.practice_id]))


def key_of(practice: Practice, id: UUID) -> Key | None:
    """A link of an entry by its id."""
    return practice.keys.filter(purpose=Key.Purpose.REVIEW, pk=id).first()
