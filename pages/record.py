"""What the home page tells of the record: asked of search like any other question, so the same visibility holds."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from cities import geography
from cities.sorting import sort_key
from core import languages, visibility
from core.record_plan import District, plot_stands_for
from pages.situations import SITUATIONS, Situation
from practices.collections import showing
from search import changes, engine, sources
from search.contract import Request, Results

NEWEST = 3
FACETS = ("country", "language", "region")
TRIES = (_("rumours"), _("worried parents"), _("football"), _("after an attack"))  # shown where they find something


@dataclass(frozen=True, slots=True)
class Line:
    """A line of choices: words, the filters behind them, and how many practices they give."""

    label: Any
    query: str
    count: int
    number: int = 0


def _ask(user: Any, *, q: str = "", filters: Mapping[str, tuple[str, ...]] | None = None,
         facets: tuple[str, ...] = (), size: int = 0) -> Results:
    request = Request(
        q=q, ui=languages.current().public, filters=filters or {}, kinds=sources.default_kinds(), sort="newest",
        size=size, tokens=visibility.tokens_of(user), facets=facets,
    )
    return engine.answer(request, hidden=partial(changes.hidden_from, user))


def overview(user: Any) -> dict[str, Any]:
    """Totals, situations, regions with their plan, and the newest cards, in a constant number of questions."""
    whole = _ask(user, facets=FACETS, size=NEWEST)
    cards = sources.cards(whole.hits, languages.current().public, user)
    newest = [cards[hit.id] for hit in whole.hits if hit.id in cards]
    regions = _regions(whole.facets.get("region", {}))
    return {
        "total": whole.total,
        "countries": _present(whole, "country"),
        "content_languages": _present(whole, "language"),
        "degraded": whole.degraded,
        "newest": newest,
        "shelves": showing.on_home(user, languages.current().public),
        "regions": regions,
        "districts": _districts(regions, newest),
        "plot_stands_for": plot_stands_for(sum(line.count for line in regions)),
        "tries": [words for words in TRIES if _ask(user, q=str(words)).total],
        "situations": [_situation(user, situation) for situation in SITUATIONS],
    }


def _present(results: Results, facet: str) -> int:
    return sum(1 for count in results.facets.get(facet, {}).values() if count)


def _situation(user: Any, situation: Situation) -> Line:
    return Line(situation.words, situation.query, _ask(user, filters=dict(situation.filters)).total)


def _regions(counts: Mapping[str, int]) -> list[Line]:
    """The widest M49 regions with their counts, numbered as on the plan."""
    ui = languages.current().public
    widest = sorted(geography.subregions(geography.WORLD), key=lambda code: sort_key(geography.region_name(code), ui))
    return [
        Line(geography.region_name(code), urlencode({"region": code}), counts.get(code, 0), number)
        for number, code in enumerate(widest, start=1)
    ]


def _districts(regions: list[Line], newest: list[sources.Card]) -> tuple[District, ...]:
    new: dict[str, int] = {}
    for card in newest:
        country = card.get("country")
        widest = geography.regions_of(country["code"])[:1] if country else ()
        for code in widest:
            query = urlencode({"region": code})
            new[query] = new.get(query, 0) + 1
    return tuple(District(line.number, line.count, new.get(line.query, 0)) for line in regions)
