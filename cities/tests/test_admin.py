"""Editors keep cities and hubs in the admin."""
import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.models import User
from cities.folding import folded
from cities.models import City, CityMembership, GazetteerPlace, Hub
from cities.querysets import INVENTED_FROM
from cities.tests.factories import make_city

pytestmark = pytest.mark.django_db
TETOVO = 785082


@pytest.fixture(autouse=True)
def editor(client):
    user = User.objects.create_superuser("editor@example.org", "a-long-password")
    client.force_login(user)
    return user


@pytest.fixture
def gazetteer():
    """A few places, two of them of one name."""
    rows = ((TETOVO, "Tetovo", "MK", 42.01, 20.971, 63176), (11, "Springfield", "US", 39.8, -89.6, 116_250),
            (12, "Springfield", "US", 37.2, -93.3, 166_810), (13, "Springfield Gardens", "US", 40.6, -73.7, 20_000))
    for id, name, country, latitude, longitude, population in rows:
        GazetteerPlace.objects.create(
            id=id, name=name, folded=folded(name), country=country, latitude=latitude, longitude=longitude,
            population=population,
        )


def url(model, name, *args):
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def form(name="Tetovo", **fields):
    names = [{"language": "en", "kind": "preferred", "text": name}] if name else []
    return nested_form_data({"kind": "city", "membership": "none", "names": inline_formset(names), **fields})


def errors(response):
    return str(response.context["form"].errors)


def test_a_city_takes_from_the_gazetteer_what_is_left_empty(client, gazetteer):
    assert client.post(url(City, "add"), form(id=TETOVO)).status_code == 302
    city = City.objects.get(pk=TETOVO)
    assert (city.country, city.m49) == ("MK", "039")
    assert city.population > 50_000
    assert city.latitude
    assert city.label("en") == "Tetovo"


def test_the_id_is_found_by_name_when_only_one_place_has_it(client, gazetteer):
    assert client.post(url(City, "add"), form(look_up="tetovo")).status_code == 302
    assert City.objects.filter(pk=TETOVO).exists()


def test_several_places_of_a_name_are_offered(client, gazetteer):
    response = client.post(url(City, "add"), form("Springfield", look_up="Springfield"))
    assert "Springfield (US)" in errors(response)
    assert not City.objects.named("Springfield").exists()


def test_a_real_place_needs_an_id_or_a_name_that_the_gazetteer_knows(client, gazetteer):
    assert "Give the GeoNames id" in errors(client.post(url(City, "add"), form()))
    assert "Give the GeoNames id" in errors(client.post(url(City, "add"), form(look_up="Atlantis on Sea")))


def test_an_invented_municipality_gets_its_own_key(client):
    assert client.post(url(City, "add"), form("Mustergrad", invented="on")).status_code == 302
    assert City.objects.get().pk == INVENTED_FROM


def test_keys_of_real_and_invented_places_are_not_mixed_up(client):
    assert "invented municipality empty" in errors(client.post(url(City, "add"), form(id=5, invented="on")))
    assert "not a GeoNames id" in errors(client.post(url(City, "add"), form(id=INVENTED_FROM)))


def test_a_second_city_of_the_same_id_is_refused(client):
    make_city(5, en="Five")
    assert "already exists" in errors(client.post(url(City, "add"), form(id=5)))


def test_a_city_needs_a_name_to_show(client):
    assert "displayed name in English" in errors(client.post(url(City, "add"), form(name="", id=5)))


def test_a_country_that_does_not_exist_is_refused(client):
    assert "no country or area" in errors(client.post(url(City, "add"), form(id=5, country="ZZ")))


def test_the_key_of_a_city_cannot_be_changed(client):
    make_city(5, en="Five", country="DK")
    client.post(url(City, "edit", 5), form("Fünf", id=6, country="DE"))
    assert list(City.objects.values_list("pk", "country")) == [(5, "DE")]


def test_the_list_finds_a_city_by_any_name_and_shows_it_once(client, geography):
    response = client.get(url(City, "list"), {"q": "رهوس"})
    assert [city.pk for city in response.context["object_list"]] == [2624652]


def test_a_hub_takes_countries_that_no_other_hub_has(client, geography):
    data = {"slug": "nordic", "order": "5", "labels": inline_formset([{"language": "en", "text": "Nordic"}])}
    taken = client.post(url(Hub, "add"), nested_form_data(data) | {"countries": ["DK"]})
    assert "Denmark" in errors(taken)
    europe = Hub.objects.get(slug="europe")
    europe.countries = [code for code in europe.countries if code != "DK"]
    europe.save()
    assert client.post(url(Hub, "add"), nested_form_data(data) | {"countries": ["DK"]}).status_code == 302
    assert Hub.objects.get(slug="nordic").countries == ["DK"]


@pytest.mark.parametrize("model", [City, Hub, CityMembership])
def test_lists_and_empty_forms_open(client, geography, editor, model):
    CityMembership.objects.create(user=editor, city=City.objects.first())
    assert client.get(url(model, "list")).status_code == 200
    assert client.get(url(model, "add")).status_code == 200
