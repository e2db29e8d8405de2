"""The address of a search: every parameter read in one place, strictly for programs, leniently for people."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from core import languages
from search import chips, facets, reading, sources, syntax
from search.contract import PAGE_SIZE, WINDOW, Request, Sort
from search.normalise import normalise

LAST_PAGE = WINDOW // PAGE_SIZE
SORTS: tuple[str, ...] = get_args(Sort)
MAX_CODES = 50  # in one facet; more is no question that a reader asks
_PAGE = re.compile(r"[0-9]{1,9}", re.ASCII)


class BadParameter(ValueError):
    """A parameter or value that does not exist; its text is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A filter value that does not exist and was left out."""

    facet: facets.Facet
    value: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an address asks for; `sort` is empty for the usual order."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    def request(self, ui: str, tokens: frozenset[str], counted: Iterable[str] = ()) -> Request:
        """The same as a request to the engines, with the kinds that are searched when none is chosen."""
        sort: Sort = "newest"
        if self.order in SORTS:
            sort = self.order  # type: ignore[assignment]
        read = self.reading(ui)
        return Request(
            q=read.q,
            ui=ui,
            filters=self.filters,
            kinds=sources.default_kinds(),
            sort=sort,
            page=self.page,
            tokens=tokens,
            facets=tuple(counted),
            phrases=read.phrases,
            without=read.without,
            concepts=read.widening,
            meaning=not read.names_people,
        )

    def reading(self, ui: str) -> reading.Reading:
        """The question taken apart, as asked on a page in a language of the interface."""
        return reading.read(self.q, ui, self.filters.get("language", ()))

    @property
    def asks(self) -> bool:
        """Whether there are words to look for, beyond those that must not stand."""
        return bool(syntax.parse(self.q).plain)

    @property
    def unasked(self) -> str:
        """What is left of the question without the words that are looked for."""
        return syntax.parse(self.q).keep(syntax.Kind.WITHOUT)

    @property
    def order(self) -> str:
        """The order of the results: by relevance where there is a question, else the newest first."""
        asks = self.asks
        usual = "relevance" if asks else "newest"
        return usual if not self.sort or (self.sort == "relevance" and not asks) else self.sort

    def query(self) -> str:
        """The canonical query string: the same search always has the same address."""
        pairs = [("q", self.q)] if self.q else []
        for name in facets.names():
            pairs += [(name, code) for code in sorted(self.filters.get(name, ()))]
        if self.sort and self.sort != replace(self, sort="").order:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return urlencode(pairs)

    def address(self, path: str) -> str:
        """The canonical address below a path."""
        query = self.query()
        return f"{path}?{query}" if query else path

    def without(self, name: str, code: str = "") -> Chosen:
        """The same search with one choice of a facet taken back, or all of them; on its first page."""
        kept = tuple(other for other in self.filters.get(name, ()) if code and other != code)
        filters = {other: codes for other, codes in self.filters.items() if other != name}
        if kept:
            filters[name] = kept
        return replace(self, filters=filters, page=1)

    def having(self, name: str, code: str) -> Chosen:
        """The same search with one more choice; on its first page."""
        codes = tuple(dict.fromkeys((*self.filters.get(name, ()), code)))
        return replace(self, filters={**self.filters, name: codes}, page=1)

    def choices(self) -> list[tuple[str, str]]:
        """Every chosen facet with each of its codes, in the order of the page."""
        return [(name, code) for name in facets.names() for code in self.filters.get(name, ())]


def strict(data: QueryDict) -> tuple[Chosen, str]:
    """What a program asks for and the interface language of the answer; BadParameter for anything unknown."""
    ui = _ui(data.get("ui", languages.DEFAULT))
    known = {"q", "ui", "sort", "page", *facets.names()}
    for name in data:
        if name not in known:
            raise BadParameter(_("There is no parameter “%(name)s”.") % {"name": shown(name)})
    filters: dict[str, tuple[str, ...]] = {}
    for facet in facets.all_facets():
        codes, unknown = _codes(facet, data.getlist(facet.name))
        if unknown:
            raise BadParameter(_no_value(facet.name, unknown[0]))
        if codes:
            filters[facet.name] = codes
    sort, page = _strict_sort(data.get("sort")), _strict_page(data.get("page"))
    q = _asked(data, filters)
    return Chosen(q, filters, sort, page), ui


def lenient(data: QueryDict) -> tuple[Chosen, list[Dropped]]:
    """What a reader's address asks for: unknown parameters are nothing, unknown values are reported."""
    filters: dict[str, tuple[str, ...]] = {}
    dropped: list[Dropped] = []
    for facet in facets.all_facets():
        codes, unknown = _codes(facet, data.getlist(facet.name))
        dropped += [Dropped(facet, shown(value)) for value in unknown]
        if codes:
            filters[facet.name] = codes
    sort = data.get("sort", "")
    page = data.get("page", "")
    number = int(page) if _PAGE.fullmatch(page) else 1
    q = _asked(data, filters)
    return Chosen(q, filters, sort if sort in SORTS else "", min(max(number, 1), LAST_PAGE)), dropped


def _asked(data: QueryDict, filters: dict[str, tuple[str, ...]]) -> str:
    """The question; filters that are written in it are added to the others."""
    q, written = chips.taken_out(normalise(data.get("q", "")))
    for name, code in written:
        filters[name] = tuple(dict.fromkeys((*filters.get(name, ()), code)))[:MAX_CODES]
    return q


def _codes(facet: facets.Facet, values: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """The present codes among the values of a facet, each once, and the values that are none."""
    good: dict[str, None] = {}
    unknown: list[str] = []
    for place, value in enumerate(value for value in values if value):
        if place < MAX_CODES and facets.CODE.fullmatch(value) and facet.valid(value):
            good[facet.canonical(value)] = None
        else:
            unknown.append(value)
    return tuple(good), unknown


def _ui(code: str) -> str:
    if not languages.is_public(code) or not languages.by_public(code).interface:
        raise BadParameter(_no_value("ui", code))
    return code


def _strict_sort(value: str | None) -> str:
    if value and value not in SORTS:
        raise BadParameter(_no_value("sort", value))
    return value or ""


def _strict_page(value: str | None) -> int:
    if not value:
        return 1
    if not _PAGE.fullmatch(value) or not 1 <= int(value) <= LAST_PAGE:
        raise BadParameter(_("“page” must be a number from 1 to %(last)s.") % {"last": LAST_PAGE})
    return int(value)


def _no_value(name: str, value: str) -> str:
    return _("“%(name)s” has no value “%(value)s”.") % {"name": name, "value": shown(value)}


def shown(value: str) -> str:
    """A value that somebody sent, short and harmless enough to be shown again."""
    return normalise(value)[:60]
