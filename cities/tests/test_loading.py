"""The delivered places."""
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities import geography as m49
from cities import names
from cities.loading import load_gazetteer, load_geography, load_places
from cities.models import City, CityName, GazetteerPlace, Hub
from core import languages

pytestmark = pytest.mark.django_db
SIX = [language.public for language in languages.INTERFACE]


def test_loading_makes_cities_hubs_and_the_gazetteer():
    made = load_geography()
    assert made["cities"] == City.objects.count() == 209
    assert made["hubs"] == 9
    assert made["places"] == GazetteerPlace.objects.count() > 30_000


def test_loading_twice_changes_nothing_and_costs_little():
    load_geography()
    with CaptureQueriesContext(connection) as caught:
        assert load_geography() == {"cities": 0, "hubs": 0, "places": 0}
    assert len(caught.captured_queries) < 10


def test_loading_keeps_what_an_editor_changed(geography):
    CityName.objects.filter(city=2624652, language="en", kind=CityName.PREFERRED).update(text="Aarhus Kommune")
    City.objects.get(pk=2618425).delete()
    Hub.objects.get(slug="europe").delete()
    asia = Hub.objects.get(slug="central-asia")
    asia.countries = [*asia.countries, "DK"]
    asia.save()
    assert load_places() == {"cities": 1, "hubs": 1}
    assert names.label(2624652, "en") == "Aarhus Kommune"
    assert names.hub_of("DK") == "central-asia"


@pytest.mark.parametrize("ui", SIX)
def test_every_delivered_city_has_a_name_of_its_own_in_every_language(geography, ui):
    assert [place.id for place in names.places() if ui not in place.names] == []


def test_every_delivered_city_lies_in_a_known_country_and_region(geography):
    for place in names.places():
        assert place.regions
        assert place.m49 == place.regions[-1]


def test_jerusalem_shows_no_country_and_is_no_capital_but_has_its_region(geography):
    city = City.objects.get(pk=281184)
    assert (city.country, city.kind) == ("", "city")
    assert names.place(281184).regions == ("142", "145")
    load_gazetteer()
    assert GazetteerPlace.objects.get(pk=281184).country == ""


def test_every_country_belongs_to_exactly_one_hub(geography):
    assigned = sorted(code for hub in names.hubs() for code in hub.countries)
    assert assigned == sorted(m49.countries())


@pytest.mark.parametrize("ui", SIX)
def test_every_hub_has_a_name_in_every_language(geography, ui):
    assert all(hub.names[ui] for hub in names.hubs())


def test_no_delivered_city_is_a_member_or_invented(geography):
    assert not City.objects.exclude(membership=City.NONE).exists()
    assert not City.objects.filter(invented=True).exists()
    assert not City.objects.filter(listed=True).exists()


def test_no_two_cities_share_a_displayed_name_and_a_country(geography):
    for ui in SIX:
        shown = [(place.names[ui], place.country) for place in names.places()]
        assert len(shown) == len(set(shown))
