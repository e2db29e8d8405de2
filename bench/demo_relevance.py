"""What the site's own search finds on the demonstration, asked as a reader asks it: through the API.

Judged queries (`demo_queries.md`), Arabic ones whose answer stands in Russian or Chinese only, names of groups and
nonsense. The exit code is 1 where anything falls short.
"""
from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import start
from bench.figures import table

HERE = Path(__file__).parent
WANTED, DEPTH = 0.9, 10
FORM = "form"
ONLY = ("exists only in Russian", "exists only in Chinese")
Row = Mapping[str, Any]
Ask = Callable[[str, str], Row]  # text and interface language: what the API answers


def rows(name: str) -> list[Row]:
    """The rows of one of the files beside this one."""
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def through(client: Any) -> Ask:
    """The API as a visitor without an account asks it; a language without an interface is asked in the English one."""
    from core import languages

    def ask(text: str, language: str) -> Row:
        ui = language if languages.by_public(language).interface else languages.DEFAULT
        return client.get("/api/v1/search?" + urlencode({"q": text, "ui": ui})).json()

    return ask


def judged(ask: Ask) -> list[Row]:
    """Recall@10 of every judged query, and the place and reason of the first answer."""
    from demo.content_files import entries

    ids = {entry.id: str(entry.uuid) for entry in entries()}
    return [_judged(query, ask(query["text"], query["language"]), ids) for query in rows("demo_queries")]


def _judged(query: Row, answer: Row, ids: Mapping[str, str]) -> Row:
    right = {ids[slug] for slug in query["relevant"]}
    hits = answer["hits"][:DEPTH]
    places = [place for place, hit in enumerate(hits, 1) if hit["id"] in right]
    why = [each["label"] for hit in hits if hit["id"] in right for each in hit["why"]]
    return {
        **{key: query[key] for key in ("id", "language", "cross", "note", "text")},
        "recall": len(places) / len(right), "first": places[0] if places else None,
        "why": why, "total": answer["total"],
    }  # fmt: skip


def by_language(found: Sequence[Row]) -> list[Row]:
    """Averages of each language: all queries, those whose answer stands in another language, the others."""
    languages = [*dict.fromkeys(row["language"] for row in found), "all"]
    return [_averages(code, [row for row in found if code in (row["language"], "all")]) for code in languages]


def _averages(code: str, found: Sequence[Row]) -> Row:
    cross, own = ([row for row in found if row["cross"] is kind] for kind in (True, False))
    return {
        "language": code, "queries": len(found), "recall@10": _mean(found), "crossing": len(cross),
        "recall@10 crossing": _mean(cross), "recall@10 own language": _mean(own),
    }  # fmt: skip


def _mean(found: Sequence[Row]) -> float | None:
    return round(sum(row["recall"] for row in found) / len(found), 3) if found else None


def only_elsewhere(found: Sequence[Row]) -> list[Row]:
    """The Arabic queries whose one answer stands in Russian or in Chinese only."""
    return [
        {"id": row["id"], "place": row["first"], "why": "; ".join(row["why"]), "only": row["note"].split(";")[0]}
        for row in found if row["language"] == "ar" and row["note"].startswith(ONLY)
    ]  # fmt: skip


def group_names() -> list[Row]:
    """The names of groups that suggest a form of extremism or are widened; none should."""
    asked = [(row, *read(row["text"], row["language"])) for row in rows("demo_group_names")]
    return [
        {"text": row["text"], "forms": forms, "widened": widened} for row, forms, widened in asked if forms or widened
    ]


def read(text: str, ui: str) -> tuple[list[str], bool]:
    """The forms that a question suggests as filters, and whether it reaches further than its own words."""
    from django.http import QueryDict
    from django.utils.translation import override

    from core import languages
    from core.visibility import tokens_of
    from search.parameters import strict

    with override(languages.by_public(ui).django):
        chosen, shown = strict(QueryDict(urlencode({"q": text, "ui": ui})))
        request = chosen.request(shown, tokens_of(None))
        forms = [each.code for each in chosen.reading(shown).concepts if each.facet == FORM]
    return forms, bool(request.concepts) or request.meaning


