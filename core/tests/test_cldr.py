"""Numbers, dates and names of languages as readers of each language write them."""
from datetime import date

import pytest

from core import cldr


@pytest.mark.parametrize(
    ("ui", "written"),
    [
        ("ar", "12,345"), ("en", "12,345"), ("es", "12.345"), ("fr", "12\u202f345"), ("ru", "12\xa0345"),
        ("zh", "12,345"),
    ],
)
def test_numbers_are_grouped_with_western_digits(ui, written):
    assert cldr.number(12345, ui) == written


@pytest.mark.parametrize(
    ("ui", "written"),
    [
        ("ar", "9 تشرين الثاني/نوفمبر 2026"), ("en", "9 November 2026"), ("es", "9 de noviembre de 2026"),
        ("fr", "9 novembre 2026"), ("ru", "9 ноября 2026\u202fг."), ("zh", "2026年11月9日"),
    ],
)
def test_a_day_is_written_out_and_arabic_months_bear_both_names(ui, written):
    assert cldr.long_date(date(2026, 11, 9), ui) == written


def test_languages_are_named_in_the_readers_language():
    assert cldr.language_name("mk", "fr") == "macédonien"
    assert cldr.language_name("zh", "en") == "Chinese"
