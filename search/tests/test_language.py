"""In which language a question is read."""
from __future__ import annotations

import pytest

from search.language import candidates, query_languages, script_of


@pytest.mark.parametrize(
    ("text", "ui", "expected"),
    [
        ("насилство меѓу младите", "en", "mk"),
        ("ѕвезда", "ar", "mk"),
        ("ненасиље међу", "en", "sr"),
        ("місто і школа", "ru", "uk"),
        ("қала және жастар", "ru", "kk"),
        ("жаштар үчүн көмөк", "en", "ky"),
        ("молодёжные советы", "en", "ru"),
        ("профилактика", "ru", "ru"),
        ("گفتگو با جوانان", "ar", "fa"),
        ("نوجوانوں کے لیے", "en", "ur"),
        ("مجالس الشباب", "en", "ar"),
        ("青年委员会", "en", "zh"),
        ("若者のための対話", "zh", "ja"),
        ("প্রতিরোধ", "en", "bn"),
        ("comment prévenir la violence", "en", "fr"),
        ("prevención de la violencia juvenil", "en", "es"),
        ("parandalimi i dhunës në shkolla", "en", "sq"),
        ("Gewaltprävention an Schulen", "fr", "de"),
        ("gençlik meclisleri ve şiddet", "en", "tr"),
    ],
)
def test_script_letters_and_statistics_decide(text, ui, expected):
    assert query_languages(text, ui)[0] == expected


@pytest.mark.parametrize("ui", ["en", "es", "fr"])
def test_a_short_doubtful_question_is_read_in_the_language_of_the_page(ui):
    assert query_languages("mentor", ui) == (ui,)


def test_a_short_doubtful_question_is_guessed_where_the_page_has_another_script():
    assert query_languages("mentor", "ar")[0] in candidates("mentor")
    assert query_languages("xyzzyq blorft", "zh") == ("en",)


@pytest.mark.parametrize("text", ["2019", "???", ""])
def test_what_has_no_letters_is_read_in_the_language_of_the_page(text):
    assert query_languages(text, "ru") == ("ru",)


@pytest.mark.parametrize(("text", "script"), [("ab я", "latin"), ("я", "cyrillic"), ("学校の", "kana"), ("1", "")])
def test_most_letters_name_the_script(text, script):
    assert script_of(text) == script
