"""The engine on a real Elasticsearch, beyond what the contract suite asks of every engine."""
import os
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from search.contract import Document, Request, Text
from search.engines.elasticsearch import ElasticsearchEngine
from search.tests.arabic_pairs import PAIRS

pytestmark = pytest.mark.elasticsearch
NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def engine():
    engine = ElasticsearchEngine(url=os.environ["ELASTICSEARCH_URL"], prefix=f"kbtest-{uuid.uuid4().hex[:12]}")
    yield engine
    engine.drop()


def document(id, title="Peace dialogue", language="en", **options):
    return Document(id, "programme", **{
        "version": 1, "texts": (Text(language, title, "", ""),), "newest": NOW, "original": language, **options,
    })  # fmt: skip


def found(engine, **options):
    return [hit.id for hit in engine.search(Request(**{"now": NOW, **options})).hits]


def test_an_index_is_made_when_the_first_document_comes(engine):
    assert not engine.status().available
    assert engine.index([document("a")]) == 1
    assert engine.status().documents == 1


def test_an_older_version_does_not_replace_a_newer_one(engine):
    engine.index([document("a", "New title", version=5)])
    assert engine.index([document("a", "Old words", version=4)]) == 0
    assert found(engine, q="title") == ["a"]
    assert found(engine, q="words") == []


def test_a_document_comes_back_under_the_version_it_was_deleted_with(engine):
    engine.index([document("a", version=7)])
    engine.delete(["a", "never-there"])
    assert found(engine) == []
    assert engine.index([document("a", version=7)]) == 1
    assert found(engine) == ["a"]


def test_what_changes_while_a_rebuild_runs_is_in_the_new_index(engine):
    engine.index([document("kept"), document("edited"), document("deleted"), document("returned")])

    def read_slowly():
        yield document("kept")
        engine.delete(["deleted", "returned"])
        engine.index([document("edited", "Words of the edit", version=2), document("born"), document("returned")])
        yield document("edited")
        yield document("deleted")
        yield document("returned")

    engine.rebuild(read_slowly(), 4)
    assert sorted(found(engine)) == ["born", "edited", "kept", "returned"]
    assert found(engine, q="edit") == ["edited"]


def test_a_rebuild_leaves_one_index_and_says_how_far_it_is(engine):
    steps = []
    engine.index([document("old")])
    engine.rebuild((document(str(each)) for each in range(450)), 450, lambda done, total: steps.append((done, total)))
    status = engine.status()
    assert steps == [(200, 450), (400, 450), (450, 450)]
    assert status.documents == 450
    assert "," not in status.detail["index"]


def test_readers_find_what_their_tokens_open_and_counts_follow(engine):
    secret = document("secret", audience=frozenset({"member"}), facets={"form": ("xri",)})
    later = document("later", embargo_until=NOW + timedelta(days=1), embargo_audience=frozenset({"role:editor"}))
    engine.index([document("open", facets={"form": ("any",)}), secret, later])
    visitor = engine.search(Request(now=NOW, facets=("form",)))
    assert [hit.id for hit in visitor.hits] == ["open"]
    assert visitor.facets == {"form": {"any": 1}}
    assert sorted(found(engine, tokens=frozenset({"public", "member"}))) == ["open", "secret"]
    assert sorted(found(engine, tokens=frozenset({"public", "role:editor"}))) == ["later", "open"]
    assert sorted(found(engine, now=NOW + timedelta(days=2))) == ["later", "open"]
    assert found(engine, excluded=frozenset({"open"})) == []


def test_names_of_facts_find_a_document_in_every_language(engine):
    engine.index([document("a", labels={"ar": ("الدنمارك",), "en": ("Denmark",), "zh": ("丹麦",)})])
    for word in ("Denmark", "denmark", "الدنمارك", "丹麦"):
        hits = engine.search(Request(q=word, ui="fr", now=NOW)).hits
        assert [hit.id for hit in hits] == ["a"], word


def test_a_version_in_the_readers_language_is_shown_else_the_one_that_matched(engine):
    texts = (Text("en", "Peace dialogue", "", ""), Text("sq", "Dialogu i paqes", "", ""))
    engine.index([replace(document("a"), texts=texts)])
    shown = [engine.search(Request(q="paqes", ui=ui, now=NOW)).hits[0].language for ui in ("en", "sq", "ar")]
    assert shown == ["en", "sq", "sq"]


def test_two_ways_to_write_an_arabic_word_find_the_same(engine):
    words = sorted({word for pair in PAIRS for word in pair})
    engine.index([document(word, word, "ar") for word in words])
    different = []
    for one, other in PAIRS:
        first, second = (set(found(engine, q=word, ui="ar", size=500)) for word in (one, other))
        if first != second or not {one, other} <= first:
            different.append((one, other))
    assert different == []
