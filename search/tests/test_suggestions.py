"""Suggestions while typing: only what returns something to this reader, whatever is typed."""
from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from search import facets, suggesting
from search.contract import Text
from search.tests.factories import LESSON, make_document
from search.tests.test_hostile import encoded, questions

pytestmark = pytest.mark.django_db
URL = "/en/search/suggestions/"
HIDDEN = frozenset({"role:editor"})


@pytest.fixture
def place(site):
    """A facet of places, one of which only a hidden document has."""
    names = {"1": "Aarhus", "2": "Aarau", "3": "Aachen", "4": "Città di Castello", "5": "Aa hidden"}
    options = [facets.Option(code, label) for code, label in names.items()]
    return facets.register(facets.Facet("place", "City", lambda ui: options, lambda code: code in names))


@pytest.fixture
def filled(site, place):
    return site(
        make_document("1", "City council", facets={"place": ("1",)}, day=1),
        make_document("2", "Councils of youth", facets={"place": ("1", "2", "4")}, kind=LESSON, day=2),
        make_document("3", texts=(Text("ru", "Городской совет"),), day=3),
        make_document("4", "Council behind doors", facets={"place": ("2", "5")}, audience=HIDDEN, day=4),
        make_document("5", "青年委员会", language="zh", day=5),
    )


def suggested(client, text, url=URL):
    response = client.get(url, {"q": text})
    assert response.status_code == 200
    return response.json()["suggestions"]


def labels(client, text):
    return [each["label"] for each in suggested(client, text)]


def test_a_filter_says_what_it_is_and_how_much_it_finds(client, filled):
    [first, second] = suggested(client, "aar")
    assert first == {
        "type": "filter", "label": "Aarhus", "language": "", "detail": "City · 2 practices",
        "url": "/en/search/?place=1",
    }  # fmt: skip
    assert (second["label"], second["detail"]) == ("Aarau", "City · 1 practice")


def test_following_a_filter_finds_as_many_as_it_said(client, filled):
    found = suggested(client, "aa")
    assert len(found) == 2
    for each in found:
        assert f": {each['detail'].split(' · ')[1]}" in client.get(each["url"]).content.decode()


def test_what_would_find_nothing_is_not_suggested(client, filled):
    assert "Aachen" not in labels(client, "aa")


def test_what_only_a_hidden_document_has_is_not_suggested(client, filled):
    assert labels(client, "aa hid") == []
    assert "doors" not in str(suggested(client, "council"))


def test_accents_and_case_do_not_matter(client, filled):
    assert labels(client, "CITTA di c") == ["Città di Castello"]


def test_a_whole_name_comes_first(client, filled):
    assert labels(client, "aarau")[0] == "Aarau"


@pytest.mark.parametrize("text", ["", "   ", "a", "?", "é", "\x00", "🙂🙂"])
def test_too_little_suggests_nothing(client, filled, text):
    body = client.get(URL, {"q": text}).json()
    assert body == {"suggestions": [], "status": ""}


def test_the_number_is_told_in_the_language_of_the_page(client, filled):
    assert client.get(URL, {"q": "aar"}).json()["status"] == "2 suggestions"


def test_never_more_than_eight(client, site, place):
    names = {str(number): f"Exampleville {number}" for number in range(20)}
    place.options("en").extend(facets.Option(f"x{code}", name) for code, name in names.items())
    site(*(make_document(f"d{code}", "Title", facets={"place": (f"x{code}",)}) for code in names))
    assert len(suggested(client, "exampleville")) == 8


def test_any_text_is_answered(client, filled):
    for question in questions()[::4]:
        response = client.get(f"{URL}?q={encoded(question)[:30_000]}")
        assert response.status_code == 200, question
        assert len(response.json()["suggestions"]) <= 8


def test_a_visitor_s_answer_may_be_kept_for_a_moment_and_a_member_s_never(client, filled, django_user_model):
    visitor = client.get(URL, {"q": "aarhus"})
    assert visitor["Cache-Control"] == "private, max-age=30"
    assert "Cookie" in visitor["Vary"]
    client.force_login(django_user_model.objects.create_user(email="member@example.org"))
    member = client.get(URL, {"q": "aarhus"})
    assert "no-store" in member["Cache-Control"]
    assert "private" in member["Cache-Control"]


