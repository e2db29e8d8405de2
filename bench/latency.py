"""How long a search takes on many made-up practices, beside stock Wagtail search; bench/README.md says how."""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import engines, made_up, start
from bench.figures import percentiles, table

SIZES = (1_000, 10_000)
QUESTIONS, WARMING = 200, 20
PASSAGES = 5  # of each text
MOST_SECONDS = 60.0  # spent on asking one engine; the number of questions asked stands in the result
Row = dict[str, Any]


def measure(size: int, asked: int, names: str, passages: int) -> list[Row]:
    """One row for each engine at one number of practices."""
    pool = made_up.sentences()
    embedders = engines.models(names)
    start.say(f"{size} practices")
    store = made_up.MadeUpStore(embedders, pool, passages) if embedders else None
    rows = [*_embedded(size, asked, pool, store, embedders), *_elasticsearch(size, asked, pool, store, embedders)]
    rows += _stock(size, asked, pool)
    return [{"practices": size, **row, **_beside_stock(row, rows)} for row in rows]


def _vectors(store: Any, embedders: Sequence[Any]) -> engines.Timed:
    from search.vectors import Vectors
    from search.vectors.space import Space

    return engines.Timed(Vectors(Space(embedders), store) if store is not None else engines.without_vectors())


def _made(size: int, pool: made_up.Pool, store: Any) -> Iterator[Any]:
    made = made_up.documents(size, pool)
    return store.with_vectors(made) if store is not None else made


def _embedded(size: int, asked: int, pool: made_up.Pool, store: Any, embedders: Sequence[Any]) -> Iterator[Row]:
    """One file, asked without vectors and then with them, and held by a process of its own for its memory."""
    vectors = _vectors(store, embedders)
    with engines.folder() as place:
        file = place / "index.sqlite3"
        with engines.embedded(file, vectors) as engine:
            filled = _filled(engine, size, pool, store)
        for way, used in _ways(vectors).items():
            with engines.embedded(file, used) as engine:
                row = _asked(f"embedded, {way}", engine, used, asked, pool)
            memory = memory_of(file, store is not None and used is vectors, embedders)
            yield {**row, "filled_s": filled, "memory_mb": memory, "vectors": len(store) if used is vectors else 0}


def _ways(vectors: engines.Timed) -> dict[str, engines.Timed]:
    """The same index asked by words alone, and with vectors where there are any."""
    words = {"words": engines.Timed(engines.without_vectors())}
    return {**words, "words and meaning": vectors} if vectors.ready else words


def _elasticsearch(size: int, asked: int, pool: made_up.Pool, store: Any, embedders: Sequence[Any]) -> Iterator[Row]:
    if not engines.server():
        return
    vectors, none = _vectors(store, embedders), engines.Timed(engines.without_vectors())
    with engines.elasticsearch(vectors, none) as (meaning, words):
        filled = _filled(meaning, size, pool, store)
        yield {**_asked("Elasticsearch, words", words, none, asked, pool), "filled_s": filled, "vectors": 0}
        if store is not None:
            row = _asked("Elasticsearch, words and meaning", meaning, vectors, asked, pool)
            yield {**row, "filled_s": filled, "vectors": len(store)}


def _stock(size: int, asked: int, pool: made_up.Pool) -> Iterator[Row]:
    """The table is filled once; each server's index as often as it has an operator to be asked with."""
    with engines.stock() as several:
        filled: dict[str, float] = {}
        for engine in several:
            kind = engine.name.split()[1]
            if kind not in filled:
                start.say(f"filling {engine.name}")
                began = time.perf_counter()
                engine.fill_index() if filled else engine.rebuild(made_up.documents(size, pool), size)
                filled[kind] = round(time.perf_counter() - began, 1)
            yield {**_asked(engine.name, engine, None, asked, pool), "filled_s": filled[kind], "vectors": 0}


def _filled(engine: Any, size: int, pool: made_up.Pool, store: Any) -> float:
    start.say(f"filling {engine.name}")
    began = time.perf_counter()
    engine.rebuild(_made(size, pool, store), size)
    return round(time.perf_counter() - began, 1)


def _asked(name: str, engine: Any, vectors: engines.Timed | None, asked: int, pool: made_up.Pool) -> Row:
    """Warm up with other questions, then ask one after the other."""
    start.say(f"asking {name}")
    for request in made_up.questions(WARMING, pool, seed=5):
        engine.search(request)
    whole, question, found = [], [], 0
    ends = time.perf_counter() + MOST_SECONDS
    for request in made_up.questions(asked, pool):
        before = vectors.spent if vectors else 0.0
        began = time.perf_counter()
        found += bool(engine.search(request).total)
        whole.append((time.perf_counter() - began) * 1000)
        question.append(((vectors.spent if vectors else 0.0) - before) * 1000)
        if time.perf_counter() > ends:
            break
    rest = [each - own for each, own in zip(whole, question, strict=True)]
    return {
        "engine": name, "asked": len(whole), "found": found, "ms": percentiles(whole),
        "question_vector_ms": percentiles(question), "without_it_ms": percentiles(rest),
    }  # fmt: skip


def _beside_stock(row: Row, rows: Sequence[Row]) -> Row:
    """This p95 as a share of the p95 of each stock backend with OR, which finds something as ours do."""
    stock = {each["engine"].split()[1]: each["ms"]["p95"] for each in rows if each["engine"].endswith(" OR")}
    return {f"of_stock_{kind.lower()}": round(row["ms"]["p95"] / p95, 2) for kind, p95 in stock.items() if p95}


def memory_of(file: Path, meaning: bool, embedders: Sequence[Any]) -> int:
    """Megabytes that a fresh process holds after it has answered from an index."""
    names = ",".join("e5" if each.name.startswith("e5") else "use" for each in embedders) if meaning else "none"
    command = [sys.executable, "-m", "bench.memory", "--index", str(file), "--models", names]
    done = subprocess.run(command, cwd=start.ROOT, capture_output=True, text=True, check=True)
    return int(json.loads(done.stdout)["answering_mb"])


def tables(rows: Sequence[Row]) -> str:
    """Times beside each other."""
    shown = [
        {"practices": row["practices"], "engine": row["engine"], "ms p50 / p95 / p99": row["ms"],
         "of it the question's vector": row["question_vector_ms"],
         "of the p95 of stock SQLite": row.get("of_stock_sqlite"),
         "of the p95 of stock Elasticsearch": row.get("of_stock_elasticsearch"), "asked": row["asked"],
         "found something": row["found"], "vectors": row["vectors"], "filled in s": row["filled_s"],
         "memory MB": row.get("memory_mb")}
        for row in rows
    ]  # fmt: skip
    return table("Time of a search", shown)


def main() -> None:
    """Measure sizes one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--models", default="e5,use", help="e5, use, both separated by a comma, or none")
    parser.add_argument("--passages", type=int, default=PASSAGES, help="passages of each text that have vectors")
    chosen = parser.parse_args()
    start.django()
    start.database()
    rows = [row for size in chosen.sizes
            for row in measure(size, chosen.questions, chosen.models, chosen.passages)]  # fmt: skip
    print(json.dumps(rows))
    print(tables(rows))


if __name__ == "__main__":
    main()
