"""The engine on a real Elasticsearch, beyond what the contract suite asks of every engine."""
import os
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from search.contract import Document, Request, SearchUnavailable, Text
from search.engines.elasticsearch import ElasticsearchEngine
from search.tests.arabic_pairs import PAIRS
from search.tests.test_contract_meaning import fake_vectors

pytestmark = pytest.mark.elasticsearch
NOW = datetime(2026, 1, 2, tzinfo=UTC)


def engine_of(prefix, **options):
    return ElasticsearchEngine(url=os.environ["ELASTICSEARCH_URL"], prefix=prefix, **options)


@pytest.fixture
def empty():
    """An engine without any index yet."""
    engine = engine_of(f"kbtest-{uuid.uuid4().hex[:12]}")
    yield engine
    engine.drop()


@pytest.fixture
def engine(empty):
    empty.rebuild([], 0)
    return empty


def document(id, title="Peace dialogue", language="en", **options):
    return Document(id, "programme", **{
        "version": 1, "texts": (Text(language, title, "", ""),), "newest": NOW, "original": language, **options,
    })  # fmt: skip


def found(engine, **options):
    return [hit.id for hit in engine.search(Request(**{"now": NOW, **options})).hits]


def test_a_missing_index_is_an_outage_and_never_nothing_found(empty):
    assert not empty.status().available
    for act in (
        lambda: empty.index([document("a")]),
        lambda: empty.delete(["a"]),
        lambda: empty.search(Request()),
        lambda: list(empty.every(Request())),
        lambda: list(empty.entries()),
        lambda: empty.titles(Request(q="peace")),
        lambda: empty.spellings(["paece"], Request()),
        lambda: empty.set_mark("one"),
    ):
        with pytest.raises(SearchUnavailable):
            act()
    assert empty.mark() == ""
    assert empty._indexes.all() == [], "no write may make an index by itself"


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
    engine.rebuild((document(str(each)) for each in range(700)), 700, lambda done, total: steps.append((done, total)))
    status = engine.status()
    assert steps == [(500, 700), (700, 700)]
    assert status.documents == 700
    assert [status.detail["index"]] == engine._indexes.all()


def test_a_rebuild_that_another_has_overtaken_stops(engine):
    def documents():
        yield document("a", "Words of the first")
        engine.rebuild([document("b")], 1)
        yield document("c", "More words")

    with pytest.raises(SearchUnavailable):
        engine.rebuild(documents(), 2)
    assert found(engine) == ["b"]
    assert len(engine._indexes.all()) == 1


def test_what_a_killed_rebuild_left_takes_writes_and_is_cleared_away_by_the_next(engine):
    engine.index([document("a")])

    def killed():
        yield document("b")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(killed(), 2)
    assert len(engine._indexes.all()) == 2
    engine.index([document("c")])
    engine.delete(["a"])
    assert found(engine) == ["c"]
    engine.rebuild([document("c")], 1)
    assert len(engine._indexes.all()) == 1
    assert found(engine) == ["c"]


def test_a_new_index_that_lost_documents_is_not_put_in_place(engine):
    engine.index([document("old")])

    def losing():
        yield document("a")
        yield from (document(str(each)) for each in range(500))
        client, fresh = engine._indexes._client, engine._indexes.next
        while not client.exists(index=fresh, id="a"):  # it is sent while the next documents are read
            time.sleep(0.01)
        client.delete(index=fresh, id="a")

    with pytest.raises(SearchUnavailable, match="holds 500 documents of 501"):
        engine.rebuild(losing(), 501)
    assert found(engine) == ["old"]


def test_a_document_that_comes_back_while_marks_are_taken_out_stays(engine):
    _fresh, own = engine._indexes._begin(1)
    engine.index([document("a")])
    engine.delete(["a"])
    engine._indexes._client.indices.refresh(index=own)
    states = engine._indexes._states

    def meanwhile(index, ids):
        rows = states(index, ids)
        if ids == ["a"]:
            engine.index([document("a")])
        return rows

    engine._indexes._states = meanwhile
    engine._indexes._forget(own)
    assert engine._indexes.count(own) == 1


def test_a_name_after_an_apostrophe_is_found(engine):
    engine.index([document("a", "L’école du quartier", "fr"), document("b", "Мʼята", "uk")])
    assert found(engine, q="ecole", ui="en") == ["a"]
    assert found(engine, q="м'ята", ui="en") == ["b"]


def test_vectors_of_other_models_are_left_alone_and_told(engine):
    vectors = fake_vectors()
    same = engine_of(engine._alias.removesuffix("-documents"), vectors=vectors)
    vectors.prepare([document("a", "Peace dialogue of elders")])
    same.index([document("a", "Peace dialogue of elders")])
    assert found(same, q="dialogue") == ["a"]
    assert "rebuild" in same.status().detail["vectors"]
    same.rebuild([document("a", "Peace dialogue of elders")], 1)
    assert same.status().detail["vectors"] == f"1 documents, {vectors.name}"
    assert "rebuild" in engine.status().detail["vectors"]
    assert found(engine, q="dialogue") == ["a"]


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
