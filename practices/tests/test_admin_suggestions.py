"""Cities are found by any of their names, practices by the title of any of their languages."""
import pytest
from django.urls import reverse

from cities.models import CityName
from practices.tests.factories import make_city, make_page

pytestmark = pytest.mark.django_db


def suggested(client, what, typed):
    answer = client.get(reverse(f"practices_admin:{what}"), {"q": typed})
    assert answer.status_code == 200
    return [item["label"] for item in answer.json()["results"]]


@pytest.mark.parametrize("typed", ["Aarh", "arhus", "Århus", "آرهوس", "奥胡斯"])
def test_a_city_is_found_by_any_of_its_names_in_any_spelling(desk, typed):
    city = make_city("Aarhus", country="DK", m49="154")
    for language, kind, text in (("", "search", "Århus"), ("ar", "preferred", "آرهوس"), ("zh", "preferred", "奥胡斯")):
        CityName.objects.create(city=city, language=language, kind=kind, text=text)
    assert suggested(desk, "cities", typed) == ["Aarhus, Denmark"]


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "%", "' OR 1=1 --", "x" * 10_000])
def test_any_text_is_answered(desk, typed):
    make_city("Aarhus")
    assert suggested(desk, "cities", typed) == []
    assert suggested(desk, "practices", typed) == []


def test_many_namesakes_are_cut_to_a_short_list(desk):
    for _number in range(20):
        make_city("Springfield", country="US")
    assert len(suggested(desk, "cities", "spring")) == 12


@pytest.mark.parametrize("typed", ["дијалог", "Дијалог", "ДИЈАЛОГ", "пазар"])
def test_a_practice_is_found_by_a_word_of_its_title_in_any_case(desk, typed):
    make_page(language="mk", title="Дијалог на пазар")
    assert suggested(desk, "practices", typed) == ["Дијалог на пазар"]


def test_visitors_get_no_suggestions(client):
    make_city("Aarhus")
    assert client.get(reverse("practices_admin:cities"), {"q": "aarh"}).status_code == 302
