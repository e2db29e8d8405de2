"""The pages of places show what this reader may open, in the reader's language."""
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from cities import addresses, panels
from cities.models import City, CityMembership
from cities.tests.factories import make_city

pytestmark = pytest.mark.django_db
AARHUS, TRIPOLI = "2624652", "266826"


@pytest.fixture
def practice(search):
    search.add("p1", city=(AARHUS,), country=("DK",), region=("150", "154"), hub=("europe",))


def text(response):
    return " ".join(response.content.decode().split())


def test_the_directory_names_places_with_something_to_read_under_their_continent(client, geography, practice):
    response = client.get("/en/cities/")
    assert response.status_code == 200
    assert [group.label for group in response.context["groups"]] == ["Europe"]
    assert [line.label for line in response.context["groups"][0].lines] == ["Aarhus"]
    assert "Berlin" not in text(response)


def test_the_directory_leaves_out_what_the_reader_may_not_open(client, geography, search):
    search.add("secret", audience=("member",), city=(TRIPOLI,))
    assert "Tripoli" not in text(client.get("/en/cities/"))
    member = User.objects.create_user("member@example.org", "a-long-password")
    city = make_city(9, en="Town", membership=City.MEMBER)
    CityMembership.objects.create(user=member, city=city)
    client.force_login(member)
    assert "Tripoli" in text(client.get("/en/cities/"))


def test_listed_members_stand_in_the_directory_before_they_have_written(client, search):
    make_city(7, country="DK", en="Listed", membership=City.MEMBER, listed=True)
    make_city(8, country="DK", en="Unlisted", membership=City.MEMBER)
    page = text(client.get("/en/cities/"))
    assert "Listed" in page
    assert "Unlisted" not in page
    assert "0 practices" in page


def test_the_directory_finds_a_place_by_a_name_or_country_in_any_language(client, geography, practice):
    for query in ("orhus", "آرهوس", "Dinamarca", "丹麦", "aar"):
        groups = client.get("/en/cities/", {"q": query}).context["groups"]
        lines = [line.label for group in groups for line in group.lines]
        assert lines == ([] if query == "orhus" else ["Aarhus"])
    assert "No place in the record is called" in text(client.get("/en/cities/", {"q": "<b>orhus"}))
    assert "<b>orhus" not in text(client.get("/en/cities/", {"q": "<b>orhus"}))


@pytest.mark.parametrize("query", ["\x00", "\ud800".encode("utf-8", "surrogatepass"), "'", "%", "a" * 5000])
def test_the_directory_survives_any_text(client, geography, search, query):
    assert client.get("/en/cities/", {"q": query}).status_code == 200


def test_the_directory_asks_no_more_of_the_database_when_it_grows(client, geography, search):
    def queries():
        client.get("/en/cities/")
        with CaptureQueriesContext(connection) as caught:
            client.get("/en/cities/")
        return len(caught.captured_queries)

    search.add("one", city=(AARHUS,))
    few = queries()
    for number, place in enumerate(City.objects.all()):
        search.add(f"many-{number}", city=(str(place.pk),))
    assert queries() == few


def test_a_city_page_shows_names_place_and_practices(client, geography, practice):
    response = client.get(f"/ar/cities/{AARHUS}/aarhus/")
    page = text(response)
    assert response.status_code == 200
    for expected in ("آرهوس", "الدانمرك", "Practice p1", "Орхус"):
        assert expected in page
    assert response.context["found"].total == 1


def test_a_real_city_is_said_to_be_documented_and_not_speaking(client, geography, search):
    page = text(client.get(f"/en/cities/{AARHUS}/aarhus/"))
    assert "Documented from public sources; not a statement of the city, not a member." in page


def test_an_invented_municipality_says_that_it_is_one(client, search):
    city = make_city(invented=True, en="Mustergrad (invented)")
    page = text(client.get(f"/en/cities/{city.pk}/x/", follow=True))
    assert "An invented municipality" in page
    assert "Documented from public sources" not in page


def test_an_unlisted_member_is_not_named_as_one(client, search):
    make_city(7, en="Quiet", membership=City.MEMBER)
    assert "member city" not in text(client.get("/en/cities/7/quiet/"))


def test_a_city_with_nothing_to_read_is_a_page_and_not_an_error(client, geography, search):
    response = client.get(f"/en/cities/{TRIPOLI}/tripoli/")
    assert response.status_code == 200
    assert response.context["found"].total == 0


def test_an_unknown_city_is_not_found(client, geography, search):
    assert client.get("/en/cities/1/x/").status_code == 404
    assert client.get("/en/cities/99999999999999999999999/x/").status_code == 404


