"""Arabic and Russian names in Latin letters, on the real vocabularies and cities."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from search.language import script_of
from search.transliteration import Typed, typing_of

ROOT = Path(__file__).parents[2]
VOCABULARIES = ("approach", "setting", "form", "theme", "participants", "harm", "harmed", "driver", "level")


def labels():
    """Every label of the vocabularies, and the names of cities whose own name is in that script."""
    for scheme in VOCABULARIES:
        for concept in json.loads((ROOT / f"taxonomy/data/{scheme}.json").read_text())["concepts"]:
            for names in (concept["labels"], concept.get("hidden", {})):
                yield from ((concept["code"], text) for texts in names.values() for text in texts)
    for city in json.loads((ROOT / "cities/data/cities.json").read_text()):
        own_script = script_of(city.get("own") or "")
        for text in city["names"].values():
            if script_of(text) in {"latin", "cyrillic", own_script}:
                yield city["names"]["en"], text


@pytest.fixture(scope="module")
def typed():
    found = Typed()
    for code, text in labels():
        found.add(text, code, script_of(text))
    return found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("shkola", "school"), ("molodezh", "young-people"), ("molodyozh", "young-people"),
        ("sem'ya", "family"), ("semia", "family"), ("semja", "family"), ("tyurma", "prison-probation"),
        ("tjurma", "prison-probation"), ("yazyk nenavisti", "hate-speech"), ("iazyk nenavisti", "hate-speech"),
        ("mestnyy sovet po profilaktike", "local-prevention-network"),
        ("mestnyi sovet po profilaktike", "local-prevention-network"),
        ("mestnyj sovet po profilaktike", "local-prevention-network"), ("zdravookhranenie", "health"),
        ("zdravoohraneniye", "health"), ("rabochee mesto", "workplace"), ("Moskwa", "Moscow"), ("Orkhus", "Aarhus"),
    ],
)  # fmt: skip
def test_russian_in_latin_letters_is_found(typed, text, code):
    assert typed.find(typing_of(text)) == {code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("al-madrasa", "school"), ("madrasa", "school"), ("el medrese", "school"), ("shabab", "young-people"),
        ("ash-shabab", "young-people"), ("chabab", "young-people"), ("al-shabaab", "young-people"),
        ("khitab al-karahiya", "hate-speech"), ("khitaab al karaahiya", "hate-speech"),
        ("al-istiqtab", "polarization"), ("istiqtaab", "polarization"), ("as-sijn", "prison-probation"),
        ("makan al-'amal", "workplace"), ("shabakat al-wiqaya al-mahalliya", "local-prevention-network"),
        ("al-Qahira", "Cairo"), ("el qahira", "Cairo"), ("alqaahira", "Cairo"), ("ad-dar al-bayda", "Casablanca"),
    ],
)  # fmt: skip
def test_arabic_in_latin_letters_is_found(typed, text, code):
    assert typed.find(typing_of(text)) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "help", "sign", "según", "siguen", "position", "docker", "begin", "repeat", "scope", "towns", "market",
        "maker", "number", "shelter", "family", "mail", "arrest", "salad", "street art", "media", "quedas", "lejos",
        "police", "council", "murder", "letter", "turma", "kendi", "sagen", "orden", "wasat", "seed", "mosque", "a",
        "x y z", "sport", "school", "school sport",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_typing_of_anything(typed, text):
    assert typed.find(typing_of(text)) == frozenset()


def test_very_short_names_are_never_typed():
    short = Typed()
    short.add("мир", "peace", "cyrillic")
    short.add("سلم", "peace", "arabic")
    assert not short.find(typing_of("mir")) | short.find(typing_of("salm"))
