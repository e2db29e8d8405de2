"""Names come from memory and cost a list nothing."""
import pytest
from django.utils.translation import override

from cities import labels, names
from cities.models import City, CityName, Hub, HubLabel
from cities.querysets import INVENTED_FROM
from cities.tests.factories import make_city

pytestmark = pytest.mark.django_db


def test_a_city_is_called_by_its_name_in_the_readers_language():
    city = make_city(2624652, country="DK", en="Aarhus", ar="آرهوس")
    assert city.label("ar") == "آرهوس"
    with override("ar"):
        assert str(city) == "آرهوس"


def test_a_missing_name_falls_back_to_english_then_to_any_then_to_the_id():
    assert make_city(1, en="One", ru="Один").label("fr") == "One"
    assert make_city(2, ru="Два").label("fr") == "Два"
    assert names.label(404, "fr") == "404"


@pytest.mark.parametrize("code", ["", "x", "٣", "-1", "1.5", "1" * 30])
def test_a_code_that_is_no_city_is_no_place(code):
    assert names.place(code) is None


def test_a_list_of_cities_costs_one_query(geography, django_assert_num_queries):
    names.label(2624652)
    with django_assert_num_queries(1):
        assert len([city.label("zh") for city in City.objects.all()]) == 209


def test_a_renamed_city_is_shown_at_once():
    city = make_city(1, en="Old name")
    assert names.label(1, "en") == "Old name"
    name = CityName.objects.get(city=city)
    name.text = "New name"
    name.save()
    assert names.label(1, "en") == "New name"
    assert labels.searched([1], [], [], [], "en") == ("New name",)


def test_an_invented_municipality_gets_a_key_that_no_real_place_can_have():
    first, second = make_city(invented=True, en="Mustergrad"), make_city(invented=True, en="Otherville")
    assert (first.pk, second.pk) == (INVENTED_FROM, INVENTED_FROM + 1)


def test_the_region_of_a_city_follows_its_country():
    assert make_city(1, country="DK", m49="005").m49 == "154"
    assert make_city(2, country="", m49="145").m49 == "145"


def test_a_city_is_searched_by_all_names_its_country_regions_and_hub(geography):
    found = labels.searched([2624652], ["DK"], ["150", "154"], ["europe"], "zh")
    assert found[0] == "奥胡斯"
    assert {"Århus", "丹麦", "欧洲", "北欧"} <= set(found)
    assert "Denmark" not in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("id", "own"),
    [(2624652, "Aarhus"), (2618425, "København"), (360630, "القاهرة"), (786714, ""), (281184, ""), (404, "")],
)
def test_the_name_that_a_place_gives_itself_is_known_where_there_is_one(geography, id, own):
    assert names.local_name(id) == own


def test_a_city_that_only_has_a_local_name_is_called_by_it():
    city = City.objects.create(id=5)
    CityName.objects.create(city=city, language="", kind=CityName.PREFERRED, text="Ош")
    assert city.label("fr") == "Ош"


def test_a_hub_is_called_by_its_name_in_the_readers_language():
    hub = Hub.objects.create(slug="north", countries=["DK", "SE"])
    HubLabel.objects.create(hub=hub, language="en", text="North")
    assert hub.label("ru") == "North"
    assert names.hub_of("SE") == "north"
    assert names.hub_of("FR") == ""
    assert names.hub_label("gone", "en") == "gone"
