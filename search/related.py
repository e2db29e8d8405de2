"""Ideas that the results share more often than the whole record does: where a reader may go on from here."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from core.visibility import tokens_of
from search import facets, finding
from search.contract import Results
from search.parameters import Chosen
from search.reading import Reading

SHOWN = 5
LEAST = 2  # results that carry an idea
TELLING = 1.2  # times as often among the results as in the whole record
Row = dict[str, Any]


def concepts(chosen: Chosen, reading: Reading, results: Results, *, ui: str, user: Any, path: str) -> list[Row]:
    """The ideas with label, number of results and address; none that is chosen or named in the question already.

    They are offered for a question only, and cost one more request to the engine, for counts alone.
    """
    if not chosen.asks or results.total < LEAST:
        return []
    names = tuple(facet.name for facet in _ideas(reading))
    request = replace(Chosen().request(ui, tokens_of(user), names), size=0)
    ranked = sorted(_ranked(chosen, reading, results, finding.ask(request, user)), reverse=True)[:SHOWN]
    return [_row(chosen, results, name, code, ui, path) for _weight, name, code in ranked]


def _ideas(reading: Reading) -> Iterator[facets.Facet]:
    """Folded vocabularies: no places, no words that authors made up; none at all for a name of people."""
    if not reading.names_people:
        yield from filter(_may_be_offered, facets.all_facets())


def _may_be_offered(facet: facets.Facet) -> bool:
    is_apart = facet.proper or facet.open_ended or facet.prominent or facet.named_only
    return bool(facet.names()) and not is_apart


def _ranked(chosen: Chosen, reading: Reading, results: Results, record: Results) -> Iterator[tuple[float, str, str]]:
    named = {(concept.facet, concept.code) for concept in reading.concepts} | set(chosen.choices())
    for name, counts in record.facets.items():
        found = results.facets.get(name, {}) if not chosen.filters.get(name) else {}
        for code, everywhere in counts.items():
            here = found.get(code, 0)
            lift = (here / results.total) / (everywhere / record.total) if record.total and everywhere else 0.0
            if here >= LEAST and lift >= TELLING and (name, code) not in named:
                yield lift * here, name, code


def _row(chosen: Chosen, results: Results, name: str, code: str, ui: str, path: str) -> Row:
    facet = facets.get(name)
    return {
        "facet": name,
        "code": code,
        "label": facet.name_of(code, ui) if facet else code,
        "count": results.facets[name][code],
        "url": chosen.having(name, code).address(path),
    }
