"""A city is found by any of its names, however spelled, and by no other city's."""
import json
from pathlib import Path

import pytest

from cities.folding import folded
from cities.models import City, GazetteerPlace
from cities.tests.factories import make_city

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "exonym-pairs.jsonl").read_text(encoding="utf-8").splitlines()
]
FINDS = [(pair["query"], pair["geonameid"]) for pair in PAIRS if "geonameid" in pair]
NEVER = [(pair["query"], pair["not_geonameid"]) for pair in PAIRS if "not_geonameid" in pair]


@pytest.mark.parametrize(("query", "expected"), FINDS)
def test_a_name_that_people_type_finds_its_city_first(geography, query, expected):
    assert City.objects.named(query).first().pk == expected


@pytest.mark.parametrize(("query", "never"), NEVER)
def test_a_name_does_not_find_a_city_that_only_resembles_it(geography, query, never):
    assert never not in City.objects.named(query).values_list("pk", flat=True)


@pytest.mark.parametrize("query", ["", "   ", "???", "\u202e", "'"])
def test_a_text_without_a_letter_finds_nothing(geography, query):
    assert not City.objects.named(query).exists()
    assert not City.objects.named_like(query).exists()
    assert not GazetteerPlace.objects.named_like(query).exists()


def test_suggestions_are_by_beginning_and_the_largest_stands_first(geography):
    found = [city.label("en") for city in City.objects.named_like("san ")]
    assert found
    sizes = [city.population for city in City.objects.named_like("ka")]
    assert len(sizes) > 2
    assert sizes == sorted(sizes, reverse=True)


def test_a_city_with_two_matching_names_is_found_once(db):
    city = make_city(1, en="Aarhus", fr="Aarhus")
    assert list(City.objects.named("AARHUS")) == [city]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Århus", "arhus"), ("Łódź", "Lodz"), ("Ærø", "aero"), ("Gießen", "Giessen"), ("İstanbul", "istanbul"),
        ("N’Djamena", "Ndjamena"), ("Salem-Keizer", "salem keizer"), ("الإسكندرية", "الاسكندريه"), ("آرهوس", "ارهوس"),
        ("عَمّان", "عمان"), ("Орёл", "Орел"), ("São  Paulo", "sao paulo"),
    ],
)
def test_spellings_that_a_reader_calls_the_same_fold_to_one(one, other):
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Puno", "Pune"), ("Dakar", "Dhaka"), ("达喀尔", "达卡"), ("Osh", "Ош")])
def test_different_names_stay_different(one, other):
    assert folded(one) != folded(other)
