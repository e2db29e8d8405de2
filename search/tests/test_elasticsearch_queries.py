"""What is sent to Elasticsearch for a request, without a server."""
import json
from datetime import UTC, datetime

import pytest

from search.contract import Document, Request, Text
from search.engines import mapping, queries
from search.engines.understanding import understand
from search.engines.weighing import KEPT_SECONDS, Counts, counting, readings, whole
from search.tests.test_contract_meaning import fake_vectors

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def body(**options):
    request = Request(**{"now": NOW, **options})
    question = understand(request, options.get("vectors"))
    return queries.body(request, question, {key: 1 for each in readings(question) for key in each.keys}, 800)


def parts(sent):
    """Every query of a body, wherever it stands."""
    if isinstance(sent, dict):
        yield sent
        for value in sent.values():
            yield from parts(value)
    elif isinstance(sent, list):
        for value in sent:
            yield from parts(value)


def asked(**options):
    found = (each["combined_fields"] for each in parts(body(**options)["query"]) if "combined_fields" in each)
    return {each["_name"]: each for each in found}


def test_every_request_is_limited_to_the_tokens_and_the_embargo():
    filters = json.dumps(body(tokens=frozenset({"public", "member"}))["query"]["bool"]["filter"])
    assert '{"terms": {"audience": ["member", "public"]}}' in filters
    assert '{"terms": {"embargo_audience": ["member", "public"]}}' in filters
    assert NOW.isoformat() in filters


def test_hidden_ids_are_left_out_inside_the_query():
    filters = body(excluded=frozenset({"b", "a"}))["query"]["bool"]["filter"]
    assert {"bool": {"must_not": [{"terms": {"id": ["a", "b"]}}]}} in filters


def test_a_question_is_read_in_its_language_and_unstemmed_in_all():
    found = asked(q="participación de los vecinos en el barrio", ui="es")
    assert set(found) == {"own:es", "fold", "label:es", "label:fold"}
    assert found["own:es"]["query"] == "participación vecinos barrio"
    assert found["own:es"]["fields"] == ["title.es^2.0", "text.es"]
    assert found["fold"]["query"] == "participacion vecinos barrio"


def test_a_word_that_is_said_twice_counts_once():
    assert asked(q="councils and a council", ui="en")["own:en"]["query"] == "councils"


def test_stop_words_alone_are_asked_as_they_are():
    assert asked(q="the who", ui="en")["own:en"]["query"] == "the who"


def test_text_without_a_word_matches_nothing():
    must = body(q="?!", ui="en")["query"]["bool"]["must"]
    assert must[0]["bool"]["should"] == [{"match_none": {}}]


def test_no_question_asks_for_everything():
    assert "must" not in body()["query"]["bool"]


def nearest(**options):
    """What is asked of the vectors, and the filters of the whole query."""
    request = Request(**{"now": NOW, "q": "peace", **options})
    question = understand(request, fake_vectors())
    sent = queries.body(request, question, {key: 1 for each in readings(question) for key in each.keys}, 800)["query"]
    return [each["knn"] for each in parts(sent) if "knn" in each], sent["bool"]["filter"]


def test_the_nearest_passages_are_sought_among_what_the_reader_may_find():
    [knn], filters = nearest(filters={"form": ("xri",)}, kinds=("programme",))
    assert knn["filter"] == filters
    assert {"terms": {"facets.form": ["xri"]}} in knn["filter"]


@pytest.mark.parametrize("options", [{"meaning": False}, {"q": ""}, {"q": "?!"}])
def test_meaning_is_asked_only_for_words_and_only_where_it_may_find(options):
    assert nearest(**options)[0] == []


def test_no_text_of_a_reader_becomes_syntax():
    sent = json.dumps(body(q='title:* OR "a" AND (b*) ~ \\', ui="en", facets=("form",)))
    assert "query_string" not in sent
    assert "wildcard" not in sent
    assert "regexp" not in sent