def test_another_slug_leads_to_the_present_one(client, geography, search):
    for path in (f"/en/cities/{AARHUS}/", f"/en/cities/{AARHUS}/arhus-by/"):
        assert client.get(path).headers["Location"] == f"/en/cities/{AARHUS}/aarhus/"


def test_the_slug_is_plain_letters_in_every_interface_language(geography):
    with override("zh-hans"):
        assert addresses.city(AARHUS) == f"/zh/cities/{AARHUS}/aarhus/"
        make_city(5, en="Łódź")
        assert addresses.city(5) == "/zh/cities/5/lodz/"


def test_a_region_page_lists_regions_countries_cities_and_practices(client, geography, practice):
    response = client.get("/en/regions/150/")
    assert [line.label for line in response.context["parts"]] == ["Northern Europe"]
    assert [line.label for line in response.context["countries"]] == ["Denmark"]
    assert [line.label for line in response.context["cities"]] == ["Aarhus"]
    assert "Practice p1" in text(response)
    assert "do not imply the expression of any opinion" in text(response)


def test_a_country_page_stands_under_its_regions_and_names_its_hub(client, geography, practice):
    response = client.get("/en/countries/DK/")
    assert [crumb["label"] for crumb in response.context["crumbs"]] == ["Cities", "Europe", "Northern Europe"]
    assert response.context["hub"]["url"] == "/en/hubs/europe/"
    assert "Practice p1" in text(response)


def test_a_practice_of_two_countries_names_only_the_cities_of_this_one(client, geography, search):
    search.add("both", city=(AARHUS, TRIPOLI), country=("DK", "LB"))
    response = client.get("/en/countries/LB/")
    assert [line.code for line in response.context["cities"]] == [TRIPOLI]


def test_a_hub_page_lists_its_countries(client, geography, practice):
    response = client.get("/en/hubs/europe/")
    assert [line.label for line in response.context["countries"]] == ["Denmark"]
    assert response.context["found"].total == 1


@pytest.mark.parametrize(
    "path",
    ["regions/001/", "regions/999/", "regions/DK/", "countries/ZZ/", "countries/dk/", "countries/150/", "hubs/x/"],
)
def test_places_that_do_not_exist_are_not_found(client, geography, search, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_what_is_asked_of_search_is_the_place_and_the_readers_tokens(client, geography, search):
    client.get("/ru/regions/202/?page=2")
    request = search.requests[-1]
    assert request.filters == {"region": ("202",)}
    assert (request.ui, request.page, request.sort, request.tokens) == ("ru", 2, "newest", frozenset({"public"}))


@pytest.mark.parametrize("page", ["0", "-1", "x", "٢", "99999999999", ""])
def test_a_page_that_is_no_number_is_the_first_or_the_last(client, geography, practice, page):
    assert client.get(f"/en/cities/{AARHUS}/aarhus/", {"page": page}).status_code == 200


def test_many_practices_are_paged(client, geography, search):
    for number in range(45):
        search.add(f"n{number}", city=(AARHUS,))
    response = client.get(f"/en/cities/{AARHUS}/aarhus/", {"page": "3"})
    assert len(response.context["found"].cards) == 5
    assert 'rel="prev"' in text(response)
    assert 'rel="next"' not in text(response)


def test_an_outage_is_said_and_is_not_shown_as_nothing_documented(client, geography, search):
    search.degraded = "Search is not answering."
    page = text(client.get(f"/en/cities/{AARHUS}/aarhus/"))
    assert "Search is not answering." in page
    assert "No practice that you may read" not in page


def test_a_section_of_a_higher_app_stands_on_the_city_page(client, geography, search):
    panel = panels.Panel(
        "test-panel", "components/plate.html", lambda request, city: {"name": "x"} if city.pk == int(AARHUS) else None
    )
    panels.register(panel)
    try:
        assert len(client.get(f"/en/cities/{AARHUS}/aarhus/").context["sections"]) == 1
        assert client.get(f"/en/cities/{TRIPOLI}/tripoli/").context["sections"] == []
    finally:
        panels.unregister(panel.name)


@pytest.mark.parametrize("ui", ["ar", "en", "es", "fr", "ru", "zh"])
@pytest.mark.parametrize(
    "path", ["cities/", f"cities/{AARHUS}/aarhus/", "regions/142/", "countries/LB/", "hubs/europe/"]
)
def test_every_page_of_places_renders_in_every_language(client, geography, practice, ui, path):
    response = client.get(f"/{ui}/{path}")
    assert response.status_code == 200
    direction = "rtl" if ui == "ar" else "ltr"
    assert f'dir="{direction}"' in text(response).split("</head>")[0]


def test_addresses_are_those_of_the_stable_interface():
    with override("zh-hans"):
        assert reverse("cities:directory") == "/zh/cities/"
        assert reverse("cities:city", args=[5, "x"]) == "/zh/cities/5/x/"
