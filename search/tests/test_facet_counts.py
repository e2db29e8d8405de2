"""Facet counts against counting by hand, on random documents, filters and readers."""
from __future__ import annotations

import random

import pytest

from search.contract import Request
from search.tests.factories import CASE, LESSON, NEWS, make_document

FACETS = {"level": "abc", "theme": "uvwxyz", "region": ("002", "142", "143"), "year": ("2018", "2019", "2020")}
WORDS = ("council", "bridge", "lighthouse", "mentor", "school")
AUDIENCES = (frozenset({"public"}), frozenset({"member"}), frozenset({"role:editor", "city:1"}))
READERS = (frozenset({"public"}), frozenset({"public", "member"}), frozenset({"public", "member", "role:editor"}))
COUNTED = ("kind", "language", *FACETS)


def random_documents(chance, number):
    for place in range(number):
        yield make_document(
            f"d{place}",
            chance.choice(WORDS),
            " ".join(chance.sample(WORDS, 2)),
            chance.choice(["en", "de", "nl"]),
            kind=chance.choice([CASE, CASE, LESSON, NEWS]),
            audience=chance.choice(AUDIENCES),
            facets={name: tuple(chance.sample(codes, chance.randint(0, 2))) for name, codes in FACETS.items()},
        )


def codes_of(document, facet):
    if facet == "kind":
        return {document.kind}
    if facet == "language":
        return {text.language for text in document.texts}
    return set(document.facets.get(facet, ()))


def has_word(document, q):
    text = document.texts[0]
    return not q or bool(set(q.split()) & set(f"{text.title} {text.body}".split()))


def by_hand(documents, q, filters, tokens, kinds):
    """Total and, for each code, the total if it were the only choice in its facet."""
    seen = [document for document in documents if document.audience & tokens and has_word(document, q)]

    def total(chosen):
        wanted = chosen if "kind" in chosen else {**chosen, "kind": kinds}
        return sum(all(codes_of(each, name) & set(codes) for name, codes in wanted.items()) for each in seen)

    counts = {}
    for facet in COUNTED:
        codes = {code for document in documents for code in codes_of(document, facet)}
        counts[facet] = {code: total({**filters, facet: (code,)}) for code in codes}
    return total(filters), counts


def some_filters(chance, number):
    chosen = chance.sample(sorted(FACETS), number)
    return {name: tuple(chance.sample(FACETS[name], chance.randint(1, 2))) for name in chosen}


@pytest.mark.parametrize("seed", range(3))
def test_every_option_counts_as_if_it_were_the_only_choice(index, seed):
    chance = random.Random(seed)
    documents = list(random_documents(chance, 60))
    index.index(documents)
    for q in ("", *WORDS[:3], "mentor school"):
        for tokens in READERS:
            for number in (0, 2):
                filters = some_filters(chance, number)
                if chance.random() < 0.3:
                    filters["kind"] = (NEWS, LESSON)
                request = Request(
                    q=q, filters=filters, kinds=(CASE, LESSON), tokens=tokens, facets=COUNTED, size=0, sort="newest"
                )
                results = index.search(request)
                total, counts = by_hand(documents, q, filters, tokens, (CASE, LESSON))
                assert results.total == total
                for facet in COUNTED:
                    expected = {code: count for code, count in counts[facet].items() if count}
                    assert dict(results.facets[facet]) == expected, (facet, q, filters)
