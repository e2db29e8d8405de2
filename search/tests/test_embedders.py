"""What models are handed: never a letter that becomes more than their engines have room for."""
from __future__ import annotations

import sys
import unicodedata

import pytest

from search.normalise import MAX_CHARACTERS
from search.vectors.embedders import MAX_LETTERS, MultilingualE5, UniversalSentenceEncoder, written_out

SENTENCE = "\ufdfa"  # one letter, eighteen when it is written out
ROOM = 4  # letters that the engine under e5 keeps for each byte


class Listening:
    """A model that keeps what it was given."""

    def __init__(self):
        self.heard = []

    def query(self, text):
        self.heard.append(text)
        return [0.0]

    passage = encode = query


def listening(kind):
    embedder = kind()
    embedder._load = Listening
    return embedder


def test_no_letter_becomes_more_than_there_is_room_for():
    every = (chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF)
    handed = {letter for each in every for letter in written_out(each)}
    assert not [each for each in handed if len(unicodedata.normalize("NFKC", each)) > ROOM * len(each.encode())]


def test_a_text_stays_as_it_is_where_no_letter_stands_for_many():
    text = "ﬁnd ½ Ⅷ 中文 ﷲ العربية"
    assert written_out(text) == text


@pytest.mark.parametrize("kind", [MultilingualE5, UniversalSentenceEncoder])
def test_a_question_stays_short_when_it_is_written_out(kind):
    embedder = listening(kind)
    embedder.question(SENTENCE * MAX_CHARACTERS)
    embedder.passage(SENTENCE * MAX_LETTERS)
    asked, read = embedder._model.heard
    assert (len(asked), len(read)) == (MAX_CHARACTERS, MAX_LETTERS)
    assert SENTENCE not in asked + read
