"""What a reader typed, made harmless."""
from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.normalise import MAX_CHARACTERS, normalise


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  youth   councils ", "youth councils"),
        ("a\x00b\x07c", "a b c"),
        ("a\ud800b", "ab"),
        ("\u202eabc\u202c\u200f", "abc"),
        ("e\u0301cole", "école"),
        ("\ufeffword\u200b", "word"),
        ("line\r\nline", "line line"),
        ("می\u200cخواهد", "می\u200cخواهد"),
    ],
)
def test_controls_go_and_words_stay(typed, clean):
    assert normalise(typed) == clean


def test_a_long_text_is_cut():
    assert len(normalise("word " * 3000)) <= MAX_CHARACTERS


@given(st.text(alphabet=st.characters(), max_size=400))
def test_any_text_becomes_short_composed_and_encodable(typed):
    clean = normalise(typed)
    assert len(clean) <= MAX_CHARACTERS
    assert unicodedata.is_normalized("NFC", clean)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in clean)
    assert clean.encode().decode() == clean


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(typed):
    assert normalise(normalise(typed)) == normalise(typed)
