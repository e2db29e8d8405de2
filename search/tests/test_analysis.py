"""The one analysis behind index, query and highlighting."""
from __future__ import annotations

import pytest

from core import languages
from search.analysis import analyse, fold, indexed
from search.arabic import without_article
from search.tests.arabic_pairs import PAIRS


def values(text, code=""):
    return [term.value for term in analyse(text, code)]


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("en", "council", "Councils"),
        ("es", "consejo", "consejos"),
        ("fr", "l’école", "écoles"),
        ("ru", "молодёжный", "молодежные"),
        ("de", "Schule", "SCHULEN"),
        ("tr", "okul", "okullar"),
        ("pt", "prisão", "prisao"),
        ("ar", "المدرسة", "مدرسة"),
    ],
)
def test_inflected_forms_meet_in_one_term(code, one, other):
    assert values(one, code) == values(other, code)


def test_chinese_runs_become_overlapping_pairs():
    assert values("青年委员会", "zh") == ["青年", "年委", "委员", "员会"]


def test_a_single_chinese_character_stays():
    assert values("火", "zh") == ["火"]


def test_mixed_scripts_are_cut_apart():
    assert values("AI技术2019年") == ["ai", "技术", "2019", "年"]


@pytest.mark.parametrize("text", ["データ", "평화교육", "สันติภาพ"])
def test_other_scripts_without_inflecting_words_become_pairs(text):
    assert all(len(value) == 2 for value in values(text))


def test_width_and_composition_do_not_matter():
    assert values("ＡＢＣ é") == values("abc e\u0301")


@pytest.mark.parametrize(("french", "plain"), [("l’homme", "homme"), ("jusqu'ici", "ici"), ("d'école", "école")])
def test_french_elision_is_taken_off(french, plain):
    assert values(french, "fr") == values(plain, "fr")


def test_an_apostrophe_inside_a_ukrainian_word_is_a_letter():
    assert values("п'ять", "uk") == values("п’ять", "uk") == ["пять"]


def test_digits_of_every_script_are_the_same_number():
    assert values("٢٠١٩ ۲۰۱۹ 2019") == ["2019"] * 3


def test_bengali_vowel_signs_are_letters():
    assert fold("কি") != fold("ক")


def test_accents_hamza_and_harakat_fold():
    assert [fold("école"), fold("ёлка"), fold("أُسرة")] == ["ecole", "елка", "اسره"]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_arabic_pair_has_the_same_terms(one, other):
    assert values(one, "ar") == values(other, "ar")
    assert values(one) == values(other)


@pytest.mark.parametrize("word", ["مدرسه", "التزام", "الم", "حق", "سلام", "والد", "الله", "كتاب", "بالغ", "للا"])
def test_an_article_more_never_changes_an_arabic_word(word):
    assert without_article("ال" + word) == without_article(word)


def test_root_letters_that_look_like_an_article_stay():
    assert [without_article(word) for word in ("التهاب", "الم", "والدين", "بالغين")] == [
        "التهاب", "الم", "والدين", "بالغين",
    ]  # fmt: skip


@pytest.mark.parametrize("language", languages.ALL, ids=lambda language: language.public)
def test_every_content_language_can_be_analysed(language):
    assert values(language.name, language.public)


@pytest.mark.parametrize("text", ["Écoles d’été à Kraków", "المدارس والحق", "青年委员会 AI", "ｶﾞｰﾃﾞﾝ city", "don’t"])
def test_terms_point_at_the_text_they_came_from(text):
    for term in analyse(text, "fr"):
        assert text[term.start : term.end].strip()
    starts = [term.start for term in analyse(text, "fr")]
    assert starts == sorted(starts)


def test_the_stored_form_holds_the_same_terms():
    text = "Les écoles d’été 青年委员会 المدارس"
    assert indexed(text, "fr").split() == values(text, "fr")


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "\u200f\u202e", "…—!", "\u0301", "a" * 10_000])
def test_nothing_that_can_be_typed_breaks_it(text):
    for code in ("", "ar", "zh", "fr"):
        assert all(value and " " not in value for value in values(text, code))
