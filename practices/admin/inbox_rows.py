"""What one page of the inbox shows of each thing that waits, read in a constant number of queries."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities import names
from core import languages
from practices import decisions, remits, waiting
from practices.choices import ConcernCategory, State
from practices.models import Concern, Practice
from practices.waiting import Item, What
from taxonomy.models import Keyword

ENTRIES = (What.ENTRY, What.UPDATE)


@dataclass(slots=True)
class Row:
    """One line of the list."""

    item: Item
    title: str
    url: str
    practice: Practice | None = None
    tongue: languages.Language | None = None
    cities: str = ""
    hubs: str = ""
    detail: str = ""  # the state of an entry, the category of a concern
    concerns: int = 0
    refusal: str = field(default="")  # why the viewer may not decide about it
    nobody_left: bool = False  # every editor is tied to it: a coordinator names one

    @property
    def what(self) -> str:
        """What it is, in words."""
        return str(What(self.item.what).label)

    @property
    def waits(self) -> str:
        """For how long it has been waiting."""
        return days_since(self.item.since)

    @property
    def is_entry(self) -> bool:
        """Whether it can be chosen for a change of many."""
        return self.item.what in ENTRIES


def days_since(moment: Any) -> str:
    """How many days ago a moment was, in words."""
    days = (timezone.now() - moment).days
    if days < 1:
        return _("today")
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def cities_of(practice: Practice, *, untied: bool = False) -> str:
    """The cities of an entry by name; a withheld one is named to editors alone whom nothing ties to the entry."""
    page = practice.original
    if practice.city_withheld and not untied:
        return _("City not named")
    own = _(", ").join(names.label(city.pk) for city in page.cities.all()) if page else ""
    return _("%(cities)s (not named in public)") % {"cities": own} if own and practice.city_withheld else own


def rows_of(items: Iterable[Item], user: Any, *, deciding: bool) -> list[Row]:
    """The rows of one page, in their order."""
    shown = waiting.with_hubs(items)
    keys = {item.practice for item in shown if item.practice}
    practices = Practice.objects.filter(pk__in=keys).select_related(
        "original__locale", "original__latest_revision", "original__preventionprogrammepage", "owner_city", "assignee",
    ).prefetch_related("original__cities", "submitters").in_bulk()
    concerns = waiting.open_concerns_of(keys)
    details, among = _details(shown), remits.editors()
    rows = [_row(item, practices.get(item.practice), concerns, details, user if deciding else None) for item in shown]
    for row in rows:
        row.nobody_left = row.is_entry and row.practice is not None and not remits.somebody_left(row.practice, among)
    return rows


def _details(items: list[Item]) -> dict[Any, str]:
    """What a row says beside its title, by its key: the category of a concern, the text of a keyword."""
    asked = {what: [item.key for item in items if item.what == what] for what in (What.CONCERN, What.KEYWORD)}
    categories = Concern.objects.filter(pk__in=asked[What.CONCERN]).values_list("pk", "category")
    keywords = Keyword.objects.filter(pk__in=asked[What.KEYWORD]).values_list("pk", "name")
    return {**{key: str(ConcernCategory(each).label) for key, each in categories}, **dict(keywords)}


def _row(item: Item, practice: Practice | None, concerns: dict[Any, int], details: dict[Any, str], user: Any) -> Row:
    url = ADDRESSES[item.what](item)
    if practice is None or practice.original is None:
        return Row(item, details.get(item.key, ""), url)
    page = practice.original
    refusal = decisions.refusal(user, practice, page.cities.all()) if user else ""
    untied = user is not None and not refusal
    hubs = sorted(item.hubs) if untied or not practice.city_withheld else []
    return Row(
        item, page.draft_title or page.title, url, practice, page.language, cities_of(practice, untied=untied),
        _(", ").join(names.hub_label(slug) for slug in hubs),
        str(State(item.state).label) if item.what in ENTRIES else details.get(item.key, ""),
        concerns.get(practice.pk, 0), refusal)


ADDRESSES: dict[str, Callable[[Item], str]] = {
    What.ENTRY: lambda item: reverse("practices_admin:review", args=[item.key]),
    What.UPDATE: lambda item: reverse("practices_admin:review", args=[item.key]),
    What.CONCERN: lambda item: reverse("practices_admin:concern", args=[item.key]),
    What.APPEAL: lambda item: reverse("practices_admin:appeal", args=[item.key]),
    What.KEYWORD: lambda item: reverse("wagtailsnippets_taxonomy_keyword:edit", args=[item.key]),
}
