"""What every engine must do; each test runs on all of them."""
from __future__ import annotations

from datetime import timedelta

import pytest

from search.contract import Request, Text
from search.engines.embedded import EmbeddedEngine
from search.tests.factories import CASE, LESSON, NEWS, START, make_document

PUBLIC = frozenset({"public"})


def ask(index, q="", **more):
    return index.search(Request(q=q, **more))


def ids(index, q="", **more):
    return [hit.id for hit in ask(index, q, **more).hits]


class TestFinding:
    """Words find texts."""

    def test_by_a_word_of_title_summary_or_body(self, index):
        index.index([
            make_document("t", "Mentoring at night"),
            make_document("s", "One", summary="A lighthouse was built"),
            make_document("b", "Two", "The bridge was painted"),
        ])
        assert ids(index, "mentoring") == ["t"]
        assert ids(index, "lighthouse") == ["s"]
        assert ids(index, "bridge") == ["b"]

    @pytest.mark.parametrize(
        ("language", "text", "question"),
        [
            ("ar", "أنشأت البلدية مجالس للشباب", "المجالس"),
            ("en", "The city founded councils", "council"),
            ("es", "La ciudad creó consejos juveniles", "consejo"),
            ("fr", "La ville a créé l’école des familles", "écoles"),
            ("ru", "Город создал молодёжные советы", "молодежный совет"),
            ("zh", "城市成立了青年委员会", "青年"),
            ("mk", "Градот основа младински совети", "младински"),
            ("sq", "Qyteti krijoi këshilla për të rinjtë", "këshilla"),
            ("de", "Die Stadt gründete Jugendräte", "jugendräte"),
            ("tr", "Şehir gençlik meclisleri kurdu", "gençlik meclisleri"),
        ],
    )
    def test_by_an_inflected_form_in_each_language(self, index, language, text, question):
        index.index([make_document("it", text, language=language), make_document("x", "Anderes", language="de")])
        assert ids(index, question, ui=language if language in ["ar", "en", "es", "fr", "ru", "zh"] else "ar") == ["it"]

    def test_a_document_with_all_words_stands_before_one_with_some(self, index):
        index.index([
            make_document("some", "Report", "a council of elders, and much about bridges, rivers and markets"),
            make_document("all", "Report", "a youth council with mentors, and more about rivers and markets"),
            *(make_document(f"x{number}", "Filler", "rivers and markets") for number in range(8)),
        ])
        assert ids(index, "youth council mentors") == ["all", "some"]

    def test_a_title_weighs_more_than_a_body(self, index):
        other = "and then the rest of a report on something else entirely"
        index.index([
            make_document("body", "Something else", f"lighthouse {other}"),
            make_document("title", "Lighthouse", f"something else {other}"),
            *(make_document(f"x{number}", "Filler", other) for number in range(8)),
        ])
        assert ids(index, "lighthouse") == ["title", "body"]

    def test_labels_find_in_every_language_but_weigh_little(self, index):
        labels = {"en": ("Denmark",), "ar": ("الدنمارك",), "ru": ("Дания",), "zh": ("丹麦",)}
        index.index([
            make_document("label", "En by", "Noget andet", "da", labels=labels),
            make_document("text", "Denmark", "A report about Denmark"),
            *(make_document(f"x{number}", "Filler", "rivers and markets") for number in range(8)),
        ])
        assert ids(index, "Denmark") == ["text", "label"]
        assert ids(index, "دنمارك", ui="ar") == ["label"]
        assert ids(index, "дании", ui="ru") == ["label"]
        assert ids(index, "丹麦", ui="zh") == ["label"]

    def test_every_text_of_a_document_is_found_and_it_counts_once(self, index):
        texts = (Text("en", "Football", body="the bridge"), Text("fr", "Football", body="le pont"))
        index.index([make_document("two", texts=texts)])
        assert ask(index, "football").total == 1
        assert ids(index, "pont", ui="fr") == ids(index, "bridge") == ["two"]

    def test_what_has_no_words_finds_nothing(self, index):
        index.index([make_document("it", "Anything")])
        assert ask(index, "?! …").total == 0

    def test_an_unknown_word_finds_nothing(self, index):
        index.index([make_document("it", "Anything")])
        assert ask(index, "qwertzuiop").total == 0

    def test_an_empty_index_answers(self, index):
        results = ask(index, "anything", facets=("kind", "level"))
        assert (results.total, results.hits) == (0, ())
        assert all(not counts for counts in results.facets.values())


