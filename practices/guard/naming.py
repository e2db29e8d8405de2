"""Where a sentence names a group of people: the lists that search keeps, and the general words of the guard."""
from __future__ import annotations

from collections.abc import Sequence

from practices.guard.lexicon import Hit
from practices.guard.reading import Token
from search import groups
from search.groups import Kind

_NEAR = 2  # words between a name that is also an ordinary word and what makes it a name


def mentions(words: Sequence[Token], language: str, hits: dict[str, list[Hit]]) -> list[Hit]:
    """The groups named in a row of words, the longest name at each place."""
    ignored = {place for hit in hits.get("ignored", ()) for place in range(hit.first, hit.last)}
    found = [hit for hit in (*hits.get("groups", ()), *_listed(words, language, hits)) if hit.first not in ignored]
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda each: (each.first, -each.last)):
        if not kept or hit.first >= kept[-1].last:
            kept.append(hit)
    return kept


def _listed(words: Sequence[Token], language: str, hits: dict[str, list[Hit]]) -> list[Hit]:
    """Names of the lists; one that is also an ordinary word only beside a word for people."""
    known = groups.lexicon(language)
    units = tuple(word.unit for word in words)
    names: list[Hit] = []
    beside: list[Hit] = []
    carriers = {place for hit in hits.get("people", ()) for place in range(hit.first, hit.last)}
    for place, unit in enumerate(units):
        for end in range(min(len(units), place + known.longest(unit)), place, -1):
            kind = known.kind(units[place:end])
            if kind == Kind.NAME:
                names.append(Hit("groups", place, end))
                break
            if kind == Kind.BESIDE:
                beside.append(Hit("groups", place, end))
                break
            if kind == Kind.CARRIER:
                carriers.update(range(place, end))
    return names + [hit for hit in beside if carriers & set(range(hit.first - _NEAR, hit.last + _NEAR))]
