"""Two records of one city become one: the old id stays valid, and whatever pointed at it points at the other."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cities.actions import record_change
from cities.models import City, CityMembership, CityName
from core import audit
from search import changes

Counting = Callable[[City], int]
Moving = Callable[[City, City], None]
PERMISSIONS = ("cities.change_city", "cities.change_citymembership")
FILLED = ("country", "m49", "latitude", "longitude", "population")


class Refused(Exception):
    """A merging that makes no sense, or that has to be confirmed; the text says why."""


@dataclass(frozen=True, slots=True)
class Follower:
    """What a content app does when a city is merged, and how many of its things that concerns."""

    count: Counting
    move: Moving


_followers: list[Follower] = []


def follow(count: Counting, move: Moving) -> None:
    """Take part: `move` is called in the transaction of the merging, with the old and the new city."""
    _followers.append(Follower(count, move))


def entries_of(city: City) -> int:
    """How many things of content apps point at a city."""
    return sum(each.count(city) for each in _followers)


def may_merge(user: Any) -> bool:
    """Whether an account merges cities: whoever keeps cities and says who works for them."""
    return all(user.has_perm(each) for each in PERMISSIONS)


def doubts(city: City, into: City) -> str:
    """What somebody has to confirm first; empty where nothing speaks against it."""
    if city.is_member and into.is_member and _has_people(city) and _has_people(into):
        return _("Both are members of the network and have people who work for them. After the merging all of them "
                 "answer for all entries. Confirm that this is meant.")
    return ""


def _has_people(city: City) -> bool:
    return city.people.filter(active=True).exists()


def _check(city: City, into: City, by: Any, *, confirmed: bool) -> None:
    if not may_merge(by):
        raise PermissionDenied(_("Only coordinators and administrators merge cities."))
    if city.pk == into.pk or city.merged_into_id or into.merged_into_id:
        raise Refused(_("Choose another city that was not merged."))
    if city.invented != into.invented:
        raise Refused(_("An invented municipality and a real city are never the same."))
    if not confirmed and (doubt := doubts(city, into)):
        raise Refused(doubt)


@transaction.atomic
def merge(city: City, into: City, *, by: Any, confirmed: bool = False) -> None:
    """Let `into` stand for `city`: names, people, membership, entries; addresses and filters of the old id lead on."""
    city = City.objects.select_for_update().get(pk=city.pk)
    into = City.objects.select_for_update().get(pk=into.pk)
    _check(city, into, by, confirmed=confirmed)
    was = {"names": [str(name) for name in city.names.all()], "membership": city.membership}
    with changes.told_once():
        for former in City.objects.filter(merged_into=city):
            former.merged_into = into
            former.save()
        _move_names(city, into)
        people = _move_people(city, into, by)
        _move_membership(city, into)
        city.merged_into = into
        city.save()
        into.save()
        for each in _followers:
            each.move(city, into)
        audit.record("city.merged", city, by=by, into=into.pk, people=people, **was)


def _move_names(city: City, into: City) -> None:
    """What the old one was called, the new one is found by."""
    known = set(CityName.objects.filter(city=into).values_list("language", "folded"))
    for name in CityName.objects.filter(city=city):
        if (name.language, name.folded) in known:
            name.delete()
        else:
            name.city, name.kind = into, CityName.SEARCH
            name.save()


def _move_people(city: City, into: City, by: Any) -> int:
    """Whoever worked for the old one works for the new one; a membership of both is one."""
    there = {each.user_id: each for each in CityMembership.objects.filter(city=into)}
    moved = 0
    for membership in CityMembership.objects.filter(city=city):
        other = there.get(membership.user_id)
        if membership.active:
            moved += 1
            _take_over(membership.user_id, other, into, by)
        if membership.active or other:
            membership.active = False
            membership.save()
            record_change(membership, by=by)
    return moved


def _take_over(user: int, other: CityMembership | None, into: City, by: Any) -> None:
    if other is not None and other.active:
        return
    own = other or CityMembership(user_id=user, city=into)
    own.active = True
    own.save()
    record_change(own, by=by)


def _move_membership(city: City, into: City) -> None:
    if city.is_member and not into.is_member:
        into.membership, into.listed = city.membership, city.listed
    city.membership, city.listed = City.NONE, False
    for name in FILLED:
        if getattr(into, name) in (None, ""):
            setattr(into, name, getattr(city, name))
