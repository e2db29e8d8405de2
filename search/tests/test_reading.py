"""A question as it reaches the engines: words, phrases, what it names, filters that were written in it."""
from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.translation import override

from core import languages
from search import facets, groups, synonyms
from search.parameters import Chosen, lenient, strict

CITY = (("1", "en", "Aarhus"), ("1", "ru", "Орхус"), ("7", "en", "Exampleton"))
FORM = (("rb", "en", "religious violence"), ("rb", "en", "believers"))
PUBLIC = frozenset({"public"})


@pytest.fixture(autouse=True)
def named(bare_registries, monkeypatch):
    monkeypatch.setattr(synonyms, "groups", lambda: ())
    facets.register(
        facets.Facet("city", "City", lambda ui: [], lambda code: code in {"1", "7"}, names=lambda: CITY, proper=True,
                     secret=lambda code: code == "7")
    )  # fmt: skip
    facets.register(facets.Facet("form", "Form", lambda ui: [], lambda code: code == "rb", names=lambda: FORM))


def chosen(q, **more):
    data = QueryDict(mutable=True)
    data["q"] = q
    for name, values in more.items():
        data.setlist(name, values)
    read, _dropped = lenient(data)
    assert strict(data) == (read, "en")
    return read


def request(q, ui="en"):
    return chosen(q).request(ui, PUBLIC)


def test_signs_reach_the_engines_apart_from_the_words():
    asked = request('"youth council" work -police -"armed force"')
    assert asked.q == "youth council work"
    assert asked.phrases == ("youth council",)
    assert asked.without == ("police", "armed force")


def test_the_address_keeps_what_was_typed():
    assert chosen('"youth council" -police').query() == "q=%22youth+council%22+-police"


def test_what_is_only_left_out_is_a_list_and_no_question():
    assert chosen("-police").order == "newest"
    assert chosen('"police"').order == "relevance"
    assert not request("-police").asks


@pytest.mark.parametrize("q", ["city:Aarhus youth", "youth city:1", "youth CITY:орхус", "youth city:Aarhus"])
def test_a_filter_in_the_question_is_a_filter(q):
    read = chosen(q)
    assert (read.q, dict(read.filters)) == ("youth", {"city": ("1",)})


@pytest.mark.parametrize("language", languages.INTERFACE, ids=lambda language: language.public)
def test_the_name_and_the_value_may_stand_in_any_language_of_the_interface(language):
    with override(language.django):
        label = str(facets.get("language").label)
    [french] = [option.label for option in facets.get("language").options(language.public) if option.code == "fr"]
    assert dict(chosen(f"{label}:fr").filters) == {"language": ("fr",)}
    assert dict(chosen(f"language:{french}").filters) == {"language": ("fr",)}


def test_a_filter_in_the_question_is_added_to_the_others():
    read = chosen("city:Aarhus", city=["7"], form=["rb"])
    assert dict(read.filters) == {"city": ("7", "1"), "form": ("rb",)}
    assert read.query() == "city=1&city=7&form=rb"


@pytest.mark.parametrize("q", ["city:Exampleton", "city:nowhere", "town:Aarhus", "at 10:30"])
def test_an_unknown_filter_and_the_name_of_what_may_be_a_secret_are_plain_words(q):
    assert (chosen(q).q, dict(chosen(q).filters)) == (q, {})


def test_what_a_question_names_widens_it():
    asked = request("religious violence in Aarhus")
    assert [(each.facet, each.code, each.words) for each in asked.concepts] == [
        ("form", "rb", (0, 2)), ("city", "1", (3, 4)),
    ]  # fmt: skip
    assert asked.meaning


def test_what_must_not_stand_names_nothing():
    assert request("youth -Aarhus").concepts == ()


def test_a_question_that_only_names_people_is_not_widened_and_names_no_form(monkeypatch):
    monkeypatch.setattr(groups, "only_names", lambda text, codes=(): text == "believers Aarhus")
    read = chosen("believers Aarhus")
    asked = read.request("en", PUBLIC)
    assert (asked.meaning, asked.concepts) == (False, ())
    assert [each.facet for each in read.reading("en").concepts] == ["city"]


def test_a_choice_is_added_once():
    more = Chosen("a", {"city": ("1",)}, page=3).having("city", "1").having("form", "rb")
    assert (dict(more.filters), more.page) == ({"city": ("1",), "form": ("rb",)}, 1)
