"""How well search finds what was asked, on a set of questions whose right answers are known."""
from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from search.contract import Document, Request, SearchEngine, Text
from search.normalise import normalise
from search.vectors import Vectors

MEASURES = ("recall@1", "recall@10", "mrr@10", "ndcg@10")
DEPTH = 10
KIND = "passage"
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)

Row = Mapping[str, Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Collection:
    """The documents and questions of a set; `mixed` keeps one language of each group, as on a real site."""

    documents: Sequence[Row]
    queries: Sequence[Row]
    task: str
    short: bool

    @property
    def languages(self) -> list[str]:
        """The languages of the documents."""
        return sorted({row["language"] for row in self.documents})

    def pool(self) -> list[Row]:
        """The documents that the task is about."""
        return [row for row in self.documents if row["mixed"]] if self.task == "mixed" else list(self.documents)

    def questions(self) -> Iterator[tuple[str, Request, Row]]:
        """Every request with the name of the group that it is averaged in."""
        for row in self.queries:
            own = row["language"]
            if self.task == "mono":
                yield own, self._request(row, own), row
            elif self.task == "mixed":
                yield own, self._request(row, ""), row
            else:
                for other in self.languages:
                    if other != own:
                        yield f"{own}>{other}", self._request(row, other), row

    def _request(self, row: Row, language: str) -> Request:
        text = row["short"] if self.short else row["text"]
        filters = {"language": (language,)} if language else {}
        return Request(q=normalise(text), ui=row["language"], filters=filters, size=DEPTH)


def read(path: Path) -> list[Row]:
    """The rows of a file with one JSON object on each line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def as_document(row: Row) -> Document:
    """A row of the set as something that can be found."""
    text = Text(row["language"], row["title"], "", row["body"])
    return Document(row["id"], KIND, 1, (text,), _WRITTEN, original=row["language"])


def measure(
    engine: SearchEngine, collection: Collection, vectors: Vectors, progress: Progress | None = None
) -> dict[str, Any]:
    """Fill the engine's index with the set and ask every question; averages by language or by pair of languages."""
    pool = collection.pool()
    vectors.prepare(as_document(row) for row in pool)
    engine.rebuild((as_document(row) for row in pool), len(pool))
    relevant: dict[str, set[str]] = {}
    for row in pool:
        relevant.setdefault(row["group"], set()).add(row["id"])
    by_language = {row["id"]: row["language"] for row in pool}
    sums: dict[str, list[dict[str, float]]] = {}
    asked = list(collection.questions())
    for done, (group, request, row) in enumerate(asked, 1):
        languages = request.filters.get("language", ())
        right = {id for id in relevant.get(row["group"], ()) if not languages or by_language[id] in languages}
        found = [hit.id for hit in engine.search(request).hits]
        sums.setdefault(group, []).append(scores(found, right))
        if progress:
            progress(done, len(asked))
    return _report(engine.name, collection, sums)


def scores(found: Sequence[str], right: set[str]) -> dict[str, float]:
    """The four measures of one ranking."""
    gains = [1.0 if id in right else 0.0 for id in found[:DEPTH]]
    ideal = sum(_discount(place) for place in range(min(len(right), DEPTH)))
    first = next((place for place, gain in enumerate(gains) if gain), None)
    total = max(len(right), 1)
    return {
        "recall@1": sum(gains[:1]) / total,
        "recall@10": sum(gains) / total,
        "mrr@10": 0.0 if first is None else 1 / (first + 1),
        "ndcg@10": sum(gain * _discount(place) for place, gain in enumerate(gains)) / ideal if ideal else 0.0,
    }


def _discount(place: int) -> float:
    return 1 / math.log2(place + 2)


def _report(engine: str, collection: Collection, sums: Mapping[str, list[dict[str, float]]]) -> dict[str, Any]:
    groups = {name: _average(rows) for name, rows in sorted(sums.items())}
    cross = collection.task == "cross"
    return {
        "task": collection.task,
        "engine": engine,
        "short": collection.short,
        "queries": len(collection.queries),
        "average": _average(groups.values()),
        "languages": _by_own_language(groups) if cross else groups,
        "pairs": groups if cross else {},
    }


def _by_own_language(pairs: Mapping[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    own = sorted({name.partition(">")[0] for name in pairs})
    return {code: _average([row for name, row in pairs.items() if name.startswith(f"{code}>")]) for code in own}


def _average(rows: Iterable[Mapping[str, float]]) -> dict[str, float]:
    kept = list(rows)
    return {name: round(sum(row[name] for row in kept) / len(kept), 4) if kept else 0.0 for name in MEASURES}