def test_a_facet_is_counted_with_all_filters_but_its_own():
    sent = body(filters={"form": ("xri",), "city": ("1", "2")}, kinds=("programme",), facets=("form", "city", "kind"))
    form, city, kind = (sent["aggs"][name]["filter"]["bool"]["filter"] for name in ("form", "city", "kind"))
    default = {"terms": {"kind": ["programme"]}}
    assert form == [{"terms": {"facets.city": ["1", "2"]}}, default]
    assert city == [{"terms": {"facets.form": ["xri"]}}, default]
    assert default not in kind
    assert len(kind) == 2
    assert len(sent["post_filter"]["bool"]["filter"]) == 3


def test_a_chosen_kind_takes_the_place_of_the_default_ones():
    sent = body(filters={"kind": ("news",)}, kinds=("programme",), facets=("kind",))
    assert sent["post_filter"]["bool"]["filter"] == [{"terms": {"facets.kind": ["news"]}}]


def test_filters_that_are_not_counted_narrow_the_query_itself():
    sent = body(filters={"form": ("xri",)}, kinds=("programme",))
    assert {"terms": {"facets.form": ["xri"]}} in sent["query"]["bool"]["filter"]
    assert {"terms": {"kind": ["programme"]}} in sent["query"]["bool"]["filter"]
    assert sent["post_filter"]["bool"]["filter"] == []


def test_a_count_that_was_made_lately_is_not_made_again():
    found = readings(understand(Request(q="peace council", ui="en")))
    known = {key: 1 for each in found for key in each.keys if "peace" in key}
    asked_for = counting(found, known)
    assert asked_for
    assert not any("peace" in key for key in asked_for)


def test_a_word_that_no_text_has_weighs_in_full():
    [own] = [each for each in readings(understand(Request(q="peace", ui="en"))) if each.name == "own:en"]
    rare, frequent = ({own.among: 100, "title.en peace": 0, "text.en peace": having} for having in (0, 60))
    assert whole(own, rare) > 5 > whole(own, frequent) > 0


def test_counts_are_forgotten_after_a_while():
    now = [0.0]
    counts = Counts(clock=lambda: now[0])
    counts.keep({"a": 1})
    assert counts.known(["a", "b"]) == {"a": 1}
    now[0] = KEPT_SECONDS + 1
    assert counts.known(["a"]) == {}


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ({"q": "peace"}, "_score"),
        ({}, "newest"),
        ({"q": "peace", "sort": "newest"}, "newest"),
        ({"sort": "confirmed"}, "confirmed"),
    ],
)
def test_results_are_sorted_as_asked(options, first):
    order = body(**options)["sort"]
    assert next(iter(order[0])) == first
    assert order[-1] == {"id": "asc"}


@pytest.mark.parametrize(
    ("page", "size", "expected"), [(1, 20, (0, 20)), (50, 20, (980, 20)), (51, 20, (0, 0)), (4, 300, (900, 100))]
)
def test_pages_end_with_the_window(page, size, expected):
    sent = body(page=page, size=size)
    assert (sent["from"], sent["size"]) == expected


def test_a_document_fills_the_fields_of_its_languages_only():
    document = Document(
        "1", "programme", 3, (Text("mk", "Наслов", "Кратко", "Текст"),), NOW, original="mk",
        labels={"ar": ("الدنمارك",), "xx": ("unknown",)}, facets={"form": ("xri",)},
    )  # fmt: skip
    source = mapping.source(document)
    assert source["title"] == {"mk": "Наслов"}
    assert source["text"] == {"mk": ["Кратко", "Текст"]}
    assert source["label"] == {"ar": ["الدنمارك"]}
    assert source["facets"] == {"form": ["xri"], "kind": ["programme"], "language": ["mk"]}


def test_languages_without_an_analyser_of_their_own_are_taken_as_they_are_written():
    assert mapping.analyser("mk") == mapping.FOLD
    assert mapping.analyser("zh") == "cjk"
    assert mapping.analyser("fr") == "french"
