"""The guard: what it points out in six languages, what it lets pass, and what it does with hostile text."""
import json
from pathlib import Path

import pytest

from practices.guard import CHECKED, Kind, findings
from practices.guard.measuring import FOLDER, HARMED, ORDINARY, labelled, published, table

DOCUMENT = Path(__file__).parents[2] / "docs" / "guard.md"


def kinds(text, language="en"):
    return {str(each.kind) for each in findings(text, language)}


@pytest.mark.parametrize("language", CHECKED)
def test_every_sentence_about_the_harmed_side_passes(language):
    assert [each.text for each in labelled(language) if each.kind == HARMED and not each.is_right] == []


@pytest.mark.parametrize("language", CHECKED)
def test_the_set_has_enough_of_each(language):
    counted = [json.loads(line)["kind"] for line in (FOLDER / f"{language}.jsonl").read_text().splitlines()]
    assert (counted.count(HARMED), counted.count(ORDINARY), len(counted)) == (12, 24, 60)


def test_the_published_figures_are_those_measured():
    assert published(DOCUMENT.read_text(encoding="utf-8")) == table()


@pytest.mark.parametrize("text", [
    "Mu\u200bslims are prone to violence.", "MUSLIMS ARE PRONE TO VIOLENCE.", "Мuslims аre prone to violence.",
    "Ｍｕｓｌｉｍｓ are prone to violence.", "Mus\u00adlims are prone to violence.",
])
def test_hidden_and_borrowed_letters_hide_nothing(text):
    assert "suspicion" in kinds(text)


@pytest.mark.parametrize("text", [
    "Call 06 12 34 56 78.", "Call ٠٦١٢٣٤٥٦٧٨.", "Call ०६१२३४५६७८.", "Call +44 20 7946 0958.",
    "Write to a.b@town.example.",
    "Write to a.b [at] town [dot] example.", "Her ID card number X1234567.", "She is @street_kid on a network.",
])
def test_contact_data_in_any_digits_and_spelling(text):
    assert "contact" in kinds(text)


@pytest.mark.parametrize("text", [
    "From 2019 to 2023, and 2021/2022.", "It cost 1 250 000 euros.", "Resolution A/70/674, 12.05.2021.",
    "See https://www.example.org/2022/0612345678 for the report.", "Open from 9.00 to 17.30.", "ISBN 978-3-16-148410-0",
])
def test_numbers_that_are_no_contact_data(text):
    assert kinds(text) == set()


def test_a_finding_says_where_it_stands_in_the_original():
    text = "Fine.\u200b Write to a.b@town.example now."
    found = findings(text, "en")[0]
    assert (found.kind, text[found.start:found.end], found.excerpt) == (Kind.CONTACT, "a.b@town.example", found.excerpt)
    assert found.excerpt == "a.b@town.example"


def test_the_mark_of_a_finding_stays_while_its_sentence_does():
    sentence = "Muslims are prone to violence."
    alone, among = findings(sentence, "en")[0], findings(f"It rained. {sentence} It snowed.", "en")[0]
    assert alone.mark == among.mark
    assert alone.mark != findings("Muslims are often prone to violence.", "en")[0].mark


def test_other_languages_are_not_read():
    assert findings("Write to a.b@town.example.", "sq") == []


@pytest.mark.parametrize("language", CHECKED)
@pytest.mark.parametrize("piece", [
    "a", "1 ", "A. ", "@", "Mr ", "12 ", "Ahmed ", "路", "a.", "(", "Muslims ", "a-", "«", "\n"])
def test_long_hostile_text_is_answered(language, piece):
    assert len(findings(piece * (5_000 // len(piece)), language)) <= 40