class TestReaders:
    """What a reader may not see is absent everywhere."""

    def fill(self, index):
        index.index([
            make_document("open", "A council", facets={"level": ("a",)}),
            make_document("closed", "A council", facets={"level": ("b",)}, audience=frozenset({"member"})),
            make_document("own", "A council", facets={"level": ("b",)}, audience=frozenset({"city:7", "role:editor"})),
        ])

    @pytest.mark.parametrize(
        ("tokens", "seen"),
        [
            ({"public"}, {"open"}),
            ({"public", "member"}, {"open", "closed"}),
            ({"public", "city:7"}, {"open", "own"}),
            ({"public", "city:77"}, {"open"}),
            ({"public", "member", "role:editor"}, {"open", "closed", "own"}),
            (set(), set()),
        ],
    )
    @pytest.mark.parametrize("q", ["", "council"])
    def test_hits_total_and_counts_follow_the_tokens(self, index, q, tokens, seen):
        self.fill(index)
        results = ask(index, q, tokens=frozenset(tokens), facets=("level",))
        assert {hit.id for hit in results.hits} == seen
        assert results.total == len(seen)
        assert sum(results.facets["level"].values()) == len(seen)

    def test_an_embargo_ends_by_the_clock_of_the_question(self, index):
        until = START + timedelta(days=10)
        index.index([
            make_document("it", "A council", embargo_until=until, embargo_audience=frozenset({"role:editor"}))
        ])
        before, after = until - timedelta(seconds=1), until + timedelta(seconds=1)
        assert ids(index, "council", now=before) == []
        assert ask(index, now=before, facets=("kind",)).facets["kind"] == {}
        assert ids(index, "council", now=before, tokens=PUBLIC | {"role:editor"}) == ["it"]
        assert ids(index, "council", now=after) == ["it"]

    def test_an_embargo_never_widens_an_audience(self, index):
        until = START + timedelta(days=10)
        index.index([
            make_document(
                "it", "A council", audience=frozenset({"member"}),
                embargo_until=until, embargo_audience=frozenset({"public"}),
            )
        ])
        assert ids(index, "council", now=START) == []

    @pytest.mark.parametrize("q", ["", "council"])
    def test_excluded_ids_are_as_if_they_were_not_there(self, index, q):
        index.index([make_document("a", "A council"), make_document("b", "A council")])
        results = ask(index, q, excluded=frozenset({"a", "never-there"}), facets=("kind",))
        assert ([hit.id for hit in results.hits], results.total) == (["b"], 1)
        assert results.facets["kind"] == {CASE: 1}