def test_an_outage_suggests_nothing(filled, monkeypatch):
    from search import engine
    from search.contract import SearchUnavailable

    class Away:
        name = "away"

        def search(self, request):
            raise SearchUnavailable("refused")

        titles = search

    monkeypatch.setattr(engine, "build", lambda name: Away())
    assert suggesting.suggest("aarhus", "en", AnonymousUser()) == []


def test_an_entry_is_found_by_the_beginning_of_its_words(client, filled):
    assert [each for each in suggested(client, "city cou") if each["type"] == "entry"] == [{
        "type": "entry", "label": "City council", "language": "en", "detail": "Case study · Exampleville",
        "url": "/en/things/1/",
    }]  # fmt: skip


def test_an_entry_in_another_language_says_which(client, filled):
    [entry] = suggested(client, "Городской с")
    assert (entry["language"], entry["detail"]) == ("ru", "Case study · Exampleville · Russian")


def test_of_several_titles_the_reader_s_own_is_shown(client, site):
    site(make_document("1", texts=(Text("es", "Aarhus y la policía"), Text("en", "Aarhus and its police"))))
    assert labels(client, "aarh") == ["Aarhus and its police"]


def test_one_character_is_enough_in_chinese(client, filled):
    assert labels(client, "青") == ["青年委员会"]


def test_a_title_is_gone_as_soon_as_the_database_hides_it(client, filled):
    del filled.held["1"]
    assert "City council" not in labels(client, "council")


def test_names_in_any_language_lead_to_the_filter(client, site):
    names = [("1", "ru", "Орхус"), ("1", "en", "Aarhus"), ("1", "ar", "آرهوس"), ("2", "ar", "المدينة")]
    options = [facets.Option("1", "Aarhus"), facets.Option("2", "Medina")]
    facets.register(facets.Facet("place", "City", lambda ui: options, lambda code: True, names=lambda: names))
    site(make_document("1", "Title", facets={"place": ("1", "2")}))
    for text in ("орх", "Aarh", "ارهو"):
        assert labels(client, text) == ["Aarhus"]
    assert labels(client, "مدين") == labels(client, "المدين") == ["Medina"]


def test_a_later_word_of_a_name_leads_to_it_too_after_names_that_begin_so(client, site):
    names = {"1": "Первичная профилактика", "2": "Профилактика", "3": "一级预防", "4": "Port of Spain"}
    options = [facets.Option(code, label) for code, label in names.items()]
    given = facets.Facet("idea", "Idea", lambda ui: options, lambda code: code in names)
    facets.register(given)
    site(make_document("1", "Title", facets={"idea": tuple(names)}))
    assert labels(client, "профил") == ["Профилактика", "Первичная профилактика"]
    assert labels(client, "预防") == ["一级预防"]
    assert labels(client, "spa") == ["Port of Spain"]
    assert labels(client, "of") == []


def test_what_is_offered_only_by_its_name_is_not_met_inside_it(client, site):
    options = [facets.Option("1", "A form of hatred")]
    facets.register(facets.Facet("shape", "Form", lambda ui: options, lambda code: True, named_only=True))
    site(make_document("1", "Title", facets={"shape": ("1",)}))
    assert labels(client, "hatred") == []
    assert labels(client, "a form") == ["A form of hatred"]


def test_a_name_that_changes_is_followed_at_once(client, site):
    names = [[("1", "en", "Kristiania")]]
    options = [facets.Option("1", "Oslo")]
    facets.register(facets.Facet("place", "City", lambda ui: options, lambda code: True, names=lambda: names[0]))
    site(make_document("1", "Title", facets={"place": ("1",)}))
    assert labels(client, "krist") == ["Oslo"]
    names[0] = [("1", "en", "Oslo")]
    assert labels(client, "krist") == []
    assert labels(client, "osl") == ["Oslo"]


def test_the_name_of_a_group_alone_suggests_no_concept(client, site):
    names = [("1", "en", "Muslim bakery")]
    options = [facets.Option("1", "A form")]
    facets.register(facets.Facet("shape", "Form", lambda ui: options, lambda code: True, names=lambda: names))
    site(make_document("1", "Title", facets={"shape": ("1",)}))
    assert labels(client, "muslim") == []
    assert labels(client, "muslim bak") == ["A form"]
