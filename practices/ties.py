"""What ties a person to an entry: their own hand, city, country, employer or funder, or a reason that they gave.

Read once per account object and, for many accounts, together: lists ask this for every row.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cities.models import City, CityMembership
from practices.choices import Kind
from practices.models import NamedEditor, Practice, Recusal, Remit
from search import analysis

_CACHE = "_bonds"
OWN_LONG_ENOUGH = 3  # letters of an employer's or a funder's name inside a longer one: many are known by three
THEIR_LONG_ENOUGH = 8  # the other way round: “police” is in many names
_WORD = re.compile(r"\w+")


class Bonds:
    """What an account brings with it, each read when it is first asked for."""

    def __init__(self, user: Any) -> None:
        self.user_id = user.pk

    @cached_property
    def memberships(self) -> list[CityMembership]:
        """Its present cities."""
        return list(CityMembership.objects.filter(user=self.user_id, active=True).select_related("city"))

    @cached_property
    def remit(self) -> Remit | None:
        """What it looks after, and what the person said of themselves."""
        return Remit.objects.filter(user=self.user_id).first()

    @cached_property
    def stood_aside(self) -> frozenset[UUID]:
        """The entries that it left to others."""
        return frozenset(Recusal.objects.filter(user=self.user_id).values_list("practice_id", flat=True))

    @cached_property
    def named_for(self) -> frozenset[UUID]:
        """The entries that a coordinator gave to it."""
        return frozenset(NamedEditor.objects.filter(user=self.user_id).values_list("practice_id", flat=True))

    @cached_property
    def cities(self) -> frozenset[int]:
        """The keys of its cities."""
        return frozenset(each.city_id for each in self.memberships)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries of those cities, and those that the person named."""
        own = {each.city.country for each in self.memberships if each.city.country}
        return frozenset(own | set(self.remit.countries if self.remit else ()))

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Employer and funders, as they are compared."""
        named = [self.remit.employer, *self.remit.funders.splitlines()] if self.remit else []
        return tuple(name for name in map(compared, named) if name)


def of(user: Any) -> Bonds:
    """The bonds of an account, kept on the account object."""
    if not hasattr(user, _CACHE):
        setattr(user, _CACHE, Bonds(user))
    return getattr(user, _CACHE)


def forget(user: Any) -> None:
    """Read them again when they are next asked for."""
    user.__dict__.pop(_CACHE, None)


def know(users: Iterable[Any]) -> list[Any]:
    """The same accounts, their bonds read in four queries however many they are."""
    people = list(users)
    keys = [each.pk for each in people]
    memberships = _by_user(CityMembership.objects.filter(user__in=keys, active=True).select_related("city"))
    remits = {each.user_id: each for each in Remit.objects.filter(user__in=keys)}
    aside, named = (_by_user(model.objects.filter(user__in=keys)) for model in (Recusal, NamedEditor))
    for person in people:
        bonds = Bonds(person)
        bonds.memberships, bonds.remit = memberships.get(person.pk, []), remits.get(person.pk)
        bonds.stood_aside = frozenset(each.practice_id for each in aside.get(person.pk, ()))
        bonds.named_for = frozenset(each.practice_id for each in named.get(person.pk, ()))
        setattr(person, _CACHE, bonds)
    return people


def _by_user(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.user_id, []).append(row)
    return found


# ---------- Why somebody may not decide ----------
def close(user: Any, practice: Practice | None, cities: Iterable[City] = ()) -> str:
    """Why it is an entry of one's own, which nobody lifts; empty where it is not."""
    if practice is not None and any(each.pk == user.pk for each in practice.submitters.all()):
        return _("You submitted this entry yourself. Another editor decides about it.")
    if of(user).cities & {city.pk for city in _named(practice, cities)}:
        return _("This entry is about your own city. Another editor decides about it.")
    if practice is not None and practice.pk in of(user).stood_aside:
        return _("You stood aside from this entry. Another editor decides about it.")
    return ""


def wide(user: Any, practice: Practice | None, cities: Iterable[City] = ()) -> str:
    """Why country, employer or funder tie somebody; a coordinator who names them lifts that for one entry."""
    if practice is not None and practice.pk in of(user).named_for:
        return ""
    if of(user).countries & {city.country for city in _named(practice, cities) if city.country}:
        return _("This entry is about your own country or area. Another editor decides about it.")
    if practice is not None and _shares_organisation(user, practice):
        return _("This entry names your employer or a funder of yours. Another editor decides about it.")
    return ""


def reason(user: Any, practice: Practice | None, cities: Iterable[City] = ()) -> str:
    """Whatever ties an account to an entry, in a sentence; empty where nothing does."""
    named = list(cities)
    return close(user, practice, named) or wide(user, practice, named)


def _named(practice: Practice | None, cities: Iterable[City]) -> list[City]:
    """The cities of a text, those that readers see and the one that submitted it."""
    stored = practice.original.cities.all() if practice and practice.original_id and practice.original else ()
    owner = [practice.owner_city] if practice and practice.owner_city_id and practice.owner_city else []
    return [*cities, *stored, *owner]


def _shares_organisation(user: Any, practice: Practice) -> bool:
    own = of(user).organisations
    if not own:
        return False
    theirs = {compared(name) for name in organisations(practice)} - {""}
    return any(is_same(mine, other) for mine in own for other in theirs)


def organisations(practice: Practice) -> Iterator[str]:
    """Lead organisation, partners and funding as readers see them and as the newest version names them."""
    original = practice.original
    if original is None:
        return
    yield original.organisation
    yield from (str(block.value["name"]) for block in original.partners)
    if practice.kind == Kind.PROGRAMME:
        programme = getattr(original, "preventionprogrammepage", original)  # no query where it was selected with it
        yield str(getattr(programme, "funding", ""))
    content = original.latest_revision.content if original.latest_revision else {}
    yield from (str(content.get(name) or "") for name in ("organisation", "funding"))
    yield from (block["value"].get("name", "") for block in json.loads(content.get("partners") or "[]"))


# ---------- Names ----------
def compared(name: str) -> str:
    """A name without case, accents and whatever stands between its words."""
    return " ".join(_WORD.findall(analysis.as_compared(name)))


def is_same(own: str, other: str) -> bool:
    """Whether two compared names are one, or one stands in the other as whole words and is long enough to say so."""
    if own == other:
        return True
    return _stands_in(own, other, OWN_LONG_ENOUGH) or _stands_in(other, own, THEIR_LONG_ENOUGH)


def _stands_in(inner: str, outer: str, least: int) -> bool:
    if len(inner.replace(" ", "")) < least:
        return False
    return f" {inner} " in f" {outer} " or (_is_unspaced(inner) and inner in outer)


def _is_unspaced(name: str) -> bool:
    """Whether its script writes no spaces between words."""
    return any("\u3040" <= letter <= "\u9fff" for letter in name)
