"""Results that editors have put above the others for a question: never part of totals, counts or exports."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from search import groups, sources, syntax
from search.contract import Hit
from search.language import query_languages
from search.models.promoted import TABLE, key_of
from search.parameters import Chosen

Row = dict[str, Any]


def promoted(chosen: Chosen, ui: str, user: Any) -> list[Row]:
    """The rows of what editors chose for this question, as `presenting.result_row` gives them: what the reader may see.

    There are some only for a question without filters, on its first page in the usual order; in no language but the
    ones the question is read in. Where nothing is promoted it costs no query.
    """
    written = syntax.parse(chosen.q)
    if written.of(syntax.Kind.PHRASE) or written.of(syntax.Kind.WITHOUT):
        return []  # it may be what must not stand in a result, or lack what must
    if groups.only_names(written.plain):
        return []  # the lists may have grown since the editors' choice was checked
    if not written.plain or chosen.filters or chosen.page > 1 or chosen.order != "relevance":
        return []
    found = cards_of(_ids(written.plain, ui, timezone.localdate()), ui, user)
    return [{"card": card, "passage": "", "why": []} for card in found.values()]


def cards_of(ids: Iterable[str], ui: str, user: Any) -> dict[str, sources.Card]:
    """The cards of documents that can be found by somebody and read by this reader, in the order of the ids."""
    hits = list(_hits(ids, ui))
    cards = sources.cards(hits, ui, user) if hits else {}
    return {hit.id: cards[hit.id] for hit in hits if hit.id in cards}


def _ids(question: str, ui: str, today: date) -> Iterator[str]:
    """The documents for a question, in the order of the editors."""
    table = TABLE.get()
    if not table:
        return
    for language in dict.fromkeys((*query_languages(question, ui), ui)):
        for place in table.get((language, key_of(question, language)), ()):
            if holds(place[0], place[1], today):
                yield from place[2]


def holds(first: date | None, last: date | None, today: date) -> bool:
    """Whether a day lies between two days, each of which may be open."""
    return (first is None or first <= today) and (last is None or today <= last)


def _hits(ids: Iterable[str], ui: str) -> Iterator[Hit]:
    """Each document that can be found by anybody, once, in the reader's language or else its own."""
    for id in dict.fromkeys(ids):
        if (document := sources.document(id)) is None or not document.texts:
            continue
        held = [text.language for text in document.texts]
        preferred = [code for code in (ui, document.original) if code in held]
        yield Hit(id=id, kind=document.kind, score=0.0, language=[*preferred, *held][0])
