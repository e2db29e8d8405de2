"""What the delivered vocabularies promise, read from their files."""
import json

import pytest

from core import languages
from taxonomy import wording
from taxonomy.loading import DATA, vocabulary_file
from taxonomy.schemes import Scheme

SIX = {language.public for language in languages.INTERFACE}
CODES = {
    "form": "any xri rb pol ter gen ins iss mix",
    "level": "primary secondary tertiary",
    "harmed": "racism-xenophobia antisemitism anti-muslim religion-belief roma-sinti misogyny sogi migrants-refugees "
    "disability",
    "harm": "hate-speech hate-crime polarization disinformation intimidation-officials gang-violence online-harms",
    "driver": "lack-of-opportunity marginalization governance-violations prolonged-conflict prisons "
    "personal-background grievances distortion leadership-networks",
    "approach": "local-prevention-network local-action-plan case-management mentoring dialogue frontline-training "
    "alternative-narratives education family-support exit-reintegration public-space victim-support crisis-response "
    "civic-participation restorative-practice research national-local-cooperation",
    "setting": "school street online prison-probation sport worship workplace health family",
    "sector": "municipality police social-services schools health youth-work prison-probation justice culture-sport "
    "faith-communities civil-society research business media national-government",
    "theme": "dialogue-conflict-prevention governance-rights-law engaging-communities empowering-youth "
    "gender-equality education-skills-employment communication-internet",
    "participants": "general-public young-people families difficult-circumstances harmed-people "
    "leaving-violent-groups returning prison-probation professionals local-leaders",
    "age": "under-12 12-17 18-29 30-plus",
    "kind": "case_study lesson_learned programme",
    "status": "planned pilot running completed stopped unknown",
    "stop-reason": "funding mandate harm-seen goal-reached",
    "scope": "neighbourhood city several-cities county-or-province national-with-cities",
    "cost": "none under-10k 10k-100k 100k-1m over-1m",
    "evaluation": "unknown none self commissioned independent",
    "evidence-quality": "account process before_after comparison randomised",
    "direction": "favourable mixed no-change unfavourable not-measured",
}
DEFINED = set(CODES) - {"status", "stop-reason", "scope", "cost"}


def concepts():
    for scheme in Scheme.values:
        for row in vocabulary_file(scheme)["concepts"]:
            yield pytest.param(scheme, row, id=f"{scheme}:{row['code']}")


def every_label(row):
    for language, texts in row["labels"].items():
        for number, text in enumerate(texts):
            yield language, text, number == 0
    for language, texts in row.get("hidden", {}).items():
        for text in texts:
            yield language, text, False


def test_every_vocabulary_has_exactly_the_codes_of_the_stable_interface():
    delivered = {scheme: [row["code"] for row in vocabulary_file(scheme)["concepts"]] for scheme in Scheme.values}
    assert delivered == {scheme: codes.split() for scheme, codes in CODES.items()}


@pytest.mark.parametrize(("scheme", "row"), list(concepts()))
def test_a_concept_has_a_displayed_label_in_six_languages(scheme, row):
    assert set(row["labels"]) == SIX
    assert all(texts and texts[0].strip() == texts[0] and texts[0] for texts in row["labels"].values())


@pytest.mark.parametrize(("scheme", "row"), list(concepts()))
def test_a_concept_has_a_definition_and_a_source_in_six_languages(scheme, row):
    if scheme not in DEFINED:
        assert "definitions" not in row
        return
    assert row["source"]
    assert set(row["definitions"]) == SIX
    assert all(text.endswith((".", "。")) for text in row["definitions"].values())


@pytest.mark.parametrize(("scheme", "row"), list(concepts()))
def test_labels_keep_the_rules_of_wording(scheme, row):
    found = [
        (language, text, problem)
        for language, text, displayed in every_label(row)
        for problem in wording.problems(scheme, language, text, displayed=displayed)
    ]
    assert found == []


@pytest.mark.parametrize(("scheme", "row"), list(concepts()))
def test_definitions_do_not_speak_of_extremism_without_violence(scheme, row):
    found = [
        text
        for language, text in row.get("definitions", {}).items()
        if list(wording.problems(scheme, language, text, displayed=False))
    ]
    assert found == []


@pytest.mark.parametrize("scheme", Scheme.values)
@pytest.mark.parametrize("language", sorted(SIX))
def test_no_two_concepts_of_a_vocabulary_share_a_displayed_label(scheme, language):
    shown = [row["labels"][language][0] for row in vocabulary_file(scheme)["concepts"]]
    assert len(shown) == len(set(shown))


def test_capitals_begin_displayed_labels_where_the_script_has_them():
    small = [
        row["labels"][language][0]
        for scheme in Scheme.values
        for row in vocabulary_file(scheme)["concepts"]
        for language in ("en", "es", "fr", "ru")
        if row["labels"][language][0][0].islower()
    ]
    assert small == []


def test_unconfirmed_cells_stand_on_the_list_for_native_readers(settings):
    listed = (settings.BASE_DIR / "docs" / "translations" / "unconfirmed.md").read_text(encoding="utf-8")
    rows = [
        row
        for scheme in Scheme.values
        for row in vocabulary_file(scheme)["concepts"]
        if row.get("unconfirmed") and scheme == "form"
    ]
    assert rows
    for row in rows:
        for language in row["unconfirmed"]:
            assert row["labels"][language][0][1:] in listed


def test_every_file_of_a_vocabulary_belongs_to_a_scheme():
    files = {path.stem for path in DATA.glob("*.json")} - {"group-words"}
    assert files == set(Scheme.values)
    assert all(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))["scheme"] == name for name in files)
