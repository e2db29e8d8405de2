"""What the page of a practice shows, put together once so that the template only renders."""
from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from cities import geography, names
from core import languages
from core.richtext import shown
from practices import cards
from practices.choices import QUALITY_ORDER, Direction, State
from practices.facts import Facts, facts_of
from practices.links.cited import checks_of
from practices.models import LanguageVersion, LinkCheck, OutcomeEvidence, Practice, PracticePage
from practices.translations import stale
from taxonomy import labels
from taxonomy.schemes import Scheme

MEASURED = (Direction.FAVOURABLE, Direction.MIXED, Direction.NO_CHANGE, Direction.UNFAVOURABLE)


class Readable(Protocol):
    """What a page shows of a language version, be it published or still a draft."""

    @property
    def state(self) -> str:
        """How the text came about."""

    @property
    def language(self) -> str:
        """The public code."""

    @property
    def tongue(self) -> languages.Language:
        """The language's own record."""

    @property
    def text(self) -> PracticePage:
        """The page that carries the text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the title block: a label and what stands behind it, each value with a search link or none."""

    label: str
    values: tuple[tuple[str, str], ...]
    half: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the text; `anchor` is its place in the contents."""

    anchor: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome with its evidence in words."""

    number: int
    value: Any
    evidence: OutcomeEvidence | None
    sign: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """A source; `dead` where the last check found nothing at its address."""

    value: Any
    archived: str
    dead: bool


def title_block(practice: Practice, facts: Facts, ui: str) -> list[Row]:
    """The coded facts in the reader's language."""
    rows = [
        _places(facts, ui),
        *_time(practice, facts, ui),
        *(_scheme(facts, scheme, ui) for scheme in (
            Scheme.LEVEL, Scheme.FORM, Scheme.APPROACH, Scheme.SETTING, Scheme.PARTICIPANTS, Scheme.AGE,
            Scheme.SECTOR, Scheme.HARMED, Scheme.HARM, Scheme.DRIVER, Scheme.THEME)),
        *_coded(practice, ui),
    ]
    return [row for row in rows if row is not None and row.values]


def _places(facts: Facts, ui: str) -> Row:
    values = [(_with_country(city, facts, ui), f"city={city}") for city in facts.cities]
    if facts.withheld:
        values = [(_("City not named"), ""), *((geography.region_name(code, ui), f"region={code}")
                                               for code in facts.regions[-1:])]
        values += [(names.hub_label(slug, ui), f"hub={slug}") for slug in facts.hubs]
    return Row(_("City"), tuple(values))


def _with_country(city: int, facts: Facts, ui: str) -> str:
    place = names.place(city)
    country = geography.country_name(place.country, ui) if place and place.country else ""
    own = names.label(city, ui)
    return f"{own}{_(', ')}{country}" if country and country != own else own


def _time(practice: Practice, facts: Facts, ui: str) -> Iterator[Row]:
    if facts.start is not None:
        yield Row(_("Started"), ((str(facts.start), f"year={facts.start}"),), half=True)
    if facts.end is not None:
        yield Row(_("Ended"), ((str(facts.end), ""),), half=True)
    if facts.status != "unknown":
        words = labels.label(Scheme.STATUS, facts.status, ui)
        reason = practice.original.stop_reason if practice.original else ""
        if reason:
            words = f"{words} ({labels.label(Scheme.STOP_REASON, reason, ui)})"
        yield Row(_("Status"), ((words, ""),), half=True)


def _scheme(facts: Facts, scheme: str, ui: str) -> Row:
    filtered = scheme not in (Scheme.AGE, Scheme.SECTOR)
    return Row(str(Scheme(scheme).label), tuple(
        (labels.label(scheme, code, ui), f"{scheme}={code}" if filtered else "") for code in facts.codes(scheme)
    ))


def _coded(practice: Practice, ui: str) -> Iterator[Row]:
    page = practice.original
    if page is None:
        return
    for label, scheme, code in (
        (_("Geographical scope"), Scheme.SCOPE, page.scope),
        (_("Cost"), Scheme.COST, page.cost_band),
        (_("Evaluation"), Scheme.EVALUATION, page.evaluation if page.evaluation != "unknown" else ""),
    ):
        if code:
            yield Row(label, ((labels.label(scheme, code, ui), ""),))


def sections_before(version: Readable, facts: Facts) -> list[Section]:
    """What was the problem and what was done."""
    return _sections(version, facts, (
        ("took_part", _("Who took part")), ("situation", _("The situation before")),
        ("objectives", _("Objectives")), ("activities", _("What was done")),
        ("mechanism", _("Why it should work")),
    ))


def sections_after(version: Readable, facts: Facts) -> list[Section]:
    """What was difficult, and what must be known before it is tried elsewhere."""
    return _sections(version, facts, (
        ("challenges", _("What was difficult")), ("harms_seen", _("Harms seen")),
    ))


def sections_last(version: Readable, facts: Facts) -> list[Section]:
    """Rights, fit and what it takes to keep going."""
    return _sections(version, facts, (
        ("rights", _("Rights, privacy and free choice")), ("fit", _("Where it fits, and where not")),
        ("enabling", _("What made it possible")), ("sustainability", _("What must stay, what may change")),
        ("legal_mandate", _("Legal mandate")), ("adaptation", _("What was changed, and why")),
        ("advice_do", _("What to do")), ("advice_avoid", _("What to avoid")),
        ("advice_depends", _("What it depends on")),
    ))


