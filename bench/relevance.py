"""How well four engines find the right answer on the same documents and questions; bench/README.md says how."""
from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import engines, start
from bench.figures import table

TASKS = ("mono", "cross", "mixed")
SHOWN = ("ndcg@10", "recall@10")
Report = dict[str, Any]


def measure(folder: Path, names: str, cache: Path | None = None, tasks: Sequence[str] = TASKS) -> list[Report]:
    """One report for each engine, task and form of the questions."""
    from search.measuring import as_document, read

    documents, queries = read(folder / "documents.jsonl"), read(folder / "queries.jsonl")
    with engines.folder() as place:
        vectors = engines.vectors(names, cache or place / "vectors.sqlite3")
        start.say(f"reading {len(documents)} documents with {names}")
        vectors.prepare(as_document(row) for row in documents)
        reports = []
        for engine, label in _all(place, vectors):
            for task in tasks:
                reports += _asked(engine, label, (documents, queries), task, vectors)
        return reports


def _all(place: Path, vectors: Any) -> Iterator[tuple[Any, str]]:
    """Every engine with its label; ours with and without vectors, each in an index of its own."""
    for known, suffix in ((engines.without_vectors(), "words"), (vectors, "words and meaning")):
        if suffix != "words" and not vectors.ready:
            continue
        with engines.embedded(place / f"{suffix}.sqlite3", known) as engine:
            yield engine, f"embedded, {suffix}"
        if engines.server():
            with engines.elasticsearch(known) as (engine,):
                yield engine, f"Elasticsearch, {suffix}"
    with engines.stock() as several:
        yield from ((engine, engine.name) for engine in several)


def _asked(engine: Any, label: str, rows: tuple[Any, Any], task: str, vectors: Any) -> list[Report]:
    from search.measuring import Collection, measure

    found = []
    for short in (False, True):
        start.say(f"{label}: {task}{' short' if short else ''}")
        report = measure(engine, Collection(*rows, task, short), vectors)
        found.append({**report, "engine": label})
    return found


def tables(reports: list[Report]) -> str:
    """Averages of every engine, then each language."""
    parts = []
    for short in (False, True):
        own = [report for report in reports if report["short"] == short]
        form = "short" if short else "whole"
        parts.append(table(f"Relevance, {form} questions (nDCG@10 / Recall@10)", _averages(own)))
    for task in TASKS:
        parts.append(table(f"nDCG@10 by the question's language: {task}", _languages(reports, task)))
    return "\n".join(parts)


def _averages(reports: list[Report]) -> list[Report]:
    rows: dict[str, dict[str, Any]] = {}
    for report in reports:
        row = rows.setdefault(report["engine"], {"engine": report["engine"]})
        row[report["task"]] = {name: report["average"][name] for name in SHOWN}
    return list(rows.values())


def _languages(reports: list[Report], task: str) -> list[Report]:
    return [
        {"engine": report["engine"], "questions": "short" if report["short"] else "whole",
         **{code: scores["ndcg@10"] for code, scores in report["languages"].items()}}
        for report in reports if report["task"] == task
    ]  # fmt: skip


def main() -> None:
    """Measure a set of documents and questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--relevance", type=Path, required=True, help="a folder with documents.jsonl and queries.jsonl")
    parser.add_argument("--models", default="e5,use", help="e5, use, both separated by a comma, or none")
    parser.add_argument("--cache", type=Path, help="a file that keeps vectors from one run to the next")
    parser.add_argument("--task", action="append", choices=TASKS, help="only this task; may be repeated")
    chosen = parser.parse_args()
    start.django()
    start.database()
    reports = measure(chosen.relevance, chosen.models, chosen.cache, tuple(chosen.task or TASKS))
    print(json.dumps(reports, ensure_ascii=False))
    print(tables(reports))


if __name__ == "__main__":
    main()
