"""Written forms of one Arabic word find the same documents, on every engine."""
from __future__ import annotations

from search.contract import Request
from search.engines.embedded import EmbeddedEngine
from search.tests.arabic_pairs import PAIRS
from search.tests.factories import make_document

ENOUGH_ON_ELASTICSEARCH = 58  # its built-in analyser strips one article, not those before a root that looks like one


def found(index, word):
    return {hit.id for hit in index.search(Request(q=word, ui="ar", size=200)).hits}


def test_every_pair_finds_the_same_set(index):
    index.index(
        make_document(f"{place}-{side}", f"تقرير {place}", f"كتبت المدينة عن {word} في تقريرها", "ar")
        for place, pair in enumerate(PAIRS)
        for side, word in enumerate(pair)
    )
    alike = []
    for place, (one, other) in enumerate(PAIRS):
        both = {f"{place}-0", f"{place}-1"}
        if found(index, one) == found(index, other) >= both:
            alike.append(place)
    if isinstance(index, EmbeddedEngine):
        assert len(alike) == len(PAIRS)
    else:
        assert len(alike) >= ENOUGH_ON_ELASTICSEARCH


def test_there_are_sixty_pairs_of_different_forms():
    assert len({pair for pair in PAIRS if pair[0] != pair[1]}) >= 60