def _sections(version: Readable, facts: Facts, wanted: tuple[tuple[str, str], ...]) -> list[Section]:
    """The parts that have something to say; a link can name the city as well as a source can."""
    page = version.text
    return [
        Section(name.replace("_", "-"), heading, shown(getattr(page, name), linked=not facts.withheld))
        for name, heading in wanted if getattr(page, name, "")
    ]


def outcomes(practice: Practice, version: Readable, facts: Facts, ui: str) -> list[Outcome]:
    """The outcomes in the text's language, each with the evidence that stands on the practice."""
    by_id = {str(row.outcome): row for row in facts.evidence}
    found = []
    for number, child in enumerate(version.text.outcomes, start=1):
        row = by_id.get(str(child.id))
        found.append(Outcome(number, child.value, row, sign(row, ui)))
    return found


def sign(row: OutcomeEvidence | None, ui: str) -> dict[str, str]:
    """The squares of one outcome and the words beside them."""
    if row is None or not row.is_measured:
        return {"quality": "", "direction": "", "words": labels.label(Scheme.DIRECTION, "not-measured", ui)}
    return {
        "quality": row.quality, "direction": row.direction,
        "words": cards.evidence_words(row, ui),
    }


def matrix(found: list[Outcome], ui: str) -> list[dict[str, Any]]:
    """The evidence table: rows how it was measured, columns what was found, cells the numbers of the outcomes."""
    return [
        {
            "label": labels.label(Scheme.EVIDENCE_QUALITY, quality, ui),
            "cells": [[item.number for item in found if _is(item, quality, direction)] for direction in MEASURED],
        }
        for quality in reversed(QUALITY_ORDER)
    ]


def not_measured(found: list[Outcome]) -> list[int]:
    """The numbers of the outcomes that nobody measured."""
    return [item.number for item in found if item.evidence is None or not item.evidence.is_measured]


def _is(item: Outcome, quality: str, direction: str) -> bool:
    row = item.evidence
    return row is not None and row.is_measured and (row.quality, row.direction) == (quality, direction)


def directions(ui: str) -> list[tuple[str, str]]:
    """The columns of the evidence table."""
    return [(direction, labels.label(Scheme.DIRECTION, direction, ui)) for direction in MEASURED]


def context(practice: Practice, version: Readable) -> dict[str, Any]:
    """Everything the page of a practice shows, in the interface language of the moment."""
    ui = languages.current().public
    facts = facts_of(practice)
    found = outcomes(practice, version, facts, ui)
    return {
        "practice": practice,
        "card": cards.card(practice, ui, version.language),
        "version": version,
        "text": version.text,
        "block_address": practice.pk if isinstance(version, LanguageVersion) else None,
        "tongue": version.tongue,
        "foreign": version.language != ui,
        "versions": practice.available_versions(),
        "stale": stale.parts(version),
        "facts": facts,
        "title_block": title_block(practice, facts, ui),
        "before": sections_before(version, facts),
        "after": sections_after(version, facts),
        "last": sections_last(version, facts),
        "concerns": shown(version.text.concerns, linked=not facts.withheld),
        "outcomes": found,
        "matrix": matrix(found, ui),
        "directions": directions(ui),
        "not_measured": not_measured(found),
        "local_name": _local_name(facts),
        "has_lesson": bool(version.text.lesson_do),
        "references": [] if facts.withheld or practice.original is None else references(practice.original),
        "materials": [] if facts.withheld or practice.original is None else list(practice.original.materials),
        "pictures": [] if facts.withheld else pictures(practice, version),
        "contact_allowed": not facts.withheld and practice.state != State.ARCHIVED,
        "last_confirmed": practice.last_confirmed_at or practice.first_published_at,
        "cite": citation(practice, version, facts, ui),
    }


def references(original: PracticePage) -> list[Reference]:
    """The sources with what the last check of their addresses found."""
    checks = checks_of(child.value["url"] for child in original.references)
    return [_reference(child.value, checks.get(child.value["url"])) for child in original.references]


def _reference(value: Any, check: LinkCheck | None) -> Reference:
    archived = value["archived_url"] or (check.archived_url if check else "")
    return Reference(value, archived, dead=check is not None and not check.works)


def _local_name(facts: Facts) -> str:
    """What the first city is called in its own place, where it is written in another script than for the reader."""
    if not facts.cities:
        return ""
    own = names.local_name(facts.cities[0])
    return own if _script(own) != _script(names.label(facts.cities[0])) else ""


def _script(name: str) -> str:
    return next((unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()), "")


def pictures(practice: Practice, version: Readable) -> list[Any]:
    """The pictures with their descriptions in the text's language; one that the original has lost is gone for all."""
    if practice.original is None:
        return []
    kept = {child.value["image"].pk for child in practice.original.pictures if child.value["image"]}
    return [child for child in version.text.pictures if child.value["image"] and child.value["image"].pk in kept]


def citation(practice: Practice, version: Readable, facts: Facts, ui: str) -> dict[str, Any]:
    """The parts of "how to cite"; the template puts them in the order of the reader's language."""
    author = "" if facts.withheld else (version.text.organisation or ", ".join(
        names.label(city, ui) for city in facts.cities))
    return {
        "author": author,
        "title": version.text.title,
        "number": practice.version,
        "year": practice.first_published_at.year if practice.first_published_at else None,
    }
