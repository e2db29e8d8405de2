"""What every engine must do with meaning, concepts, phrases, neighbours and whole result sets; on all of them."""
from __future__ import annotations

import pytest

from search.contract import Concept, Request, Text
from search.sealing import seal
from search.tests.conftest import ENGINES, empty_engine
from search.tests.factories import CASE, LESSON, NEWS, make_document
from search.vectors import Vectors
from search.vectors.embedders import Fake
from search.vectors.space import Space
from search.vectors.store import MemoryStore

PUBLIC = frozenset({"public"})
FILLER = "rivers markets bridges"


MEANT = {"seafarers": "foghorn", "sailors": "Лодки. маяк <b> берег"}


class Understanding(Fake):
    """A model that knows what two words mean, and of all others only the spelling."""

    def question(self, text):
        return self.passage(MEANT.get(text, text))


def fake_vectors():
    """Vectors of a bag of words: texts with the same words are near, whatever their language."""
    return Vectors(Space([Understanding()]), MemoryStore())


@pytest.fixture
def vectors():
    return fake_vectors()


@pytest.fixture(params=ENGINES)
def meaning(request, db, tmp_path, vectors):
    """Each engine in its turn, with an empty index and vectors."""
    with empty_engine(request.param, tmp_path, vectors) as own:
        own.rebuild([], 0)
        yield own


@pytest.fixture
def fill(meaning, vectors):
    """A function that writes documents with the vectors of their passages."""

    def write(*documents):
        vectors.prepare(documents)
        meaning.index(documents)

    return write


def ask(index, q="", **more):
    return index.search(Request(q=q, **more))


def ids(index, q="", **more):
    return [hit.id for hit in ask(index, q, **more).hits]


class TestMeaning:
    """Passages near a question are found, too, and add to the score of what words find."""

    def test_it_finds_what_has_no_word_of_the_question(self, meaning, fill):
        fill(make_document("near", "", "foghorn", "ru"), make_document("far", FILLER, "", "ru"))
        [hit] = ask(meaning, "seafarers").hits
        assert (hit.id, hit.by_meaning, hit.found_in) == ("near", True, "ru")
        assert hit.score == pytest.approx(1.0, abs=0.02)

    def test_it_may_be_left_out(self, meaning, fill):
        fill(make_document("near", "", "foghorn", "ru"))
        assert ask(meaning, "seafarers", meaning=False).total == 0

    def test_words_and_meaning_add_up(self, meaning, fill):
        fill(
            make_document("both", "Foghorn"),
            make_document("words", "Foghorn", "and much about rivers, markets, bridges, boats, sheep and other things"),
            *(make_document(f"x{number}", FILLER) for number in range(6)),
        )
        hits = ask(meaning, "foghorn").hits
        assert [hit.id for hit in hits] == ["both", "words"]
        by_words_alone = ask(meaning, "foghorn", meaning=False).hits
        assert hits[0].score == pytest.approx(by_words_alone[0].score + 1, abs=0.02)
        assert hits[0].score - hits[1].score > by_words_alone[0].score - by_words_alone[1].score
        assert not any(hit.by_meaning for hit in hits)

    def test_the_best_passage_is_shown_safely_where_it_was_found(self, meaning, fill):
        texts = (Text("en", "Boats", body="Nothing else"), Text("ru", "Лодки", body="маяк <b> берег"))
        fill(make_document("it", texts=texts))
        [hit] = ask(meaning, "sailors", ui="en").hits
        assert (hit.language, hit.found_in, hit.highlight) == ("en", "ru", "")
        assert hit.passage == "маяк &lt;b&gt; берег"

    def test_readers_filters_and_counts_hold_for_it(self, meaning, fill):
        fill(
            make_document("open", "", "foghorn", "ru", facets={"level": ("a",)}),
            make_document("closed", "", "foghorn", "ru", facets={"level": ("b",)}, audience=frozenset({"member"})),
            make_document("news", "", "foghorn", "ru", kind=NEWS, facets={"level": ("a",)}),
        )
        results = ask(meaning, "seafarers", facets=("level", "kind"), kinds=(CASE,))
        assert ([hit.id for hit in results.hits], results.total) == (["open"], 1)
        assert results.facets["level"] == {"a": 1}
        assert results.facets["kind"] == {CASE: 1, NEWS: 1}
        assert ids(meaning, "seafarers", filters={"level": ("b",)}) == []
        assert ids(meaning, "seafarers", filters={"level": ("b",)}, tokens=PUBLIC | {"member"}) == ["closed"]

    def test_it_goes_with_the_document(self, meaning, fill):
        fill(make_document("it", "", "foghorn", "ru"))
        fill(make_document("it", "", FILLER, "ru", version=2))
        assert ids(meaning, "seafarers") == []
        fill(make_document("it", "", "foghorn", "ru", version=3))
        assert ids(meaning, "seafarers") == ["it"]
        meaning.delete(["it"])
        assert ids(meaning, "seafarers") == []

    def test_a_rebuild_keeps_it(self, meaning, fill):
        document = make_document("it", "", "foghorn", "ru")
        fill(document)
        meaning.rebuild([document], 1)
        assert ids(meaning, "seafarers") == ["it"]

    def test_a_passage_that_no_model_has_read_yet_is_found_by_words_only(self, meaning):
        meaning.index([make_document("it", "", "foghorn", "ru")])
        assert ids(meaning, "foghorn") == ["it"]
        assert ids(meaning, "seafarers") == []


