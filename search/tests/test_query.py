"""A question taken apart."""
from __future__ import annotations

import pytest

from search.contract import Concept
from search.query import label_phrases, parse, phrase_terms


@pytest.mark.parametrize(
    ("text", "ui", "kept"),
    [
        ("What did the councils do?", "en", ("council",)),
        ("¿Qué hicieron los consejos?", "es", ("hic", "consej")),
        ("как работают советы", "ru", ("работа", "совет")),
        ("ما هي المدارس", "ar", ("مدارس",)),
    ],
)
def test_stop_words_are_dropped(text, ui, kept):
    assert parse(text, ui).terms(ui) == kept


def test_stop_words_stay_when_there_is_nothing_else():
    assert parse("the who", "en").terms("en")


def test_chinese_question_words_are_cut_out_of_the_run():
    terms = parse("城市为什么成立青年委员会", "zh").terms("zh")
    assert terms == ("城市", "成立", "立青", "青年", "年委", "委员", "员会")


def test_the_limit_counts_words_not_pairs():
    assert len(parse("青年委员会在城市里做了很多事情来防止暴力和仇恨的传播", "zh").terms("zh")) > 20 - 8
    assert len(parse(" ".join(f"word{number}" for number in range(40)), "en").terms("en")) == 20


def test_an_elided_french_question_loses_its_question_word():
    assert parse("qu’est-ce qu’une école", "fr").terms("fr") == parse("école", "fr").terms("fr")


def test_unstemmed_words_leave_out_stop_words_of_other_languages_in_the_script():
    assert parse("war", "en").neutral_terms() == ()
    assert parse("war", "en").terms("en") == ("war",)


def test_a_chosen_language_of_the_script_is_read_too():
    assert "es" in parse("menores", "en", ["es", "ar"]).languages
    assert "ar" not in parse("menores", "en", ["es", "ar"]).languages


@pytest.mark.parametrize(
    ("text", "ui", "number"),
    [("", "en", 0), ("the who", "en", 1), ("What did the councils do?", "en", 1), ("youth councils", "en", 2),
     ("青年委员会", "zh", 3), ("как работают советы", "ru", 2)],
)  # fmt: skip
def test_words_that_carry_meaning_are_counted(text, ui, number):
    assert parse(text, ui).content_words == number


def test_the_share_of_a_stretch_leaves_stop_words_out():
    query = parse("What did the councils of Aarhus do", "en")
    assert query.share((4, 6)) == 0.5
    assert query.share((3, 6)) == 1
    assert query.share((0, 3)) == 0
    assert parse("the who", "en").share((0, 1)) == 0.5
    assert parse("", "en").share((0, 1)) == 0


def test_a_stretch_of_a_run_is_counted_in_characters():
    query = parse("青年委员会", "zh")
    assert [piece.text for piece in query.pieces] == list("青年委员会")
    assert query.share((0, 2)) == pytest.approx(0.4)


def test_a_phrase_keeps_its_stop_words_and_is_not_stemmed():
    assert phrase_terms("The Councils of Peace") == ("the", "councils", "of", "peace")
    assert phrase_terms("青年会") == ("青年", "年会")
    assert phrase_terms("…") == ()


def test_labels_are_terms_of_each_language_and_local_names_of_all():
    concept = Concept("city", "1", (0, 1), {"en": ("Councils", "the"), "ar": ("المدارس",), "": ("Byråd",)})
    assert label_phrases(concept, "en") == [("council",), ("byrad",)]
    assert label_phrases(concept, "ar") == [("مدارس",), ("byrad",)]
    assert label_phrases(concept, "mk") == [("byrad",)]
