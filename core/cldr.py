"""Numbers, dates and names of languages as readers of each interface language write them (CLDR, through babel)."""
from __future__ import annotations

from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from core import languages

# United Nations usage: the months by both of their names, with Western digits.
ARABIC_MONTHS = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه",
    "تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip
UN_LANGUAGE_NAMES = {("ar", "en"): "الإنكليزية"}  # where United Nations usage differs from CLDR


@cache
def locale_of(ui: str) -> Locale:
    """CLDR's record of an interface language (public code)."""
    return Locale.parse(languages.by_public(ui).html, sep="-")


def number(value: int | float, ui: str | None = None) -> str:
    """A number with the language's separators and Western digits."""
    return format_decimal(value, locale=locale_of(ui or languages.current().public))


def long_date(value: date | datetime, ui: str | None = None) -> str:
    """A day with its month written out."""
    ui = ui or languages.current().public
    if ui == "ar":
        return f"{value.day} {ARABIC_MONTHS[value.month - 1]} {value.year}"
    locale = Locale("en", "GB") if ui == "en" else locale_of(ui)  # United Nations usage: the day before the month
    return format_date(value, format="long", locale=locale)


def language_name(code: str, ui: str | None = None) -> str:
    """A language (public code) by its name in the reader's language; its own name where CLDR has none."""
    ui = ui or languages.current().public
    own = UN_LANGUAGE_NAMES.get((ui, code)) or locale_of(ui).languages.get(code)
    return own or languages.by_public(code).name
