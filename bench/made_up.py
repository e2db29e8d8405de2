"""Measure how long a search takes on many made-up practices; bench/README.md says what is measured and how."""
from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "demo/content/practices"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
FACETS = {"form": 10, "level": 3, "country": 110, "region": 22, "year": 35}
SENTENCES = 25
START = datetime(2020, 1, 1, tzinfo=UTC)


def sentences() -> dict[str, list[str]]:
    """The sentences of the demo content by language."""
    found: dict[str, list[str]] = {code: [] for code in LANGUAGES}
    for path in sorted(CONTENT.glob("*.json")):
        for code, text in json.loads(path.read_text())["texts"].items():
            for value in text.values() if code in found else ():
                if isinstance(value, str):
                    found[code] += [part.strip() for part in value.replace("。", ". ").split(". ") if len(part) > 20]
    return found


def documents(count: int, pool: dict[str, list[str]]) -> Iterator[object]:
    """Practices of shuffled sentences, each in one to three languages, the same on every run."""
    from search.contract import Document, Text

    chance = random.Random(1)
    known = [code for code in LANGUAGES if pool[code]]
    for number in range(count):
        texts = tuple(
            Text(code, chance.choice(pool[code])[:90], chance.choice(pool[code]), ". ".join(
                chance.choices(pool[code], k=SENTENCES)
            ))
            for code in chance.sample(known, chance.randint(1, 3))
        )  # fmt: skip
        facets = {name: (str(chance.randrange(size)),) for name, size in FACETS.items()}
        yield Document(str(number), "programme", 1, texts, START + timedelta(hours=number), texts[0].language,
                       facets=facets)  # fmt: skip


def questions(count: int, pool: dict[str, list[str]]) -> list[object]:
    """Requests of two to four neighbouring words, with and without filters, all facets counted."""
    from search.contract import Request
    from search.normalise import normalise

    chance = random.Random(2)
    found: list[object] = []
    known = [code for code in LANGUAGES if pool[code]]
    for number in range(count):
        code = chance.choice(known)
        words = chance.choice(pool[code]).split()
        start = chance.randrange(max(1, len(words) - 3))
        filters = {"level": (str(chance.randrange(3)),)} if number % 3 == 0 else {}
        text = normalise(" ".join(words[start : start + chance.randint(2, 4)])[:60])
        found.append(Request(q=text, ui=code, filters=filters, facets=tuple(FACETS)))
    return found


@contextmanager
def engine(name: str) -> Iterator[object]:
    """An engine with an empty index of its own."""
    from search import engine as engines
    from search.engines.embedded import EmbeddedEngine
    from search.engines.embedded.connections import OwnFile

    if name == engines.ELASTICSEARCH:
        with engines.temporary_elasticsearch() as measured:
            yield measured
        return
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        file = OwnFile(Path(folder) / "search.sqlite3")
        try:
            yield EmbeddedEngine(file)
        finally:
            file.close()


def measure(name: str, count: int, asked: int) -> dict[str, object]:
    """Fill, warm up, ask; times in milliseconds."""
    pool = sentences()
    with engine(name) as measured:
        began = time.perf_counter()
        measured.rebuild(documents(count, pool), count)  # type: ignore[attr-defined]
        filled = time.perf_counter() - began
        requests = questions(asked, pool)
        for request in requests[:20]:
            measured.search(request)  # type: ignore[attr-defined]
        times = sorted(_timed(measured, request) for request in requests)
    at = {label: round(times[min(len(times) - 1, int(len(times) * share))], 1)
          for label, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}  # fmt: skip
    return {"engine": name, "documents": count, "questions": asked, "fill_s": round(filled, 1), "ms": at}


def _timed(measured: object, request: object) -> float:
    began = time.perf_counter()
    measured.search(request)  # type: ignore[attr-defined]
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Measure every engine that is there and print one JSON line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--questions", type=int, default=300)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    names = ["embedded", *(["elasticsearch"] if os.environ.get("ELASTICSEARCH_URL") else [])]
    for name in names:
        print(json.dumps(measure(name, chosen.documents, chosen.questions)), flush=True)


if __name__ == "__main__":
    main()
