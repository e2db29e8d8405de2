"""Choosing from long lists by searching them: cities of this site, other entries. It works without a script."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities import geography, names
from cities.models import City
from core import languages
from practices.desk.fields import Choice
from practices.desk.rows import ADD, BUTTON, DOWN, LOOK, UP, wanted, whole
from practices.models import Practice
from search import finding
from search.parameters import Chosen

MOST_FOUND, LONGEST = 12, 100
MOST_CITIES = 40
LONGEST_KEY = 16  # digits; databases know no longer numbers, and Python reads no very long ones
ASKED = "look-{name}"  # the input in which one types what is looked for


class SentList(forms.Widget):
    """Reads every value that was sent under one name, or a whole list."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """The values as they came."""
        found = whole(data, name)
        if found is not None:
            return found
        return list(data.getlist(name)) if hasattr(data, "getlist") else []


class Cities(forms.Field):
    """Cities beside one's own."""

    said = False
    widget = SentList

    def to_python(self, value: Any) -> list[int]:
        """Their keys, each once."""
        return list(dict.fromkeys(_numbers(value or ())))

    def validate(self, value: list[int]) -> None:
        """Only cities of this site."""
        if len(value) > MOST_CITIES or City.objects.filter(pk__in=value).count() != len(value):
            raise forms.ValidationError(_("Choose cities from the list, up to %(most)d.") % {"most": MOST_CITIES})

    def kept(self, value: Any, longest: int) -> list[int] | None:
        """What is no city of the list is not kept."""
        return None

    @staticmethod
    def options(chosen: Iterable[Any], asked: str, own: int | None) -> list[tuple[int, str, bool]]:
        """Key, name and whether it is chosen: what is chosen first, then what was found."""
        kept = list(_numbers(chosen))
        found = [city.pk for city in City.objects.named_like(asked)[:MOST_FOUND]] if asked else []
        return [(each, city_label(each), each in kept) for each in dict.fromkeys([*kept, *found]) if each != own]


def _numbers(sent: Iterable[Any]) -> Iterator[int]:
    """What may be the key of a city."""
    for each in map(str, sent):
        if each.isascii() and each.isdecimal() and len(each) < LONGEST_KEY:
            yield int(each)


def city_label(city: int) -> str:
    """The name of a city with its country or area, which tells namesakes apart."""
    place = names.place(city)
    country = geography.country_name(place.country) if place and place.country else ""
    own = names.label(city)
    return f"{own}{_(', ')}{country}" if country and country != own else own


class Entry(Choice):
    """Another entry of this site that the person may read."""

    def offer(self, kept: str, sent: str, asked: str, user: Any, own: Any) -> None:
        """Nothing, what is chosen, and what was found."""
        keys = [key for each in (kept, sent) if (key := _key(each)) and key != own]
        known = dict(Practice.objects.visible_to(user).filter(pk__in=keys).values_list("pk", "original__title"))
        if _key(kept) and _key(kept) not in known:
            known[_key(kept)] = _("An entry that cannot be opened at the moment")
        found = {key: title for key, title in entries(asked, user).items() if key != own}
        self.choices = [("", _("None")), *((str(key), title) for key, title in {**known, **found}.items())]


def _key(value: Any) -> UUID | None:
    with suppress(ValueError):
        return UUID(str(value))
    return None


def entries(asked: str, user: Any) -> dict[UUID, str]:
    """Titles of the entries that a reader finds with these words, the nearest first."""
    if not asked:
        return {}
    found = finding.find(Chosen(q=asked), ui=languages.current().public, user=user)
    keys = [key for hit, _card in found.rows if (key := _key(hit.id))]  # other hits than entries have no such key
    known = dict(Practice.objects.visible_to(user).filter(pk__in=keys).values_list("pk", "original__title"))
    return {key: known[key] for key in keys if key in known}


def looked_for(data: Mapping[str, Any]) -> dict[str, str]:
    """What an address asks to look for, by field."""
    name = str(data.get(LOOK, ""))
    return {name: " ".join(str(data.get("q", "")).replace("\x00", "").split())[:LONGEST]} if name else {}


def asked_in(data: Mapping[str, Any]) -> tuple[str, str]:
    """The field and the words of a search button that was used; empty where another one was."""
    name, _space, work = str(data.get(BUTTON, "")).partition(" ")
    return (name, str(data.get(ASKED.format(name=name), ""))[:LONGEST]) if work == LOOK else ("", "")


def onwards_of_button(data: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """The end of the address to come back to after a button of a row or a search; nothing after another one."""
    name, work, number = wanted(data)
    if not name:
        return ""
    then = {"then": str(data["then"])} if data.get("then") else {}
    if work == LOOK:
        return f"?{urlencode({**then, LOOK: name, 'q': asked_in(data)[1]})}#{ASKED.format(name=name)}"
    count = len(answers.get(name) or ())
    if work == ADD:
        return f"?{urlencode({**then, ADD: name})}#{name}-{count}"
    place = min(max(number + {UP: -1, DOWN: 1}.get(work, 0), 0), max(count - 1, 0))
    return f"{'?' if then else ''}{urlencode(then)}#{name}-{place}"


HINT = gettext_lazy("Type the beginning of a name or title in any language, search, then choose what fits.")