class TestNarrowing:
    """OR inside a facet, AND between them."""

    def fill(self, index):
        index.index([
            make_document("1", "A council", facets={"level": ("a",), "theme": ("x", "y")}),
            make_document("2", "A council", facets={"level": ("b",), "theme": ("x",)}),
            make_document("3", "A bridge", facets={"level": ("a", "b"), "theme": ("z",)}, kind=LESSON),
            make_document("4", "Council news", facets={"level": ("a",)}, kind=NEWS),
        ])

    @pytest.mark.parametrize(
        ("filters", "seen"),
        [
            ({"level": ("a",)}, {"1", "3", "4"}),
            ({"level": ("a", "b")}, {"1", "2", "3", "4"}),
            ({"level": ("a",), "theme": ("x", "z")}, {"1", "3"}),
            ({"level": ("unheard-of",)}, set()),
            ({"unheard-of": ("a",)}, set()),
            ({"language": ("en",)}, {"1", "2", "3", "4"}),
            ({"kind": (LESSON, NEWS)}, {"3", "4"}),
        ],
    )
    def test_filters(self, index, filters, seen):
        self.fill(index)
        assert set(ids(index, filters=filters)) == seen

    def test_kinds_hold_until_the_reader_chooses_others(self, index):
        self.fill(index)
        kinds = (CASE, LESSON)
        assert set(ids(index, kinds=kinds)) == {"1", "2", "3"}
        assert set(ids(index, kinds=kinds, filters={"kind": (NEWS,)})) == {"4"}
        counts = ask(index, "council", kinds=kinds, facets=("kind", "level")).facets
        assert counts["kind"] == {CASE: 2, NEWS: 1}
        assert counts["level"] == {"a": 1, "b": 1}

    def test_a_count_is_the_total_if_it_were_the_only_choice(self, index):
        self.fill(index)
        results = ask(index, filters={"level": ("a",), "theme": ("x",)}, facets=("level", "theme"))
        assert results.total == 1
        assert results.facets["level"] == {"a": 1, "b": 1}
        assert results.facets["theme"] == {"x": 1, "y": 1, "z": 1}

    def test_only_the_facets_asked_for_are_counted(self, index):
        self.fill(index)
        assert set(ask(index, facets=("theme",)).facets) == {"theme"}

    def test_a_language_filter_reads_the_question_in_it_too(self, index):
        index.index([make_document("it", "El menor y su mentor", language="es")])
        assert ids(index, "menores", ui="en", filters={"language": ("es",)}) == ["it"]


class TestOrder:
    """Sorting and paging."""

    def test_newest_and_confirmed(self, index):
        index.index([
            make_document("old", "A council", day=1, confirmed=START + timedelta(days=50)),
            make_document("new", "A council", day=9),
            make_document("mid", "A council", day=5, confirmed=START + timedelta(days=20)),
        ])
        assert ids(index, sort="newest") == ["new", "mid", "old"]
        assert ids(index, "council", sort="newest") == ["new", "mid", "old"]
        assert ids(index, sort="confirmed") == ["old", "mid", "new"]

    def test_without_a_question_relevance_is_newest(self, index):
        index.index([make_document("old", "A", day=1), make_document("new", "B", day=2)])
        assert ids(index, sort="relevance") == ["new", "old"]

    @pytest.mark.parametrize("sort", ["relevance", "newest", "confirmed"])
    @pytest.mark.parametrize("q", ["", "council"])
    def test_pages_hold_every_result_once(self, index, q, sort):
        index.index(make_document(f"d{number:02}", "A council", "council " * (number % 4)) for number in range(25))
        pages = [ask(index, q, sort=sort, page=page, size=10) for page in (1, 2, 3, 4)]
        seen = [hit.id for page in pages for hit in page.hits]
        assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
        assert len(set(seen)) == 25
        assert {page.total for page in pages} == {25}

    def test_size_zero_counts_only(self, index):
        index.index([make_document("a", "A council")])
        results = ask(index, "council", size=0, facets=("kind",))
        assert (results.total, results.hits, results.facets["kind"]) == (1, (), {CASE: 1})


class TestShowing:
    """The language version of a hit and its passage."""

    TEXTS = (
        Text("ru", "Советы", body="Мосты и советы"),
        Text("en", "Councils", body="Bridges and councils"),
        Text("fr", "Conseils", body="Ponts et conseils"),
    )

    @pytest.mark.parametrize(
        ("ui", "q", "shown"),
        [("en", "советы", "en"), ("ar", "conseils", "fr"), ("ar", "", "ru"), ("es", "bridges", "en")],
    )
    def test_interface_language_else_best_match_else_original(self, index, ui, q, shown):
        index.index([make_document("it", texts=self.TEXTS)])
        assert [hit.language for hit in ask(index, q, ui=ui).hits] == [shown]

    def test_the_passage_marks_the_real_words(self, index):
        index.index([make_document("it", "Title", "The <b>city’s</b> councils & bridges met.")])
        [hit] = ask(index, "council bridge").hits
        assert "<mark>councils</mark>" in hit.highlight
        assert "<mark>bridges</mark>" in hit.highlight
        assert "<b>" not in hit.highlight
        assert "&amp;" in hit.highlight

    def test_without_a_question_there_is_no_passage(self, index):
        index.index([make_document("it", "Title", "Body")])
        assert [hit.highlight for hit in ask(index).hits] == [""]

    def test_kind_and_engine_are_told(self, index):
        index.index([make_document("it", "Title", kind=LESSON)])
        results = ask(index, "title")
        assert results.hits[0].kind == LESSON
        assert results.engine == index.name


