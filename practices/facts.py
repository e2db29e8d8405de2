"""The facts of a practice as readers may have them: one place that withholds what would name a withheld city.

Page, card, API, index and export all read from here, so that what is withheld is withheld everywhere.
"""
from __future__ import annotations

from dataclasses import dataclass

from cities import geography, names
from cities.models import City
from practices.choices import QUALITY_ORDER, Status
from practices.models import OutcomeEvidence, Practice
from practices.withholding import places_of
from taxonomy import keywords, labels

MAX_SPAN = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """Codes of one practice; labels come from taxonomy and cities in whatever language is asked for."""

    cities: tuple[int, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    hubs: tuple[str, ...]
    concepts: dict[str, tuple[str, ...]]
    status: str
    start: int | None
    end: int | None
    open_end: bool
    keywords: tuple[tuple[str, str], ...]
    evidence: tuple[OutcomeEvidence, ...]
    withheld: bool
    former_keywords: tuple[str, ...] = ()  # became concepts; their addresses stay valid

    def codes(self, scheme: str) -> tuple[str, ...]:
        """The codes of one vocabulary."""
        return self.concepts.get(scheme, ())

    @property
    def best_evidence(self) -> OutcomeEvidence | None:
        """The best-evidenced measured outcome, else an account, else None."""
        ranked = sorted(self.evidence, key=lambda row: (row.is_measured, QUALITY_ORDER.index(row.quality)))
        return ranked[-1] if ranked else None

    def years(self, this_year: int) -> tuple[int, ...]:
        """Every year from start to end; an open end is this year."""
        if self.start is None:
            return ()
        last = this_year if self.open_end else (self.end or self.start)
        return tuple(range(self.start, min(max(last, self.start), self.start + MAX_SPAN) + 1))


def facts_of(practice: Practice) -> Facts:
    """The facts of a practice that was loaded `with_facts()`; no query of its own then."""
    page = practice.original
    withheld = practice.city_withheld
    cities = () if withheld or page is None else tuple(page.cities.all())
    countries = _unique(city.country for city in cities if city.country)
    status = page.status if page else Status.UNKNOWN
    regions, hubs = places_of(practice) if withheld else (_all_regions(cities), _hubs(practice, countries))
    return Facts(
        cities=tuple(city.pk for city in cities),
        countries=countries,
        regions=regions,
        hubs=hubs,
        concepts=_concepts(practice),
        status=status,
        start=None if withheld or page is None else page.start_year,
        end=None if withheld or page is None else page.end_year,
        open_end=bool(page and page.end_year is None and status in (Status.RUNNING, Status.PILOT)),
        keywords=() if withheld else _keywords(practice),
        evidence=tuple(practice.evidence.all()),
        withheld=withheld,
        former_keywords=() if withheld else tuple(word.slug for word in _words(practice) if word.concept),
    )


def _all_regions(cities: tuple[City, ...]) -> tuple[str, ...]:
    return _unique(code for city in cities for code in _regions(city))


def _regions(city: City) -> tuple[str, ...]:
    return geography.regions_of(city.country) if city.country else geography.with_parents(city.m49)


def _hubs(practice: Practice, countries: tuple[str, ...]) -> tuple[str, ...]:
    if practice.original is None:
        return ()
    chosen = [practice.original.hub.slug] if practice.original.hub else []
    return _unique([*chosen, *(names.hub_of(code) for code in countries)])


def _concepts(practice: Practice) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    if practice.original is not None:
        for concept in sorted(practice.original.concepts.all(), key=lambda concept: concept.order):
            found.setdefault(concept.scheme, []).append(labels.canonical(concept.scheme, concept.code))
    for word in () if practice.city_withheld else _words(practice):
        if word.concept:
            found.setdefault(word.concept[0], []).append(labels.canonical(*word.concept))
    return {scheme: _unique(codes) for scheme, codes in found.items()}


def _keywords(practice: Practice) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((word.slug, word.name) for word in _words(practice) if not word.concept))


def _words(practice: Practice) -> list[keywords.Word]:
    """The accepted keywords, each as what it was merged into."""
    items = practice.original.keyword_items.all() if practice.original else ()
    found = (keywords.now(item.tag.slug) for item in items)
    return [word for word in found if word is not None]


def _unique(values: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))  # type: ignore[attr-defined]
