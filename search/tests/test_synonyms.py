"""Synonyms of editors: at least two words, in force at once."""
from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from search import synonyms
from search.models import Synonyms

pytestmark = pytest.mark.django_db


def note(words, language="en"):
    group = Synonyms(language=language, words=words)
    group.full_clean()
    group.save()
    return group


def test_words_stand_on_lines_or_between_commas_of_any_script():
    note("mentor, buddy\nbig brother")
    note("وقاية، منع؛ حماية", "ar")
    note("学校，校园", "zh")
    assert list(synonyms.groups()) == [
        ("en", ("mentor", "buddy", "big brother")), ("ar", ("وقاية", "منع", "حماية")), ("zh", ("学校", "校园"))]


def test_a_change_holds_at_once():
    group = note("mentor, buddy")
    assert synonyms.groups()
    group.delete()
    assert not synonyms.groups()


@pytest.mark.parametrize("words", ["mentor", "mentor, MENTOR", " , ,", "x" * 101 + ", mentor",
                                   ", ".join(f"word{number}" for number in range(21))])
def test_a_group_of_one_or_of_too_many_is_refused(words):
    with pytest.raises(ValidationError):
        note(words)


def test_the_name_of_a_group_of_people_is_tied_to_no_other_word():
    with pytest.raises(ValidationError, match="names a group"):
        note("extremists, Muslims")


def test_they_cost_no_query_once_read(django_assert_num_queries):
    note("mentor, buddy")
    synonyms.groups()
    with django_assert_num_queries(0):
        synonyms.groups()
