"""The facets that places add to search."""
import pytest

from cities.tests.factories import make_city
from search import facets

pytestmark = pytest.mark.django_db


def options(name, ui):
    return {option.code: option.label for option in facets.get(name).options(ui)}


def test_cities_stand_in_the_alphabetical_order_of_the_language(geography):
    english = list(options("city", "en").values())
    assert english.index("Aarhus") < english.index("Berlin") < english.index("Dakar")
    arabic = list(options("city", "ar").values())
    assert arabic.index("الدار البيضاء") < arabic.index("طرابلس (لبنان)")


def test_cities_of_one_name_are_told_apart_by_their_country(geography):
    shown = options("city", "fr")
    assert shown["266826"] == "Tripoli (Liban)"
    assert shown["2210247"] == "Tripoli (Libye)"
    assert shown["2618425"] == "Copenhague"


def test_countries_are_those_of_kept_cities_and_others_stay_valid(geography):
    facet = facets.get("country")
    assert options("country", "es")["DK"] == "Dinamarca"
    assert "LI" not in options("country", "es")
    assert facet.valid("LI")
    assert facet.name_of("LI", "es") == "Liechtenstein"
    assert not facet.valid("ZZ")


def test_regions_stand_after_the_one_they_lie_in(geography):
    rows = list(facets.get("region").options("en"))
    seen = set()
    for row in rows:
        assert not row.parent or row.parent in seen
        seen.add(row.code)
    assert facets.get("region").valid("202")
    assert not facets.get("region").valid("001")


def test_hubs_are_options_by_their_slug(geography):
    assert options("hub", "ru")["europe"] == "Европа"
    assert not facets.get("hub").valid("atlantis")


def test_whether_a_city_is_kept_cannot_be_asked_by_its_id(client):
    make_city(42, en="Somewhere", listed=False)
    kept, other = (client.get("/api/v1/search", {"city": code}) for code in ("42", "43"))
    assert kept.status_code == other.status_code == 200
    assert kept.content.replace(b"42", b"43").partition(b"took_ms")[0] == other.content.partition(b"took_ms")[0]
    assert kept.json()["facets"]["city"][-1] == {"code": "42", "label": "42", "count": 0, "selected": True}


@pytest.mark.parametrize("code", ["abc", "-1", "٤٢", "1" * 11, "4 2"])
def test_what_is_no_id_of_a_city_is_not_valid(code):
    assert not facets.get("city").valid(code)


def test_options_cost_no_query_per_city(geography, django_assert_max_num_queries):
    facets.get("city").options("en")
    with django_assert_max_num_queries(1):
        for name in ("city", "country", "region", "hub"):
            facets.get(name).options("ar")
