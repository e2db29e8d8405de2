"""A question taken apart."""
from __future__ import annotations

import pytest

from search.query import parse


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