class TestKeeping:
    """Writing, replacing, removing, rebuilding."""

    def test_a_newer_version_replaces_an_older_one(self, index):
        index.index([make_document("it", "First", version=1, facets={"level": ("a",)})])
        index.index([make_document("it", "Second", language="fr", version=2, facets={"level": ("b",)})])
        assert ids(index, "first") == []
        assert ids(index, "second", ui="fr") == ["it"]
        assert ask(index, facets=("level", "language")).facets == {"level": {"b": 1}, "language": {"fr": 1}}

    def test_an_older_version_never_replaces_a_newer_one(self, index):
        index.index([make_document("it", "Second", version=2)])
        index.index([make_document("it", "First", version=1)])
        assert ids(index, "second") == ["it"]
        assert ids(index, "first") == []

    def test_writing_twice_is_writing_once(self, index):
        for _ in range(2):
            index.index([make_document("it", "A council", labels={"en": ("Denmark",)})])
        assert ask(index, "council").total == ask(index, "denmark").total == index.status().documents == 1

    def test_deleting_takes_everything_and_can_be_repeated(self, index):
        index.index([make_document("it", "A council", labels={"en": ("Denmark",)}), make_document("other", "A bridge")])
        for _ in range(2):
            index.delete(["it", "never-there"])
        assert ids(index) == ["other"]
        assert ids(index, "council denmark") == []

    def test_a_deleted_document_can_come_back(self, index):
        index.index([make_document("it", "A council", version=3)])
        index.delete(["it"])
        index.index([make_document("it", "A council", version=4)])
        assert ids(index, "council") == ["it"]

    def test_a_rebuild_holds_what_it_was_given_and_nothing_else(self, index):
        index.index([make_document("old", "A council")])
        told = []
        documents = [make_document(f"d{number}", "A bridge") for number in range(3)]
        assert index.rebuild(iter(documents), 3, lambda done, total: told.append((done, total))) == 3
        assert sorted(ids(index)) == ["d0", "d1", "d2"]
        assert told[-1] == (3, 3)

    def test_what_changes_during_a_rebuild_is_not_lost(self, index):
        index.index([make_document("gone", "A council"), make_document("edited", "A council", version=1)])

        def documents():
            stale = [make_document("gone", "A council"), make_document("edited", "A council", version=1)]
            assert sorted(ids(index)) == ["edited", "gone"], "the old index answers meanwhile"
            index.delete(["gone"])
            index.index([make_document("edited", "A bridge", version=2), make_document("new", "A lighthouse")])
            yield from stale

        index.rebuild(documents(), 2)
        assert sorted(ids(index)) == ["edited", "new"]
        assert ids(index, "bridge") == ["edited"]

    def test_a_rebuild_can_follow_one_that_was_broken_off(self, index):
        index.index([make_document("old", "A council")])

        def broken():
            yield make_document("new", "A bridge")
            raise RuntimeError("killed")

        with pytest.raises(RuntimeError):
            index.rebuild(broken(), 2)
        assert ids(index) == ["old"]
        index.index([make_document("later", "A lighthouse")])
        index.rebuild([make_document("new", "A bridge"), make_document("later", "A lighthouse")], 2)
        assert sorted(ids(index)) == ["later", "new"]

    def test_status_tells_what_is_there(self, index):
        index.index([make_document("a", "A"), make_document("b", "B")])
        status = index.status()
        assert (status.engine, status.available, status.documents) == (index.name, True, 2)


def test_a_second_rebuild_stops_the_first(index):
    if not isinstance(index, EmbeddedEngine):
        return  # each rebuild on a server fills an index of its own
    from search.contract import SearchUnavailable

    def documents():
        index.rebuild([make_document("second", "A bridge")], 1)
        yield make_document("first", "A council")

    with pytest.raises(SearchUnavailable):
        index.rebuild(documents(), 1)
    assert ids(index) == ["second"]
