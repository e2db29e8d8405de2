"""The search page: everything in the address, nothing lost, nothing silent."""
from __future__ import annotations

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from search import presenting
from search.contract import Text
from search.tests.factories import LESSON, make_document

pytestmark = pytest.mark.django_db
URL = "/en/search/"


@pytest.fixture
def filled(site):
    return site(
        make_document("1", "City council", "The council met", day=1),
        make_document("2", "Ponts", "Le pont", "fr", kind=LESSON, day=2),
        make_document("3", "Schools", texts=(Text("en", "Schools"), Text("fr", "Écoles")), day=3),
    )


def text(response):
    return response.content.decode()


def test_results_carry_their_card_and_passage(client, filled):
    page = text(client.get(URL, {"q": "council"}))
    assert "The <mark>council</mark> met" in page
    assert 'href="/en/things/1/"' in page
    assert "1 practice" in page


def test_the_title_says_question_filters_and_total(client, filled):
    page = text(client.get(URL, {"q": "council", "kind": "case_study"}))
    assert "<title>council, Case study: 1 practice" in page


def test_without_a_question_everything_is_listed_newest_first(client, filled):
    page = text(client.get(URL))
    assert page.index("things/3/") < page.index("things/2/") < page.index("things/1/")
    assert "2 found" not in page


def test_a_chip_takes_back_its_own_choice_only(client, filled):
    page = text(client.get(f"{URL}?q=pont&language=fr&kind=lesson_learned&utm_source=mail"))
    assert 'href="/en/search/?q=pont&amp;language=fr"' in page
    assert 'href="/en/search/?q=pont&amp;kind=lesson_learned"' in page
    assert "utm_source" not in page


def test_the_language_switch_keeps_the_search_in_canonical_order(client, filled):
    page = text(client.get(f"{URL}?language=fr&language=en&q=pont&page=1"))
    assert 'href="/zh/search/?q=pont&amp;language=en&amp;language=fr"' in page


def test_a_filter_that_does_not_exist_is_reported_and_left_out(client, filled):
    response = client.get(f"{URL}?kind=nothing&kind=lesson_learned&unknown=1")
    assert response.status_code == 200
    assert "has no value “nothing”" in text(response)
    assert "things/2/" in text(response)


def test_options_at_zero_stay_and_cannot_be_chosen(client, filled):
    page = text(client.get(URL, {"q": "council"}))
    assert '<input type="checkbox" id="language-fr" name="language" value="fr" disabled>' in page