class TestConcepts:
    """A value that the question names in any language widens it."""

    HOUSE = Concept("theme", "lighthouse", (0, 1), {"en": ("lighthouse",), "ru": ("маяк",), "": ("Fyrtårn",)})

    def fill(self, index):
        index.index([
            make_document("coded", "Что-то", "другое", "ru", facets={"theme": ("lighthouse",)}),
            make_document("named", "Старый маяк", "у моря", "ru"),
            make_document("local", "Et fyrtårn", "ved havet", "nb"),
            make_document("none", "Мост", "через реку", "ru"),
        ])

    def test_it_finds_the_code_and_the_names_in_other_languages(self, meaning):
        self.fill(meaning)
        results = ask(meaning, "lighthouse", concepts=(self.HOUSE,), facets=("language",))
        assert {hit.id for hit in results.hits} == {"coded", "named", "local"}
        assert results.total == sum(results.facets["language"].values()) == 3
        assert {hit.concepts for hit in results.hits} == {(("theme", "lighthouse"),)}
        assert ids(meaning, "lighthouse") == []

    def test_it_weighs_less_than_the_words_themselves(self, meaning):
        self.fill(meaning)
        meaning.index([make_document("words", "A lighthouse")])
        assert ids(meaning, "lighthouse", concepts=(self.HOUSE,))[0] == "words"

    def test_it_weighs_as_much_as_it_covers_of_the_question(self, meaning):
        self.fill(meaning)
        whole = ask(meaning, "lighthouse", concepts=(self.HOUSE,)).hits
        part = ask(meaning, "lighthouse keepers", concepts=(self.HOUSE,)).hits
        assert whole[0].score > part[0].score > 0

    def test_a_synonym_of_editors_is_no_filter(self, meaning):
        self.fill(meaning)
        synonym = Concept("", "", (0, 1), {"ru": ("маяк",)})
        hits = ask(meaning, "beacon", concepts=(synonym,)).hits
        assert [(hit.id, hit.concepts) for hit in hits] == [("named", ())]


