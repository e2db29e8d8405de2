"""How much the words of a question could give at most, from counts that Elasticsearch is asked for. Knows no client.

BM25 divided by this is the share of the question that a text covers (`search/ranking.py`). Elasticsearch's BM25 has the
factor k1 + 1 that Lucene's own leaves out.
"""
from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from search import ranking
from search.engines.mapping import FOLD_LABEL, FOLD_TEXT, FOLD_TITLE, LABEL, TEXT, TITLE
from search.engines.understanding import Question, Words

OWN, FOLD, LABELS = "own:", "fold", "label:"  # how the queries of a question are named
EVERYWHERE = "*"
KEPT_SECONDS, KEPT = 30.0, 20_000

Query = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that are looked for in some fields which are scored as one; `among` says what their texts are."""

    name: str
    words: Words
    fields: tuple[str, ...]
    among: str

    @property
    def keys(self) -> Iterator[str]:
        """What has to be counted: the texts, and those that have each word."""
        yield self.among
        yield from self.counted

    @property
    def counted(self) -> dict[str, Query]:
        """A filter for each word in each field, by the name of its count."""
        return {
            self.key(field, word): {"match": {field: {"query": word, "operator": "and"}}}
            for field in self._bare
            for word in self.words
        }

    def having(self, word: str, counts: Mapping[str, int]) -> int:
        """How many texts have a word: as Lucene counts fields that are scored as one, the most in any of them."""
        return max(counts[self.key(field, word)] for field in self._bare)

    @property
    def _bare(self) -> list[str]:
        return [field.partition("^")[0] for field in self.fields]

    @staticmethod
    def key(field: str, word: str) -> str:
        """The name of a word's count in a field."""
        return f"{field} {word}"

    def query(self, words: str) -> Query:
        """The words in the fields, any one is enough; title and body as one text in which the title counts more."""
        return {"combined_fields": {"query": words, "fields": [*self.fields]}}


def readings(question: Question) -> list[Reading]:
    """Everything that the words of a question are looked for in."""
    found = [
        Reading(f"{OWN}{code}", words, (f"{TITLE}.{code}^{ranking.TITLE}", f"{TEXT}.{code}"), f"{OWN}{code}")
        for code, words in question.in_language
    ]
    found += [Reading(f"{LABELS}{code}", words, (f"{LABEL}.{code}",), LABELS) for code, words in question.in_language]
    found.append(Reading(FOLD, question.plain, (f"{FOLD_TITLE}^{ranking.TITLE}", FOLD_TEXT), EVERYWHERE))
    found.append(Reading(f"{LABELS}{FOLD}", question.plain, (FOLD_LABEL,), LABELS))
    return [reading for reading in found if reading.words]


def counting(asked: Iterable[Reading], known: Mapping[str, int]) -> dict[str, Query]:
    """A filter for every count that is not known."""
    filters: dict[str, Query] = {}
    for reading in asked:
        filters[reading.among] = _among(reading.among)
        filters.update(reading.counted)
    return {key: query for key, query in filters.items() if key not in known}


def _among(name: str) -> Query:
    if name.startswith(OWN):
        return {"term": {"facets.language": name.removeprefix(OWN)}}
    return {"exists": {"field": FOLD_LABEL if name == LABELS else "id"}}


def whole(reading: Reading, counts: Mapping[str, int]) -> float:
    """The most that BM25 can give to the words of a reading."""
    among = counts[reading.among]
    return ranking.whole(among, (min(reading.having(word, counts), among) for word in reading.words))


class Counts:
    """What was counted lately; the figures weigh words and need not be those of this second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[str, tuple[float, int]] = {}

    def known(self, keys: Iterable[str]) -> dict[str, int]:
        """Those of the counts that are young enough."""
        now, held = self._clock(), self._held
        found = {key: held[key] for key in keys if key in held}
        return {key: count for key, (until, count) in found.items() if until > now}

    def keep(self, counts: Mapping[str, int]) -> None:
        """Remember counts for a while."""
        until = self._clock() + KEPT_SECONDS
        with self._lock:
            held = {} if len(self._held) > KEPT else dict(self._held)
            held.update({key: (until, count) for key, count in counts.items()})
            self._held = held

    def clear(self) -> None:
        """Forget all, because this process has changed the index."""
        with self._lock:
            self._held = {}
