"""How long a file of thousands of entries takes: the dry run, bringing it in, and the editors' desk afterwards."""
from __future__ import annotations

import argparse
import csv
import io
import json
import random
import time
from typing import Any

from bench import desks, start
from bench.figures import table
from bench.made_up import LANGUAGES

LINES = 5_000
SEED = 11
LEVELS, FORMS = ("primary", "secondary", "tertiary"), ("any", "xri", "rb", "pol", "ins", "mix")
HEAD = ("title", "kind", "language", "summary", "cities", "status", "start_year", "organisation", "took_part",
        "challenges", "rights", "level", "form", "keywords", "sources")
Row = dict[str, Any]


def file(lines: int) -> bytes:
    """A CSV file with so many lines, about 90 words each."""
    from cities.models import City

    chance = random.Random(SEED)
    cities = list(City.objects.order_by("pk").values_list("pk", flat=True))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for number in range(lines):
        words = " ".join(chance.choices(("neighbours", "met", "rumour", "school", "bus", "asked", "answer"), k=20))
        writer.writerow([
            f"Entry {number} of a file", chance.choice(("case_study", "programme", "lesson_learned")),
            LANGUAGES[number % len(LANGUAGES)], words, chance.choice(cities), "running", chance.randrange(2000, 2026),
            "Youth office", words, words, words, chance.choice(LEVELS), chance.choice(FORMS), "rumours; buses",
            f"Report {number} | https://town.example/{number}",
        ])
    return out.getvalue().encode()


def measure(lines: int = LINES, asked: int = desks.ASKED) -> tuple[list[Row], list[Row]]:
    """Seconds and lines a second of each part, then the pages of the desk as in `desks`."""
    from accounts.models import User
    from cities.loading import load_places
    from core import outbox
    from interchange.imports import reading, running
    from practices.folders import ensure_folders
    from practices.models import Practice
    from taxonomy.loading import load_vocabularies

    load_vocabularies()
    load_places()
    ensure_folders()
    editor = User.objects.create_superuser("import@site.example")
    data, rows = file(lines), []

    def timed(name: str, work: Any) -> Any:
        start.say(name)
        began, own = time.perf_counter(), time.process_time()
        result = work()
        seconds = time.perf_counter() - began
        rows.append({"part": name, "s": round(seconds, 1), "s at work": round(time.process_time() - own, 1),
                     "lines a second": round(lines / seconds)})
        return result

    run = timed("dry run", lambda: reading.dry_run("entries.csv", data, by=editor))
    running.start(run, by=editor)
    timed("bringing in", lambda: outbox.drain([running.TOPIC]))
    if Practice.objects.count() != lines:
        raise RuntimeError(f"{Practice.objects.count()} entries of {lines} lines")
    return rows, desks.pages(asked)


def tables(found: tuple[list[Row], list[Row]]) -> str:
    """Both tables."""
    return table("Bringing a file in", found[0]) + desks.tables(found[1])


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--asked", type=int, default=desks.ASKED)
    chosen = parser.parse_args()
    start.models("none")
    start.django()
    start.database()
    found = measure(chosen.lines, chosen.asked)
    print(json.dumps(found))
    print(tables(found))


if __name__ == "__main__":
    main()