class TestPhrases:
    """What must stand in a result word by word, and what must not."""

    def fill(self, index):
        index.index([
            make_document("side", "Report", "The youth council met"),
            make_document("apart", "Report", "The council of youth met"),
            make_document("across", "Youth", summary="nothing here", body="council"),
            make_document("bridge", "Report", "The youth council built a bridge"),
        ])

    def test_words_stand_side_by_side(self, meaning):
        self.fill(meaning)
        assert set(ids(meaning, "youth council", phrases=("youth council",))) == {"side", "bridge"}
        results = ask(meaning, phrases=("Youth Council",))
        assert {hit.id for hit in results.hits} == {"side", "bridge"}
        assert all("<mark>" in hit.highlight for hit in results.hits)

    def test_a_phrase_is_not_stemmed(self, meaning):
        self.fill(meaning)
        assert ids(meaning, "youth council", phrases=("youth councils",)) == []

    def test_all_phrases_count(self, meaning):
        self.fill(meaning)
        assert ids(meaning, "youth council", phrases=("youth council", "a bridge")) == ["bridge"]

    @pytest.mark.parametrize("without", [("bridge",), ("built a bridge",)])
    def test_what_must_not_stand_in_it(self, meaning, without):
        self.fill(meaning)
        results = ask(meaning, "youth council", without=without, facets=("kind",))
        assert {hit.id for hit in results.hits} == {"side", "apart", "across"}
        assert results.total == results.facets["kind"][CASE] == 3

    def test_a_phrase_in_chinese(self, meaning):
        meaning.index(make_document(id, id, language="zh") for id in ("青年委员会", "委员会青年"))
        assert ids(meaning, "青年委员会", ui="zh", phrases=("青年委员会",)) == ["青年委员会"]

    def test_meaning_and_concepts_do_not_pass_by(self, meaning, fill):
        fill(make_document("it", "", "foghorn", "ru", facets={"theme": ("x",)}))
        concept = Concept("theme", "x", (0, 1), {})
        assert ids(meaning, "seafarers", concepts=(concept,)) == ["it"]
        assert ids(meaning, "seafarers", concepts=(concept,), phrases=("seafarers",)) == []
        assert ids(meaning, "seafarers", concepts=(concept,), without=("foghorn",)) == []


class TestNeighbours:
    """More like one document."""

    def test_by_meaning_across_languages_and_never_itself(self, meaning, fill):
        fill(
            make_document("one", "foghorn", "", "en"),
            make_document("like", "foghorn", "", "ru"),
            make_document("other", FILLER, "", "en"),
            make_document("hidden", "foghorn", "", "en", audience=frozenset({"member"})),
        )
        results = ask(meaning, like="one", facets=("kind",))
        assert ([hit.id for hit in results.hits], results.total) == (["like"], 1)
        assert results.facets["kind"] == {CASE: 1}

    def test_without_vectors_by_the_words_of_its_title(self, meaning):
        meaning.index([
            make_document("one", "A lighthouse keeper"),
            make_document("like", "Keepers of a lighthouse"),
            make_document("other", "Markets and rivers"),
        ])
        assert ids(meaning, like="one") == ["like"]

    def test_of_nothing_there_are_none(self, meaning, fill):
        fill(make_document("one", "A lighthouse keeper"))
        assert ids(meaning, like="never-there") == []


class TestEvery:
    """The same set and order as page after page."""

    @pytest.mark.parametrize("sort", ["relevance", "newest"])
    @pytest.mark.parametrize("q", ["", "council"])
    def test_it_is_all_pages_together(self, meaning, fill, q, sort):
        fill(*(
            make_document(
                f"d{number:02}", "A council" if number % 3 else "A bridge", "council " * (number % 4), day=number % 5,
                kind=LESSON if number % 2 else CASE,
            )
            for number in range(30)
        ))  # fmt: skip
        request = {"sort": sort, "filters": {"kind": (LESSON,)}, "facets": ("kind",)}
        pages = [hit for page in (1, 2, 3) for hit in ask(meaning, q, page=page, size=7, **request).hits]
        every = list(meaning.every(Request(q=q, size=7, **request)))
        assert [hit.id for hit in every] == [hit.id for hit in pages]
        assert {hit.kind for hit in every} == {LESSON}
        assert [hit.score for hit in every] == [hit.score for hit in pages]

    def test_it_passes_the_window(self, meaning):
        meaning.index(make_document(f"d{number:04}", "A council") for number in range(1_050))
        assert len({hit.id for hit in meaning.every(Request(q="council"))}) == 1_050


