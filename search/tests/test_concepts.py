"""Which coded values a question names."""
from __future__ import annotations

import pytest

from search import concepts, facets, synonyms

CITIES = (
    ("1", "en", "Aarhus"), ("1", "ar", "آرهوس"), ("1", "ru", "Орхус"), ("1", "zh", "奥胡斯"), ("1", "", "Århus"),
    ("2", "en", "Singapore"), ("2", "zh", "新加坡"), ("3", "en", "Reading"), ("4", "en", "Cairo"),
    ("4", "ar", "القاهرة"), ("4", "", "القاهرة"), ("5", "en", "Of"), ("6", "ar", "كاميرون"), ("8", "en", "US"),
)  # fmt: skip
HIDDEN = (("7", "en", "Exampleton"), ("7", "ru", "Примерск"), ("7", "en", "Example bay north"))
COUNTRIES = (("SG", "en", "Singapore"), ("XX", "en", "Example bay"))
IDEAS = (
    ("network", "en", "Local prevention network"), ("network", "ar", "شبكة الوقاية المحلية"),
    ("network", "ru", "Местная сеть профилактики"), ("network", "zh", "地方预防网络"),
    ("network", "fr", "Réseau local de prévention"), ("old-network", "en", "prevention council"),
    ("school", "en", "school"), ("school", "zh", "学校"), ("school", "ru", "школа"), ("gone", "en", "gone idea"),
    ("mentor", "en", "mentor"), ("mentoring", "en", "mentoring"), ("parents", "en", "Families"),
    ("home", "en", "families"), ("young", "en", "families"), ("more", "en", "families"),
)  # fmt: skip


def declare(name, names, **more):
    return facets.register(
        facets.Facet(name, name, lambda ui: [], more.pop("valid", lambda code: True), names=lambda: names, **more)
    )


@pytest.fixture(autouse=True)
def named(bare_registries, monkeypatch):
    monkeypatch.setattr(synonyms, "groups", lambda: ())
    declare("country", COUNTRIES, proper=True, order=100)
    declare("city", (*CITIES, *HIDDEN), proper=True, order=102, secret=lambda code: code == "7")
    declare("keyword", (("school", "", "school"),), open_ended=True, secret=lambda code: True)
    declare(
        "approach", IDEAS, order=60, valid=lambda code: code != "gone",
        canonical=lambda code: code.removeprefix("old-"),
    )  # fmt: skip


def found(text, ui="en"):
    return [(concept.facet, concept.code, concept.words) for concept in concepts.recognised(text, ui)]


@pytest.mark.parametrize(
    ("text", "ui"),
    [
        ("Local prevention networks", "en"), ("réseaux locaux de prévention", "fr"), ("شبكات الوقاية المحلية", "ar"),
        ("местные сети профилактики", "ru"), ("местной сетью профилактики", "ru"), ("地方预防网络", "zh"),
        ("local prevention networks", "ar"), ("PREVENTION COUNCIL", "en"),
    ],
)  # fmt: skip
def test_an_idea_is_recognised_in_every_language_and_inflection(text, ui):
    [(facet, code, (first, last))] = found(text, ui)
    assert (facet, code, first) == ("approach", "network", 0)
    assert last in {2, 3, 4, 6}


def test_all_labels_come_along_by_language():
    [concept] = concepts.recognised("prevention council", "en")
    assert concept.labels["en"] == ("Local prevention network", "prevention council")
    assert concept.labels["ar"] == ("شبكة الوقاية المحلية",)


def test_places_are_recognised_beside_ideas():
    assert found("What did a local prevention network do in Århus?")[1:] == [("city", "1", (8, 9))]
    assert ("city", "1", (3, 4)) in found("сеть профилактики в Орхусе", "ru")


def test_a_name_inside_a_run_is_placed_by_characters():
    assert found("在奥胡斯的地方预防网络", "zh") == [("city", "1", (1, 4)), ("approach", "network", (5, 11))]


def test_a_name_that_several_share_gives_the_narrower_place_first():
    assert found("Singapore") == [("city", "2", (0, 1)), ("country", "SG", (0, 1))]


def test_at_most_three_values_share_a_name():
    assert [code for _facet, code, _words in found("families")] == ["parents", "home", "young"]


def test_what_stands_as_written_wins_over_a_stem():
    assert found("mentoring") == [("approach", "mentoring", (0, 1))]
    assert {code for _facet, code, _words in found("mentors")} == {"mentoring", "mentor"}


@pytest.mark.parametrize("text", ["He reads a book", "of", "US", "us", "gone idea", "", "…", "council", "كاميرات"])
def test_what_only_looks_like_a_name_is_none(text):
    assert found(text) == []


def test_a_proper_name_is_recognised_as_written_in_any_case():
    assert found("reading") == [("city", "3", (0, 1))]


def test_a_code_that_is_not_valid_is_never_recognised_and_a_merged_one_is_the_present_one():
    assert found("gone idea") == []
    assert found("prevention council") == [("approach", "network", (0, 2))]


def test_what_may_be_a_secret_brings_no_names_along():
    [concept] = concepts.recognised("Exampleton", "en")
    assert (concept.code, dict(concept.labels)) == ("7", {})


def test_what_may_be_a_secret_hides_no_other_name():
    assert found("Example bay north") == [("country", "XX", (0, 2)), ("city", "7", (0, 3))]
    assert found("school") == [("approach", "school", (0, 1)), ("keyword", "school", (0, 1))]


def test_new_names_are_known_at_once():
    assert found("Newtown") == []
    declare("city", (("9", "en", "Newtown"),))
    assert found("Newtown") == [("city", "9", (0, 1))]


def test_names_are_built_once_while_they_are_the_same(monkeypatch):
    found("Aarhus")
    monkeypatch.setattr(concepts, "_build", None)
    assert found("Århus")


def test_a_name_typed_in_latin_letters_is_recognised():
    assert found("shkola in al-Qahira") == [("approach", "school", (0, 1)), ("city", "4", (2, 4))]


def test_synonyms_of_editors_bring_the_other_words(monkeypatch):
    monkeypatch.setattr(synonyms, "groups", lambda: (("en", ("CVE", "preventing violent extremism")),))
    [concept] = concepts.recognised("cve plans", "en")
    assert (concept.facet, concept.code, concept.words) == ("", "", (0, 1))
    assert concept.labels == {"en": ("preventing violent extremism",)}


def test_synonyms_belong_to_their_language(monkeypatch):
    monkeypatch.setattr(synonyms, "groups", lambda: (("ru", ("мэрия", "ратуша")),))
    assert concepts.recognised("мэрии", "ru")[0].labels == {"ru": ("ратуша",)}
    assert concepts.recognised("town hall", "en") == ()


def test_a_whole_text_is_looked_up_as_a_name():
    assert concepts.coded("city", "aarhus") == ("1",)
    assert concepts.coded("city", "Exampleton") == ()
    assert concepts.coded("nothing", "aarhus") == ()