def test_what_was_typed_is_shown_again_and_escaped(client, filled):
    page = text(client.get(URL, {"q": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


def test_nothing_found_says_which_filter_to_drop(client, filled):
    page = text(client.get(f"{URL}?q=pont&kind=case_study&language=fr"))
    assert "Nothing found for “pont” with 2 filters" in page
    assert "Remove <b>Case study</b>" in page
    assert "Removing only French" in page
    assert "Remove all filters" in page


def test_many_filters_cost_few_searches_where_nothing_is_found(client, filled, monkeypatch):
    asked = []
    monkeypatch.setattr(presenting, "_drop", lambda chosen, *_rest: asked.append(chosen) or {"count": 0})
    client.get(URL, {"q": "zzzzzz", "year": [str(year) for year in range(1990, 2020)]})
    assert 0 < len(asked) <= presenting.MOST_DROPS + 1


def test_nothing_found_in_one_language_shows_the_others(client, filled):
    page = text(client.get(f"{URL}?q=pont&language=en"))
    assert "In other languages" in page
    assert 'href="/en/things/2/"' in page


def test_nothing_found_without_filters_offers_the_whole_record(client, filled):
    page = text(client.get(URL, {"q": "qwertzuiop"}))
    assert "Nothing found for “qwertzuiop”" in page
    assert "Drop a filter" not in page
    assert "The record holds 3 practices" in page


def test_an_outage_is_said_and_not_shown_as_nothing_found(client, filled, monkeypatch):
    from search import engine
    from search.contract import SearchUnavailable

    class Away:
        name = "away"

        def search(self, request):
            raise SearchUnavailable("refused")

    monkeypatch.setattr(engine, "build", lambda name: Away())
    page = text(client.get(URL, {"q": "council"}))
    assert "Search is not answering" in page
    assert "Nothing found" not in page


def test_a_page_past_the_end_is_the_last(client, site):
    site(*(make_document(f"d{number:02}", "Council", day=number) for number in range(25)))
    page = text(client.get(URL, {"page": "40"}))
    assert "things/d00/" in page
    assert "things/d24/" not in page
    assert 'rel="prev"' in page


def test_with_htmx_only_the_changing_part_comes(client, filled):
    page = text(client.get(URL, {"q": "council"}, headers={"HX-Request": "true"}))
    assert "<html" not in page
    assert '<div id="facets" hx-swap-oob="true">' in page
    assert "things/1/" in page


@pytest.mark.parametrize("ui", ["ar", "en", "es", "fr", "ru", "zh"])
def test_every_interface_language_answers(client, filled, ui):
    response = client.get(f"/{ui}/search/", {"q": "council"})
    assert response.status_code == 200
    assert "things/1/" in text(response)


def test_long_facets_fold_what_would_find_nothing_and_short_ones_show_it():
    from search.presenting import fold

    def row(number, chosen=()):
        options = [{"code": str(n), "count": n % 2, "selected": str(n) in chosen} for n in range(number)]
        return {"name": "x", "options": options}

    short, long = fold([row(9), row(12, chosen=("4",))])
    assert "folded" not in short
    assert [option["code"] for option in long["options"]] == ["1", "3", "4", "5", "7", "9", "11"]
    assert [option["code"] for option in long["folded"]] == ["0", "2", "6", "8", "10"]


def test_all_languages_or_one_is_a_choice_with_honest_counts(client, filled):
    page = text(client.get(URL))
    assert '<b aria-current="true">All languages</b> <span class="num">3</span>' in page
    assert '<a href="/en/search/?language=en" rel="nofollow">Only English</a> <span class="num">2</span>' in page
    only = text(client.get(URL, {"language": "fr"}))
    assert '<a href="/en/search/" rel="nofollow">All languages</a> <span class="num">3</span>' in only
    assert '<b aria-current="true">Only French</b> <span class="num">2</span>' in only


def test_a_choice_of_languages_that_changes_nothing_is_not_offered(client, site):
    site(make_document("1", "Council"), make_document("2", "School"))
    assert "Only English" not in text(client.get(URL))
    assert "Only English" in text(client.get(URL, {"language": "en"}))


@pytest.mark.parametrize(("label", "told"), [("Words in the Russian text", False), ("School", True)])
def test_the_language_that_is_shown_is_said_once(label, told):
    why = render_to_string("search/why.html", {"why": [{"label": label}], "found": None, "language": "ru"})
    assert ("(shown in Russian)" in why) == told
    assert "shown in" not in render_to_string("search/why.html", {"why": [{"label": label}], "language": ""})


def test_where_nothing_is_found_a_wider_value_is_offered(client, site):
    from search import facets

    options = [facets.Option("a", "Street"), facets.Option("b", "Town")]
    facets.register(facets.Facet("place", "Place", lambda ui: options, lambda code: code in {"a", "b"},
                                 wider=lambda code: [("place", "b")] if code == "a" else []))
    site(make_document("1", "Council", facets={"place": ("b",)}))
    page = text(client.get(URL, {"q": "council", "place": "a"}))
    assert '<a href="/en/search/?q=council&amp;place=b" rel="nofollow"><span>Place: <b>Town</b></span>' in page
    assert "A wider idea" not in text(client.get(URL, {"q": "qwertzuiop", "place": "a"}))


def test_where_a_named_value_finds_nothing_a_wider_one_is_offered_unless_it_is_a_secret(client, site):
    from search import facets

    options = [facets.Option("a", "Ghostville"), facets.Option("b", "Denmark")]
    names = [("a", "en", "Ghostville")]
    place = facets.Facet("place", "Place", lambda ui: options, lambda code: code in {"a", "b"}, names=lambda: names,
                         proper=True, wider=lambda code: [("place", "b")] if code == "a" else [])
    facets.register(place)
    site(make_document("1", "Council", facets={"place": ("b",)}))
    assert '<a href="/en/search/?place=b" rel="nofollow"><span>Place: <b>Denmark</b></span>' in text(
        client.get(URL, {"q": "ghostville"})
    )
    facets.register(replace(place, secret=lambda code: True))
    page = text(client.get(URL, {"q": "ghostville"}))
    assert "Nothing found" in page
    assert "A wider idea" not in page


def test_a_value_that_the_question_names_is_offered_as_a_filter(client, site):
    from search import facets

    options = [facets.Option("a", "Denmark")]
    facets.register(facets.Facet("place", "Place", lambda ui: options, lambda code: code == "a",
                                 names=lambda: [("a", "da", "Danmark")], proper=True))
    site(make_document("1", "Council", facets={"place": ("a",)}))
    page = text(client.get(URL, {"q": "council danmark"}))
    assert '<a href="/en/search/?q=council+danmark&amp;place=a" rel="nofollow">Place: Denmark</a>' in page
