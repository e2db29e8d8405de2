"""Places that a question names, by the names that are kept now."""
from __future__ import annotations

import pytest

from cities.models import City, CityName
from cities.tests.factories import make_city
from search import facets
from search.concepts import recognised

pytestmark = pytest.mark.django_db


def named(text, ui="en"):
    return [(concept.facet, concept.code) for concept in recognised(text, ui)]


@pytest.mark.parametrize(
    ("text", "ui", "place"),
    [
        ("Aarhus", "fr", ("city", "2624652")), ("в Орхусе", "ru", ("city", "2624652")),
        ("奥胡斯的学校", "zh", ("city", "2624652")), ("Dinamarca", "es", ("country", "DK")),
        ("jeunes au Danemark", "fr", ("country", "DK")), ("Latin America", "en", ("region", "419")),
        ("al-Urdun", "en", ("country", "JO")), ("el Qahira", "en", ("city", "360630")),
        ("拉丁美洲", "zh", ("region", "419")),
    ],
)  # fmt: skip
def test_a_place_is_recognised_in_any_language(geography, text, ui, place):
    assert place in named(text, ui)


def test_a_shared_name_gives_each_of_its_cities(geography):
    assert [facet for facet, _code in named("Tripoli")] == ["city", "city"]


def test_a_city_that_an_editor_made_brings_no_names_until_it_is_listed():
    city = make_city(42, en="Exampleton", ru="Примерск")
    [concept] = recognised("Exampleton", "en")
    assert (concept.code, dict(concept.labels)) == ("42", {})
    assert facets.get("city").secret("42")
    city.listed, city.membership = True, City.MEMBER
    city.save()
    [concept] = recognised("Exampleton", "en")
    assert concept.labels["ru"] == ("Примерск",)


def test_a_new_name_is_recognised_at_once():
    city = make_city(42, en="Exampleton")
    assert named("Newham Example") == []
    CityName.objects.create(city=city, language="en", kind=CityName.ALTERNATIVE, text="Newham Example")
    assert named("Newham Example") == [("city", "42")]


def test_nothing_is_read_of_the_database_while_names_are_the_same(geography, django_assert_max_num_queries):
    named("Aarhus")
    with django_assert_max_num_queries(1):
        named("youth work in Copenhagen")