class TestTitles:
    """Titles that begin as a reader types."""

    def fill(self, index):
        index.index([
            make_document("it", "A lighthouse on the coast", "mentions harbours"),
            make_document("two", texts=(Text("en", "Harbour lights"), Text("fr", "Les phares du port"))),
            make_document("closed", "A lighthouse in secret", audience=frozenset({"member"})),
        ])

    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("ligh", {"it", "two"}), ("lighthouse co", {"it"}), ("coast lighth", {"it"}), ("harbours", set()),
            ("phares du p", {"two"}), ("phares lights", set()), ("?", set()), ("", set()),
        ],
    )  # fmt: skip
    def test_all_words_the_last_as_a_beginning(self, meaning, q, expected):
        self.fill(meaning)
        assert {hit.id for hit in meaning.titles(Request(q=q))} == expected

    def test_the_title_that_begins_so_is_named_by_its_language(self, meaning):
        self.fill(meaning)
        assert [hit.language for hit in meaning.titles(Request(q="phares", ui="en"))] == ["fr"]

    def test_the_readers_filters_hold(self, meaning):
        self.fill(meaning)
        assert [hit.id for hit in meaning.titles(Request(q="lighthouse", filters={"language": ("fr",)}))] == []
        member = Request(q="lighthouse", tokens=PUBLIC | {"member"}, size=1)
        assert len(meaning.titles(member)) == 1


class TestSpellings:
    """Words that some text has, near one that none has."""

    def test_the_nearest_word_as_it_is_written(self, meaning):
        meaning.index([make_document("a", "Réconciliation"), make_document("b", "Молодёжный совет", language="ru")])
        found = meaning.spellings(["reconcilation", "молодежнй", "réconciliation", "zzzzzzzz"], Request())
        assert found == {"reconcilation": ("réconciliation",), "молодежнй": ("молодёжный",)}

    def test_of_nothing_there_is_nothing(self, meaning):
        assert meaning.spellings([], Request()) == {}

    def test_a_hidden_text_neither_gives_a_word_nor_keeps_one_from_being_offered(self, meaning):
        open_words = ["lantern", "lanterns"]
        hidden = ["lanterne", "lanternx", "lanternes", "lanternz"]
        documents = [make_document(word, word) for word in open_words]
        meaning.index(documents)
        known = meaning.spellings(["lanterne", "lantern"], Request())
        meaning.index([make_document(word, f"{word} {word}", audience=frozenset({"member"})) for word in hidden])
        assert set(known["lanterne"]) == set(open_words)
        assert meaning.spellings(["lanterne", "lantern"], Request()) == known
        assert "lanterne" not in meaning.spellings(["lanterne"], Request(tokens=PUBLIC | {"member"}))
        taken_back = Request(excluded=frozenset({"lantern"}))
        assert meaning.spellings(["lantern"], taken_back) == {"lantern": ("lanterns",)}


class TestComparing:
    """What an index says it holds."""

    def test_entries_stand_in_the_order_of_ids(self, meaning):
        documents = [make_document(id, f"Title {id}", version=number) for number, id in enumerate("cab", 3)]
        meaning.index(documents)
        found = [(entry.id, entry.version, entry.seal) for entry in meaning.entries()]
        expected = sorted((document.id, document.version, seal(document)) for document in documents)
        assert found == expected

    def test_no_entry_of_what_was_deleted_during_a_rebuild(self, meaning):
        def documents():
            yield make_document("a", "A")
            meaning.delete(["a", "never-there"])
            yield make_document("b", "B")

        meaning.rebuild(documents(), 2)
        meaning.delete(["b"])
        assert list(meaning.entries()) == []

    def test_a_mark_stays_with_changes_and_goes_with_a_rebuild(self, meaning):
        assert meaning.mark() == ""
        meaning.set_mark("one")
        meaning.set_mark("two")
        meaning.index([make_document("a", "A")])
        assert meaning.mark() == "two"
        meaning.rebuild([make_document("a", "A")], 1)
        assert meaning.mark() == ""
