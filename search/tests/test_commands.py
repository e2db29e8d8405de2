"""The commands of search and the worker."""
from __future__ import annotations

import io
import json
import signal
import threading

import pytest
from django.core.management import CommandError, call_command

from core import outbox
from core.progress import Progress
from search import engine
from search.contract import Request
from search.measuring import scores
from search.tests.factories import LESSON, make_document


def run(name, *arguments, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=err, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_rebuild_mends_an_index_that_went_wrong(site):
    site(make_document("it", "A council"))
    engine.build(engine.EMBEDDED).delete(["it"])
    assert "embedded: 1 documents" in run("search_rebuild")
    assert engine.build(engine.EMBEDDED).search(Request(q="council")).total == 1


@pytest.mark.django_db
def test_a_rebuild_of_one_kind_leaves_the_others(site):
    site(make_document("a", "A council"), make_document("b", "A lesson council", kind=LESSON))
    engine.build(engine.EMBEDDED).delete(["a", "b"])
    run("search_rebuild", "--only", LESSON)
    assert [hit.id for hit in engine.build(engine.EMBEDDED).search(Request(q="council")).hits] == ["b"]


@pytest.mark.django_db
def test_a_rebuild_of_an_unknown_kind_names_the_known(site):
    with pytest.raises(CommandError, match="case_study"):
        run("search_rebuild", "--only", "poem")


@pytest.mark.django_db
def test_status_says_what_answers_and_what_it_holds(site):
    site(make_document("a", "A council"), make_document("b", "Un conseil", language="fr"))
    told = run("search_status")
    assert "database: 2 documents" in told
    assert "(answers): 2 documents" in told


@pytest.fixture
def files(tmp_path):
    rows = [
        {"id": f"p{number}.{code}", "group": f"p{number}", "language": code, "title": title, "body": body,
         "mixed": (number % 2 == 0) == (code == "en")}
        for number, texts in enumerate([
            {"en": ("Council", "The youth council met"), "fr": ("Conseil", "Le conseil des jeunes")},
            {"en": ("Bridge", "The bridge was painted"), "fr": ("Pont", "Le pont fut peint")},
        ])
        for code, (title, body) in texts.items()
    ]  # fmt: skip
    queries = [
        {"id": "q0.en", "language": "en", "text": "When did the council meet?", "short": "council", "group": "p0"},
        {"id": "q1.fr", "language": "fr", "text": "Quand le pont fut-il peint ?", "short": "pont", "group": "p1"},
    ]
    paths = []
    for name, content in (("documents", rows), ("queries", queries)):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in content))
        paths += [f"--{name}", str(path)]
    return paths


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
@pytest.mark.parametrize("short", [[], ["--short"]])
def test_measuring_prints_only_the_promised_object(files, name, short):
    report = json.loads(run("measure_search", *files, "--task", "mono", "--engine", name, "--json", *short))
    assert list(report) == ["task", "engine", "short", "queries", "average", "languages", "pairs"]
    assert (report["task"], report["engine"], report["short"], report["queries"]) == ("mono", name, bool(short), 2)
    assert report["average"] == {"recall@1": 1.0, "recall@10": 1.0, "mrr@10": 1.0, "ndcg@10": 1.0}
    assert set(report["languages"]) == {"en", "fr"}


@pytest.mark.django_db
def test_measuring_across_languages_reports_pairs(files):
    report = json.loads(run("measure_search", *files, "--task", "cross", "--json"))
    assert set(report["pairs"]) == {"en>fr", "fr>en"}
    assert report["average"]["recall@10"] == 0.0


@pytest.mark.django_db
def test_measuring_mixed_holds_only_what_is_marked(files):
    report = json.loads(run("measure_search", *files, "--task", "mixed", "--json"))
    assert report["average"]["recall@1"] == 1.0


@pytest.mark.django_db
def test_measuring_leaves_the_site_alone(site, files):
    site(make_document("it", "A lighthouse"))
    run("measure_search", *files, "--task", "mono", "--json")
    assert engine.build(engine.EMBEDDED).status().documents == 1


def test_measuring_without_its_files_says_so(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("measure_search", "--documents", str(tmp_path / "no"), "--queries", str(tmp_path / "no"), "--task", "mono")


@pytest.mark.parametrize(
    ("found", "right", "expected"),
    [
        (["a"], {"a"}, (1, 1, 1, 1)),
        (["x", "a"], {"a"}, (0, 1, 0.5, 0.6309)),
        (["x"], {"a"}, (0, 0, 0, 0)),
        (["a", "b"], {"a", "b"}, (0.5, 1, 1, 1)),
        (["x"] * 10 + ["a"], {"a"}, (0, 0, 0, 0)),
    ],
)
def test_the_measures_are_the_usual_ones(found, right, expected):
    assert [round(value, 4) for value in scores(found, right).values()] == list(expected)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_moves_on_a_terminal_and_is_quiet_elsewhere():
    terminal, plain = Terminal(), io.StringIO()
    Progress("embedded", terminal)(5, 10)
    Progress("embedded", plain)(5, 10)
    assert "embedded: 5 of 10" in terminal.getvalue()
    assert plain.getvalue() == ""


def test_progress_tells_rate_and_remaining_time():
    progress = Progress("embedded", io.StringIO())
    assert progress.line(50, 100, progress._began + 10) == "embedded: 50 of 100, 5 a second, 10 s left"


@pytest.mark.django_db
def test_the_worker_carries_out_what_is_due_once(monkeypatch):
    carried = []
    outbox.register("test.topic", carried.extend)
    try:
        outbox.put("test.topic", ["a", "b"])
        assert "done" in run("worker", "--once")
    finally:
        outbox.forget("test.topic")
    assert carried == ["a", "b"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_stops_when_it_is_told_to(monkeypatch):
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGTERM])
    carried = []
    outbox.register("test.topic", carried.extend)
    try:
        outbox.put("test.topic", ["a"])
        timer.start()
        told = run("worker", "--pause", "0.05")
    finally:
        outbox.forget("test.topic")
        timer.cancel()
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert carried == ["a"]
    assert "has stopped" in told
