"""The passage that shows why a text was found."""
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import highlight
from search.query import parse

FILLER = "Nothing of interest stands here, only words that fill the page. " * 20


def marked(text, question, language, ui=None):
    return re.findall("<mark>(.*?)</mark>", highlight([text], parse(question, ui or language), language))


@pytest.mark.parametrize(
    ("text", "question", "language", "expected"),
    [
        ("The city’s councils met.", "council", "en", ["councils"]),
        ("Les écoles de l’été", "école", "fr", ["écoles"]),
        ("созданы молодёжные советы", "молодежный совет", "ru", ["молодёжные", "советы"]),
        ("في الـمَدارِس والحيّ", "مدارس الحي", "ar", ["الـمَدارِس", "والحيّ"]),
        ("成立了青年委员会。", "青年委员", "zh", ["青年委员"]),
        ("Këshilli i të rinjve", "rinjve", "sq", ["rinjve"]),
    ],
)
def test_the_real_words_are_marked(text, question, language, expected):
    assert marked(text, question, language) == expected


def test_a_word_of_another_language_is_marked_where_it_stands_as_written():
    assert marked("Советот за мир", "мир", "mk", ui="ru") == ["мир"]


def test_the_passage_lies_around_the_densest_match():
    text = FILLER + "A mentor came. " + FILLER + "The youth council and its mentor met. " + FILLER
    passage = highlight([text], parse("youth council mentor", "en"), "en")
    assert "<mark>youth</mark> <mark>council</mark> and its <mark>mentor</mark>" in passage
    assert passage.startswith("…")
    assert passage.endswith("…")
    assert len(passage) < 400


def test_the_first_text_with_a_match_is_taken():
    assert "second" in highlight(["no match", "the second council"], parse("council", "en"), "en")


def test_without_a_match_there_is_no_passage():
    assert highlight([FILLER], parse("council", "en"), "en") == ""


def test_markup_in_a_text_stays_text():
    passage = highlight(['<script>alert("council")</script> & <mark>'], parse("council", "en"), "en")
    assert passage == "&lt;script&gt;alert(&quot;<mark>council</mark>&quot;)&lt;/script&gt; &amp; &lt;mark&gt;"


def test_a_line_that_ends_without_a_sign_stays_apart_from_the_next():
    passage = highlight(["What was done\nThe council met.\nIt went well."], parse("council", "en"), "en")
    assert passage == "What was done · The <mark>council</mark> met. It went well."


def test_sentinels_in_a_text_open_nothing():
    assert highlight(["\ue000<b>\ue001 council"], parse("council", "en"), "en") == "&lt;b&gt; <mark>council</mark>"


@given(st.text(max_size=600), st.text(min_size=1, max_size=30))
def test_only_balanced_marks_ever_come_out(text, question):
    passage = highlight([text + " " + question], parse(question, "en"), "en")
    bare = passage.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare
    assert passage.count("<mark>") == passage.count("</mark>")
