"""`make bench`: every measurement one after the other; bench/README.md explains them."""
from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import demo_relevance, desks, engines, imports, indexing, latency, relevance, start, three_nodes
from bench.figures import machine

PARTS = ("demo", "relevance", "latency", "indexing", "nodes", "desks", "imports")
USUAL = ("demo", "relevance", "latency", "indexing")
ALL_SIZES = (1_000, 10_000, 100_000)
Part = tuple[Any, str]


def _demo(chosen: argparse.Namespace) -> Part:
    with demo_relevance.loaded():
        found = demo_relevance.reports()
    return found, demo_relevance.tables(found)


def _relevance(chosen: argparse.Namespace) -> Part:
    if chosen.relevance is None:
        return [], "\nNo relevance set was named: --relevance DIR."
    found = relevance.measure(chosen.relevance, chosen.models, chosen.cache)
    return found, relevance.tables(found)


def _latency(chosen: argparse.Namespace) -> Part:
    found = [row for size in chosen.sizes
             for row in latency.measure(size, chosen.questions, chosen.models, chosen.passages)]  # fmt: skip
    return found, latency.tables(found)


def _indexing(chosen: argparse.Namespace) -> Part:
    found = indexing.measure(chosen.share)
    return found, indexing.tables(found)


def _nodes(chosen: argparse.Namespace) -> Part:
    found = three_nodes.measure()
    return found, three_nodes.tables(found)


def _desks(chosen: argparse.Namespace) -> Part:
    found = desks.measure()
    return found, desks.tables(found)


def _imports(chosen: argparse.Namespace) -> Part:
    found = imports.measure()
    return found, imports.tables(found)


RUN: dict[str, Callable[[argparse.Namespace], Part]] = {
    "demo": _demo, "relevance": _relevance, "latency": _latency, "indexing": _indexing, "nodes": _nodes,
    "desks": _desks, "imports": _imports,
}  # fmt: skip


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; `--full` stands for every part and size."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which; usually all but nodes")
    parser.add_argument("--full", action="store_true", help="100,000 practices and three nodes too: an hour or two")
    parser.add_argument("--relevance", type=Path, metavar="DIR", help="a folder with documents.jsonl and queries.jsonl")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="keeps the vectors of --relevance between runs")
    parser.add_argument("--models", default="e5,use", help="e5, use, both separated by a comma, or none")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of practices")
    parser.add_argument("--questions", type=int, default=latency.QUESTIONS)
    parser.add_argument("--passages", type=int, default=latency.PASSAGES, help="with vectors, of each text")
    parser.add_argument("--share", type=float, default=1.0, help="of the usual number of documents to index")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    chosen = parser.parse_args(arguments)
    chosen.sizes = chosen.sizes or (ALL_SIZES if chosen.full else latency.SIZES)
    chosen.parts = chosen.parts or (PARTS if chosen.full else USUAL)
    return chosen


def main() -> None:
    """Run the chosen parts; each prints its table when it is done."""
    chosen = options()
    start.models(chosen.models)
    start.django()
    start.database()
    found: dict[str, Any] = {"machine": machine()}
    print(f"{found['machine']['cores']} cores, {found['machine']['memory_gb']} GB, Python {found['machine']['python']}")
    if not engines.server():
        print("ELASTICSEARCH_URL is not set: the embedded engine and the stock search on SQLite alone.")
    for part in (part for part in PARTS if part in chosen.parts):
        found[part], shown = RUN[part](chosen)
        print(shown, flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
