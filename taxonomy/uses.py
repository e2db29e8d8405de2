"""How many entries have a concept or a keyword: content apps say so, this app knows none of them."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

Counting = Callable[[Collection[int]], dict[int, int]]

_of_concepts: list[Counting] = []
_of_keywords: list[Counting] = []


def register(*, concepts: Counting, keywords: Counting) -> None:
    """Name what counts the entries of an app, by the keys of concepts and of keywords."""
    _of_concepts.append(concepts)
    _of_keywords.append(keywords)


def of_concepts(keys: Collection[int]) -> Counter[int]:
    """The number of entries by concept."""
    return _sum(_of_concepts, keys)


def of_keywords(keys: Collection[int]) -> Counter[int]:
    """The number of entries by keyword."""
    return _sum(_of_keywords, keys)


def _sum(counting: list[Counting], keys: Collection[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for count in counting:
        found.update(count(keys))
    return found
