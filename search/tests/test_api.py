"""`/api/v1/search` as other programs rely on it."""
from __future__ import annotations

import pytest

from search import facets
from search.contract import Text
from search.tests.factories import CASE, LESSON, NEWS, make_document

pytestmark = pytest.mark.django_db
URL = "/api/v1/search"


@pytest.fixture
def level(site):
    """A facet with two levels and a merged code."""
    options = [facets.Option("a", "Level A"), facets.Option("b", "Level B", parent="a")]
    return facets.register(
        facets.Facet(
            "level", "Level", lambda ui: options, lambda code: code in {"a", "b", "old-b", "c"},
            canonical=lambda code: {"old-b": "b"}.get(code, code),
            label_of=lambda code, ui: {"c": "Level C"}.get(code, ""),
        )
    )  # fmt: skip


@pytest.fixture
def filled(site, level):
    return site(
        make_document("1", "City council", "The council met", facets={"level": ("a",)}, day=1),
        make_document("2", "Ponts", "Le pont", "fr", facets={"level": ("a", "b")}, kind=LESSON, day=2),
        make_document("3", "Council news", kind=NEWS, day=3),
        make_document("4", "Members' council", audience=frozenset({"member"}), day=4),
    )


def test_the_answer_has_exactly_the_promised_keys(client, filled):
    body = client.get(URL, {"q": "council"}).json()
    assert list(body) == ["total", "page", "pages", "engine", "took_ms", "degraded", "hits", "facets", "did_you_mean"]
    [hit] = body["hits"]
    assert set(hit) == {
        "id", "kind", "url", "title", "language", "languages", "summary", "highlight",
        "cities", "country", "years", "evidence", "why",
    }  # fmt: skip
    assert (body["total"], body["page"], body["pages"], body["degraded"], body["did_you_mean"]) == (1, 1, 1, None, None)
    assert hit["highlight"] == "The <mark>council</mark> met"
    assert hit["cities"] == [{"code": "1", "label": "Exampleville"}]
    assert hit["years"] == [2019, None]


def test_every_option_of_every_facet_is_listed_with_zero_too(client, filled):
    body = client.get(URL, {"level": "b"}).json()
    assert body["facets"]["level"] == [
        {"code": "a", "label": "Level A", "count": 2, "selected": False},
        {"code": "b", "label": "Level B", "count": 1, "selected": True},
    ]
    assert {row["code"]: row["count"] for row in body["facets"]["kind"]} == {CASE: 0, LESSON: 1, NEWS: 0}
    assert {row["code"] for row in body["facets"]["language"]} >= {"ar", "zh", "mk", "sq"}


def test_a_chosen_code_that_is_not_offered_is_still_listed(client, filled):
    rows = client.get(URL, {"level": "c"}).json()["facets"]["level"]
    assert rows[-1] == {"code": "c", "label": "Level C", "count": 0, "selected": True}


def test_a_merged_code_stays_valid(client, filled):
    body = client.get(URL, {"level": "old-b"}).json()
    assert [hit["id"] for hit in body["hits"]] == ["2"]


def test_repeated_is_or_and_different_is_and(client, filled):
    assert client.get(f"{URL}?level=a&level=b").json()["total"] == 2
    assert client.get(f"{URL}?level=a&language=fr").json()["total"] == 1


def test_a_kind_that_is_not_usual_is_counted_but_only_shown_when_chosen(client, filled):
    body = client.get(URL, {"q": "council"}).json()
    assert {row["code"]: row["count"] for row in body["facets"]["kind"]}[NEWS] == 1
    assert [hit["id"] for hit in client.get(URL, {"q": "council", "kind": NEWS}).json()["hits"]] == ["3"]


def test_labels_are_in_the_language_asked_for(client, filled):
    kinds = client.get(URL, {"ui": "ar"}).json()["facets"]["language"]
    assert {row["code"]: row["label"] for row in kinds}["ar"] == "العربية"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("unheard=1", "unheard"),
        ("level=nothing", "level"),
        ("kind=practice", "kind"),
        ("language=xx", "language"),
        ("year=20199", "year"),
        ("sort=evidence", "sort"),
        ("page=0", "page"),
        ("page=51", "page"),
        ("page=two", "page"),
        ("ui=mk", "ui"),
        ("ui=zh-hans", "ui"),
        ("level=%00", "level"),
        ("level=a%27--", "level"),
    ],
)
def test_what_does_not_exist_is_refused_with_a_sentence(client, filled, query, named):
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 400
    assert named in response.json()["error"]


def test_the_sentence_never_repeats_markup_or_controls(client, filled):
    error = client.get(URL, {"level": "\x00<b>\u202ex" + "y" * 500}).json()["error"]
    assert "\x00" not in error
    assert "\u202e" not in error
    assert len(error) < 200


@pytest.mark.parametrize("query", ["q=", "q=%00", "q=%FF%FE", "q=%ED%A0%80", "q=" + "x" * 5000, "q=a&q=b", "level="])
def test_any_text_is_answered(client, filled, query):
    assert client.get(f"{URL}?{query}").status_code == 200


def test_a_member_finds_more_and_the_answer_is_kept_by_nobody(client, filled, django_user_model, monkeypatch):
    from core import visibility

    monkeypatch.setattr(visibility, "_providers", [lambda user: ["member"]])
    client.force_login(django_user_model.objects.create_user("m@example.org", "secret-secret"))
    response = client.get(URL, {"q": "council"})
    assert {hit["id"] for hit in response.json()["hits"]} == {"1", "4"}
    assert "no-store" in response["Cache-Control"]


def test_an_outage_is_said_and_is_no_error(client, filled, monkeypatch):
    from search import engine
    from search.contract import SearchUnavailable

    class Away:
        name = "away"

        def search(self, request):
            raise SearchUnavailable("refused")

    monkeypatch.setattr(engine, "build", lambda name: Away())
    response = client.get(URL, {"q": "council", "ui": "fr"})
    assert response.status_code == 200
    assert response.json()["engine"] == "none"
    assert response.json()["degraded"]


def test_why_names_the_label_that_was_met_in_another_language(client, site):
    site(make_document("1", "En by", "Noget", "de", labels={"ar": ("الدنمارك",)}))
    [hit] = client.get(URL, {"q": "الدنمارك", "ui": "ar"}).json()["hits"]
    assert [(reason["type"], reason["label"]) for reason in hit["why"]] == [("label", "الدنمارك")]


def test_the_number_of_queries_does_not_grow_with_results(client, site, django_assert_num_queries):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert client.get(URL, {"q": "council"}).status_code == 200
        return len(captured)

    site(*(make_document(f"{number}", "Council") for number in range(2)))
    queries()  # tables that are kept in memory are read once
    few = queries()
    site(*(make_document(f"{number}", "Council") for number in range(20)))
    assert queries() == few


def test_only_reading_is_possible(client, filled):
    assert client.post(URL, {"q": "council"}).status_code == 405


def test_a_text_is_shown_in_the_language_of_the_interface(client, site):
    site(make_document("1", texts=(Text("ru", "Совет"), Text("fr", "Conseil"))))
    assert client.get(URL, {"q": "совет", "ui": "fr"}).json()["hits"][0]["title"] == "Conseil"
    assert client.get(URL, {"q": "совет", "ui": "en"}).json()["hits"][0]["title"] == "Совет"
