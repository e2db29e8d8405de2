"""How long the pages of the editors' desk take on many entries, and how many queries each asks."""
from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from typing import Any

from bench import made_up_entries, start
from bench.figures import percentiles, table

SIZE, ASKED, WARMING = 5_000, 30, 3
PAGES = {
    "inbox": ("practices_admin:inbox", (), {}),
    "inbox, one hub, what I look after": ("practices_admin:inbox", (), {"hub": "europe", "mine": "on"}),
    "inbox, page 20": ("practices_admin:inbox", (), {"p": "20"}),
    "listing": ("practice_list:index", (), {}),
    "listing, region and form": ("practice_list:index", (), {"region": "150", "form": "xri"}),
    "coverage": ("practices_admin:report", ("coverage",), {}),
    "coverage, sub-region and level": (
        "practices_admin:report", ("coverage",), {"rows": "subregion", "columns": "level"}),
    "translations": ("translations_admin:matrix", (), {}),
    "not translated": ("practices_admin:report", ("untranslated",), {"language": "ar"}),
    "not confirmed": ("practices_admin:report", ("stale",), {}),
    "time to answer": ("practices_admin:report", ("times",), {}),
    "concerns": ("practices_admin:report", ("concerns",), {}),
    "this week": ("practices_admin:week", (), {}),
}
Row = dict[str, Any]


def measure(size: int = SIZE, asked: int = ASKED) -> list[Row]:
    """A row for each page: milliseconds of a whole answer, and its queries."""
    start.say(f"writing {size} entries")
    began = time.perf_counter()
    made_up_entries.fill(size)
    start.say(f"{size} entries in {time.perf_counter() - began:.0f} s")
    return pages(asked)


def pages(asked: int = ASKED) -> list[Row]:
    """The same for the entries that are there."""
    browser = _administrator()
    return [row for name, (view, given, query) in PAGES.items()
            if (row := _asked(browser, name, view, given, query, asked)) is not None]  # fmt: skip


def _administrator() -> Any:
    from django.test import Client

    from accounts.models import User

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.create_superuser("bench@site.example"))
    return browser


def _asked(browser: Any, name: str, view: str, given: tuple[str, ...], query: dict[str, str], asked: int
           ) -> Row | None:  # fmt: skip
    from django.urls import NoReverseMatch, reverse

    try:
        url = reverse(view, args=given)
    except NoReverseMatch:
        start.say(f"{name}: this site has no such page")
        return None
    for _ in range(WARMING):
        answer = browser.get(url, query)
        if answer.status_code != 200:
            raise RuntimeError(f"{name}: {answer.status_code}")
    times = [_time(browser, url, query) for _ in range(asked)]
    return {"page": name, "ms": percentiles([whole for whole, _own in times]),
            "of_it_ours": percentiles([own for _whole, own in times]), "queries": _queries(browser, url, query),
            "kB": round(len(answer.content) / 1000)}  # fmt: skip


def _time(browser: Any, url: str, query: dict[str, str]) -> tuple[float, float]:
    """Milliseconds by the clock, and those in which this process had a processor: others may share the machine."""
    began, own = time.perf_counter(), time.process_time()
    browser.get(url, query)
    return (time.perf_counter() - began) * 1000, (time.process_time() - own) * 1000


def _queries(browser: Any, url: str, query: dict[str, str]) -> int:
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, sql: str, *given: Any) -> Any:
        asked.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(count):
        browser.get(url, query)
    return len(asked)


def tables(rows: Sequence[Row]) -> str:
    """Times beside each other."""
    return table("The editors' desk", [
        {"page": row["page"], "ms p50 / p95 / p99": row["ms"], "of it at work": row["of_it_ours"],
         "queries": row["queries"], "kB": row["kB"]} for row in rows])  # fmt: skip


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--asked", type=int, default=ASKED)
    chosen = parser.parse_args()
    start.models("none")
    start.django()
    start.database()
    rows = measure(chosen.size, chosen.asked)
    print(json.dumps(rows))
    print(tables(rows))


if __name__ == "__main__":
    main()
