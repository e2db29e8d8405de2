"""Facets, chips, pager and ways out as a page shows them: labels in the reader's language, addresses to follow."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from search import facets, finding
from search.contract import Hit, Results
from search.parameters import SORTS, Chosen
from search.reasons import Reasons
from search.sources import Card

OTHER_LANGUAGES_SHOWN = 5
MOST_DROPS = 10  # each costs a search, and an address may hold hundreds of choices
LONG = 9  # a facet with more options folds those at zero: every form of violent extremism stays in sight
Row = dict[str, Any]


def facet_rows(chosen: Chosen, results: Results, ui: str) -> list[Row]:
    """Every facet with all its options, those at zero too unless they would tell of what the reader may not see."""
    return [
        {
            "name": facet.name,
            "label": facet.label,
            "prominent": facet.prominent,
            "chosen": len(chosen.filters.get(facet.name, ())),
            "options": option_rows(facet, chosen.filters.get(facet.name, ()), results.facets.get(facet.name, {}), ui),
        }
        for facet in facets.all_facets()
    ]


def fold(rows: Sequence[Row]) -> list[Row]:
    """The facets as a page shows them: in a long list the options at zero are folded away, not left out."""
    return [_folded(row) if len(row["options"]) > LONG else row for row in rows]


def _folded(row: Row) -> Row:
    kept = [option for option in row["options"] if option["count"] or option["selected"]]
    return {**row, "options": kept, "folded": [option for option in row["options"] if option not in kept]}


def option_rows(facet: facets.Facet, selected: Sequence[str], counts: Mapping[str, int], ui: str) -> list[Row]:
    """The options of a facet with their counts; what is chosen but no longer offered stands at the end."""
    rows = [
        {
            "code": option.code,
            "label": option.label,
            "count": counts.get(option.code, 0),
            "selected": option.code in selected,
            "below": bool(option.parent),
        }
        for option in facet.options(ui)
        if counts.get(option.code) or (option.at_zero and not facet.open_ended)
    ]
    offered = {row["code"] for row in rows}
    for code in selected:
        if code not in offered:
            label = facet.label_of(code, ui) or code
            rows.append(
                {"code": code, "label": label, "count": counts.get(code, 0), "selected": True, "below": False}
            )
    return rows


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice that can be taken back."""

    name: str
    code: str
    label: str
    url: str


def chips(chosen: Chosen, rows: Sequence[Row], path: str) -> list[Chip]:
    """One chip for each choice, named as its option is."""
    labels = {(row["name"], option["code"]): option["label"] for row in rows for option in row["options"]}
    return [
        Chip(name, code, str(labels.get((name, code), code)), chosen.without(name, code).address(path))
        for name, code in chosen.choices()
    ]


def sort_links(chosen: Chosen, path: str) -> list[Row]:
    """The orders that make sense for this search; the present one is marked."""
    labels = {"relevance": _("Relevance"), "newest": _("Newest"), "confirmed": _("Last confirmed")}
    return [
        {
            "code": code,
            "label": labels[code],
            "current": code == chosen.order,
            "url": replace(chosen, sort=code, page=1).address(path),
        }
        for code in SORTS
        if chosen.q or code != "relevance"
    ]


def pager(chosen: Chosen, pages: int, path: str) -> Row:
    """The pages around the present one, the first and the last."""
    near = {1, pages, *range(chosen.page - 2, chosen.page + 3)}
    numbers = sorted(number for number in near if 1 <= number <= pages)
    items: list[Row] = []
    before = 0
    for number in numbers:
        if number > before + 1:
            items.append({"gap": True})
        current = number == chosen.page
        items.append({"number": number, "current": current, "url": replace(chosen, page=number).address(path)})
        before = number
    return {
        "items": items,
        "previous_url": replace(chosen, page=chosen.page - 1).address(path) if chosen.page > 1 else "",
        "next_url": replace(chosen, page=chosen.page + 1).address(path) if chosen.page < pages else "",
    }


def result_row(hit: Hit, card: Card, reasons: Reasons) -> Row:
    """A hit for the template of its card: the passage is safe, engines escape it."""
    return {"card": card, "passage": mark_safe(hit.highlight), "why": reasons.of(hit, card.get("language", ""))}


def concept_offers(chosen: Chosen, reasons: Reasons, results: Results, path: str) -> list[Row]:
    """The values that the question names, as filters with what each finds for this reader.

    A question that says nothing but the value gives way to the filter, which finds the same; else the words stay.
    """
    rows: list[Row] = []
    said: set[str] = set()  # a keyword that is called like a concept before it says nothing new
    for concept in reasons.reading.concepts:
        facet, count = facets.get(concept.facet), results.facets.get(concept.facet, {}).get(concept.code, 0)
        if facet is None or not count or concept.code in chosen.filters.get(concept.facet, ()):
            continue
        value = reasons.label(facet, concept.code)
        if facet.open_ended and value.casefold() in said:
            continue
        said.add(value.casefold())
        asked = replace(chosen, q=chosen.unasked) if reasons.reading.covers(concept) else chosen
        rows.append(
            {
                "facet": facet.name,
                "code": concept.code,
                "label": _("%(facet)s: %(value)s") % {"facet": facet.label, "value": value},
                "facet_label": facet.label,
                "value_label": value,
                "count": count,
                "url": asked.having(facet.name, concept.code).address(path),
            }
        )
    return rows


def ways_out(chosen: Chosen, present: Sequence[Chip], *, ui: str, user: Any, path: str) -> Row:
    """What would return something when nothing was found; no word of the reader is changed."""
    drops = [_drop(chosen.without(chip.name, chip.code), chip.label, ui, user, path) for chip in present[:MOST_DROPS]]
    everything = replace(chosen, filters={}, page=1)
    return {
        "drops": sorted(drops, key=lambda drop: -drop["count"]),
        "all": _drop(everything, "", ui, user, path) if len(present) > 1 else None,
        "other_languages": _in_other_languages(chosen, ui, user),
        "record": finding.total(Chosen(), ui=ui, user=user),
    }


def _drop(chosen: Chosen, label: str, ui: str, user: Any, path: str) -> Row:
    return {
        "label": label,
        "url": chosen.address(path),
        "count": finding.total(chosen, ui=ui, user=user),
    }


def _in_other_languages(chosen: Chosen, ui: str, user: Any) -> list[Any]:
    """The first results in any language, where the reader asked for some only."""
    if not chosen.filters.get("language"):
        return []
    found = finding.find(chosen.without("language"), ui=ui, user=user)
    return [card for _hit, card in found.rows[:OTHER_LANGUAGES_SHOWN]]