def nonsense(ask: Ask) -> list[Row]:
    """The nonsense that found something by its meaning; none should. A word of it may stand in some language's text."""
    asked = ((row, _meant(ask(row["text"], row["language"]))) for row in rows("demo_nonsense"))
    return [{"text": row["text"], "found": found} for row, found in asked if found]


def _meant(answer: Row) -> int:
    """How many of the first hits were found by their meaning."""
    return sum(any(each["type"] == "meaning" for each in hit["why"]) for hit in answer["hits"])


def measure(ask: Ask) -> dict[str, Any]:
    """All of it as one report; `failures` says in sentences what falls short."""
    found = judged(ask)
    report: dict[str, Any] = {
        "languages": by_language(found),
        "missed": [{key: row[key] for key in ("id", "recall", "first", "total", "text")}
                   for row in found if row["recall"] < 1],
        "only_elsewhere": only_elsewhere(found),
        "group_names": group_names(),
        "nonsense": nonsense(ask),
    }  # fmt: skip
    return {**report, "failures": list(failures(report))}


def failures(report: Mapping[str, Any]) -> Iterator[str]:
    """What falls short of what was asked."""
    recall = report["languages"][-1]["recall@10"]
    if recall < WANTED:
        yield f"Recall@{DEPTH} is {recall}, less than {WANTED}."
    for row in report["only_elsewhere"]:
        if not row["place"] or not row["why"]:
            yield f"{row['id']}: {'no reason is given' if row['place'] else 'not found'} ({row['only']})."
    for row in report["group_names"]:
        yield f"The name of a group suggests or widens: {row['text']}"
    for row in report["nonsense"]:
        yield f"Nonsense finds {row['found']}: {row['text']}"


def load() -> None:
    """The demonstration with its vectors, in the database and in every configured index."""
    from django.core.management import call_command

    from search import sources
    from search.vectors import configured

    start.say("loading the demonstration")
    call_command("demo", verbosity=0)
    start.say("reading what no shipped vector is known of")
    configured().prepare(document for source in sources.all_sources() for document in source.documents())
    call_command("search_rebuild", verbosity=0, stdout=sys.stderr)


def reports() -> dict[str, dict[str, Any]]:
    """A report for each engine that is configured."""
    from django.conf import settings
    from django.test import Client

    from bench import engines

    names = {"embedded": "", **({"elasticsearch": engines.server()} if engines.server() else {})}
    found = {}
    for name, url in names.items():
        before, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, url
        start.say(f"asking the judged queries: {name}")
        found[name] = measure(through(Client()))
        settings.ELASTICSEARCH_URL = before
    return found


@contextmanager
def loaded() -> Iterator[None]:
    """The demonstration is there, and nothing of it is left on a server afterwards."""
    from bench import engines
    from search import engine

    load()
    try:
        yield
    finally:
        if engines.server():
            engine.build(engine.ELASTICSEARCH).drop()  # type: ignore[attr-defined]


def tables(found: Mapping[str, Mapping[str, Any]]) -> str:
    """Each engine's recall, and what it missed."""
    parts = []
    for name, report in found.items():
        parts += [table(f"The demonstration's judged queries, {name}", report["languages"])]
        parts += [table("Arabic, the answer stands in one other language only", report["only_elsewhere"])]
        parts += [table("Not all answers among the first ten", report["missed"])]
        parts += ["", *report["failures"]]
    return "\n".join(parts)


def main() -> None:
    """Load, ask, say what falls short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default="e5,use", help="e5, use, both separated by a comma, or none")
    chosen = parser.parse_args()
    start.models(chosen.models)
    start.django()
    start.database()
    with loaded():
        found = reports()
    print(json.dumps(found, ensure_ascii=False))
    print(tables(found))
    sys.exit(any(report["failures"] for report in found.values()))


if __name__ == "__main__":
    main()
