"""What a file holds of each result: a row of plain values, made from its card a hundred at a time."""
from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import languages
from core.cldr import language_name
from search import facets, finding, sources
from search.contract import Hit
from search.parameters import Chosen
from search.sources import Card

BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Entry:
    """One result; texts are on one line, `language` is the one of title and summary, dates may be missing."""

    id: str
    kind: str
    kind_label: str
    title: str
    language: str
    languages: tuple[str, ...]
    language_names: tuple[str, ...]
    cities: tuple[tuple[str, str], ...]  # code, name
    country: tuple[str, str]
    start: int | None
    end: int | None
    evidence: str
    evidence_label: str
    summary: str
    address: str
    published: date | None
    confirmed: date | None


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: from where, when, for which search, and its words in the interface language."""

    ui: str
    site: str
    address: str
    made: date
    headings: tuple[str, ...]
    counted: Callable[[int], str]
    broken_off: Callable[[int], str]


Writer = Callable[[Iterable[Entry], About], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; one that is `whole` is made before anything of it is sent."""

    name: str
    label: str
    content_type: str
    extension: str
    write: Writer
    whole: bool = False


def headings() -> tuple[str, ...]:
    """The headings of a table, in the language of the moment."""
    return (_("Title"), _("Type"), _("Languages"), _("Cities"), _("Country or area"), _("Start"), _("End"),
            _("How results were measured"), _("Summary"), _("Address"), _("Last confirmed"), _("Id"))


def cells(entry: Entry) -> tuple[str | int | date | None, ...]:
    """The cells of a table, in the order of its headings; numbers and days stay what they are."""
    return (
        entry.title, entry.kind_label, BETWEEN.join(entry.language_names),
        BETWEEN.join(name for _code, name in entry.cities), entry.country[1], entry.start, entry.end,
        entry.evidence_label, entry.summary, entry.address, entry.confirmed, entry.id,
    )


def every(chosen: Chosen, *, ui: str, user: Any) -> Iterator[Entry]:
    """Each result that the reader may see, in the order of the page."""
    return _entries(finding.every(chosen, ui=ui, user=user), ui)


def _entries(batches: Iterable[list[tuple[Hit, Card]]], ui: str) -> Iterator[Entry]:
    for batch in batches:
        with override(languages.by_public(ui).django):
            kinds = {kind.code: str(kind.label) for kind in sources.kinds()}
            made = [entry_of(hit, card, ui, kinds) for hit, card in batch]
        yield from made


def entry_of(hit: Hit, card: Card, ui: str, kinds: Mapping[str, str]) -> Entry:
    """An entry from a card, which may lack what only some sources know."""
    evidence = facets.get("evidence")
    quality, country = card.get("evidence") or "", card.get("country") or {}
    start, end = card.get("years") or (None, None)
    return Entry(
        id=hit.id, kind=hit.kind, kind_label=kinds.get(hit.kind, hit.kind), title=line(card.get("title", "")),
        language=card.get("language", hit.language), languages=tuple(card.get("languages", ())),
        language_names=tuple(language_name(code, ui) for code in card.get("languages", ())),
        cities=tuple((str(city["code"]), line(city["label"])) for city in card.get("cities", ())),
        country=(country.get("code", ""), country.get("label", "")), start=start, end=end, evidence=quality,
        evidence_label=evidence.name_of(quality, ui) if evidence and quality else quality,
        summary=line(card.get("abstract") or card.get("summary", "")),
        address=f"{settings.BASE_URL.rstrip('/')}{card.get('url', '')}",
        published=_day(card.get("published")), confirmed=_day(card.get("confirmed")),
    )


def _day(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def line(text: str) -> str:
    """A text on one line, without what no file of these can hold: controls, halves of pairs, no characters at all."""
    kept = "".join(" " if _separates(letter) else letter for letter in str(text))
    return " ".join(kept.encode("utf-8", "ignore").decode().split())


def _separates(letter: str) -> bool:
    return letter in "\ufffe\uffff" or unicodedata.category(letter) in {"Cc", "Zl", "Zp"}
