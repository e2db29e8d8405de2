"""An index is compared with the database one document at a time."""
from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.core.management import call_command

from search import changes, engine, preparing
from search.contract import Entry
from search.models import IndexState
from search.tests.factories import make_document
from search.tests.remote import content, remote  # noqa: F401
from search.verifying import OutOfOrder, merged, verify

pytestmark = pytest.mark.django_db


def index():
    return engine.indexes()[0]


@pytest.fixture
def filled(content, remote):  # noqa: F811
    content.update({id: make_document(id, f"A council {id}") for id in "abcd"})
    preparing.fill(index())
    return content


def told():
    out = io.StringIO()
    try:
        call_command("search_verify", stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_an_index_that_holds_everything_is_clean(filled):
    report = verify(index())
    assert (report.equal, report.differences) == (4, 0)
    assert told() == (0, "remote: 4 equal, 0 missing, 0 ghost, 0 different\n")


def test_every_sort_of_difference_is_counted_and_named(filled, remote):  # noqa: F811
    del remote.held["a"]
    remote.held["ghost"] = make_document("ghost", "A council")
    remote.held["b"] = replace(remote.held["b"], audience=frozenset({"member"}))
    remote.held["c"] = replace(remote.held["c"], version=9)
    code, text = told()
    assert code == 1
    assert text.splitlines() == [
        "remote: 1 equal, 1 missing, 1 ghost, 2 different", "  missing: a", "  different: b, c", "  ghost: ghost",
    ]


def test_what_the_outbox_still_owes_is_told_apart_but_is_no_equality(filled):
    filled["a"] = make_document("a", "Another council", version=2)
    changes.changed(["a"])
    report = verify(index())
    assert (report.differences, report.on_the_way) == (1, 1)
    assert told()[0] == 1


def test_a_change_in_the_middle_of_a_comparison_is_no_difference(filled, remote, monkeypatch):  # noqa: F811
    entries = remote.entries
    monkeypatch.setattr(remote, "entries", lambda: iter(list(entries())))
    looked = []

    def first_look_is_older():
        looked.append(1)
        rows = list(entries())
        return iter(rows[1:] if len(looked) == 1 else rows)

    monkeypatch.setattr(remote, "entries", first_look_is_older)
    assert verify(index()).differences == 0
    assert len(looked) == 2


def test_the_result_is_noted(filled, remote):  # noqa: F811
    del remote.held["a"]
    verify(index())
    state = IndexState.of("remote")
    assert (state.equal, state.missing, state.differences) == (3, 1, 1)
    assert state.verified_at is not None


def test_an_index_that_is_away_is_said_to_be(filled, remote):  # noqa: F811
    remote.away = True
    code, text = told()
    assert code == 1
    assert "NOT AVAILABLE" in text


def test_a_side_that_is_not_in_order_is_refused():
    with pytest.raises(OutOfOrder):
        list(merged([Entry("b", 1, ""), Entry("a", 1, "")], []))


def test_long_sides_are_never_held_as_a_whole():
    def counting(made):
        for number in range(10_000):
            made.append(number)
            yield Entry(f"{number:06}", 1, "")

    left, right = [], []
    for _pair in merged(counting(left), counting(right)):
        assert len(left) - len(right) in (0, 1)
        if len(left) > 50:
            break
    assert len(left) < 60
