"""Phrases, -without and filters in a question; anything else is plain words."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.normalise import normalise
from search.syntax import Kind, parse, without_chips

KNOWN = {("city", "aarhus"): ("1",), ("country or area", "DK"): ("DK",), ("country", "new land"): ("NL", "NZ"),
         ("ville", "1"): ("1",), ("城市", "1"): ("1",)}  # fmt: skip
SIGNS = st.text(alphabet='ab "“”«»„「」-:： 青\'.5١ضقcity', max_size=40)


def reads(name, value):
    return [(name.casefold(), code) for code in KNOWN.get((name.casefold(), value), ())]


def taken(text):
    written = parse(text, reads)
    return written.plain, written.of(Kind.PHRASE), written.of(Kind.WITHOUT), written.values


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ('"youth council"', "youth council"), ("“youth council”", "youth council"),
        ("«conseil des jeunes»", "conseil des jeunes"),
        ("« conseil des jeunes »", "conseil des jeunes"), ("„Rat der Stadt“", "Rat der Stadt"), ("”råd”", "råd"),
        ("»Rat der Stadt«", "Rat der Stadt"), ("„rada miasta”", "rada miasta"), ("「青年会」", "青年会"),
        ("『青年』", "青年"), ("“青年委员会”", "青年委员会"), ("＂青年＂", "青年"), ("«مجلس الشباب»", "مجلس الشباب"),
        ('"a"', "a"), ('"rock\'n\'roll"', "rock'n'roll"), ('"city:aarhus"', "city:aarhus"), ('"-war"', "-war"),
    ],
)  # fmt: skip
def test_quotes_of_any_script_hold_a_phrase_whose_words_are_looked_for_too(text, phrase):
    assert taken(text) == (phrase, (phrase,), (), ())


def test_a_phrase_stands_among_words():
    assert taken('city "youth council" plan') == ("city youth council plan", ("youth council",), (), ())
    assert taken("什么是“青年委员会”的工作") == ("什么是 青年委员会 的工作", ("青年委员会",), (), ())


@pytest.mark.parametrize(
    "text",
    [
        'youth "council', 'youth" council', '"', '""', '" "', '"…"', "“youth", "youth”", 'a 5" pipe and a 6" pipe',
        'ab"cd"ef', "rock 'n' roll", "«", "»a", "「青年", "''", "d'un", "l’école",
    ],
)  # fmt: skip
def test_quotes_that_hold_nothing_are_plain(text):
    assert taken(text) == (" ".join(text.split()), (), (), ())


@pytest.mark.parametrize(
    ("text", "plain", "left_out"),
    [
        ("youth -police", "youth", ("police",)), ("-police youth", "youth", ("police",)), ("-police", "", ("police",)),
        ("youth -anti-war", "youth", ("anti-war",)), ('youth -"police force"', "youth", ("police force",)),
        ("youth -«police force»", "youth", ("police force",)), ("青年 -警察", "青年", ("警察",)),
        ("شباب -شرطة", "شباب", ("شرطة",)), ("a -b -c -b", "a", ("b", "c")),
        ("молодежь −полиция", "молодежь", ("полиция",)),
    ],
)  # fmt: skip
def test_a_hyphen_before_a_word_leaves_it_out(text, plain, left_out):
    assert taken(text) == (plain, (), left_out, ())


@pytest.mark.parametrize(
    "text",
    ["anti-war", "2019-2020", "-5", "- police", "youth - police", "–police", "--police", "youth -", "-", "-١",
     "a-b -5c", '-""', '-"…"'],
)  # fmt: skip
def test_other_hyphens_are_plain(text):
    assert taken(text) == (text, (), (), ())


@pytest.mark.parametrize(
    ("text", "plain", "values"),
    [
        ("city:aarhus youth", "youth", (("city", "1"),)), ("youth City:aarhus", "youth", (("city", "1"),)),
        ("work in Country or area:DK", "work in", (("country or area", "DK"),)),
        ('youth country:"new land"', "youth", (("country", "NL"), ("country", "NZ"))),
        ("youth country:«new land»", "youth", (("country", "NL"), ("country", "NZ"))),
        ("ville:1 jeunes", "jeunes", (("ville", "1"),)), ("青年 城市：1", "青年", (("城市", "1"),)),
        ("city:aarhus city:aarhus", "", (("city", "1"),)),
    ],
)  # fmt: skip
def test_a_name_and_a_value_are_a_filter(text, plain, values):
    assert taken(text) == (plain, (), (), values)
    assert without_chips(text, reads) == (plain, values)


@pytest.mark.parametrize(
    "text",
    ["city:nowhere", "nothing:aarhus", "city: aarhus", "city:", ":aarhus", ":", "https://example.org", "10:30",
     "velocity:aarhus", 'city:"aarhus', "a:b:c"],
)  # fmt: skip
def test_what_is_no_known_filter_is_plain(text):
    assert taken(text) == (text, (), (), ())


def test_what_is_left_when_a_filter_is_taken_out_is_read_again():
    assert without_chips("country or city:aarhus area:DK", reads) == ("", (("city", "1"), ("country or area", "DK")))


def test_the_other_signs_stay_in_the_question():
    text = '"youth council" city:aarhus -police work'
    assert without_chips(text, reads) == ('"youth council" -police work', (("city", "1"),))


@given(st.one_of(st.text(max_size=60), SIGNS))
def test_any_text_is_read_and_its_parts_make_it_up_again(text):
    written = parse(text, reads)
    assert "".join(part.raw for part in written.parts) == text
    assert all(part.raw for part in written.parts)


@given(st.one_of(st.text(max_size=60), SIGNS))
def test_without_signs_every_text_is_plain_words(text):
    bare = "".join(letter if letter.isalnum() else " " for letter in normalise(text))
    assert taken(bare) == (" ".join(bare.split()), (), (), ())


@given(SIGNS)
def test_a_question_without_its_filters_has_none_and_stays_as_it_is(text):
    left, _values = without_chips(normalise(text), reads)
    assert without_chips(left, reads) == (left, ())
    assert parse(left, reads).values == ()
