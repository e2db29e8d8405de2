"""What no label may say, in any language: the second core principle as rules that a form and a test can apply."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale
from django.utils.translation import gettext_lazy as _

from core import languages
from taxonomy.schemes import Scheme

_BARE = {
    "ar": re.compile(r"(?<!م)تطرف(?!\s+(?:ال)?(?:عنيف|مفضي))"),
    "en": re.compile(r"(?<!violent )extremism", re.IGNORECASE),
    "es": re.compile(r"extremismo(?! violento)", re.IGNORECASE),
    "fr": re.compile(r"extrémisme(?! violent)", re.IGNORECASE),
    "ru": re.compile(r"(?<!насильственный )(?<!насильственного )(?<!насильственному )экстремизм", re.IGNORECASE),
    "zh": re.compile(r"(?<!暴力)极端主义"),
}
_NEVER = {"zh": ("改造", "去极端化", "宗教极端主义")}
_HARAKAT = re.compile("[\u064b-\u0652\u0640]")
_WORD = re.compile(r"[^\W\d_]+")
BARE = _("“Extremism” alone is never a label: the word “violent” stays with it.")
NEVER = _("This word is kept out of every label.")
GROUP = _("A displayed form of violence never names a religion, a nationality or an ethnic group.")


@cache
def _group_stems() -> dict[str, tuple[str, ...]]:
    path = Path(__file__).parent / "data" / "group-words.json"
    return {language: tuple(stems) for language, stems in json.loads(path.read_text(encoding="utf-8")).items()}


@cache
def _country_names(language: str) -> frozenset[str]:
    territories = Locale.parse(languages.by_public(language).html, sep="-").territories
    return frozenset(name.casefold() for code, name in territories.items() if len(code) == 2 and code.isalpha())


def names_group(language: str, text: str) -> bool:
    """Whether a text names a religion, a nationality, a country or an ethnic group."""
    bare = _HARAKAT.sub("", text).casefold()
    stems = _group_stems().get(language, ())
    if language == "zh":
        return any(stem in bare for stem in (*stems, *_country_names(language)))
    words = _WORD.findall(bare)
    if language == "ar":
        words = [word.removeprefix("و").removeprefix("ب").removeprefix("ال") for word in words]
    named = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", bare) for name in _country_names(language))
    return named or any(word.startswith(stems) for word in words)


def problems(scheme: str, language: str, text: str, *, displayed: bool) -> Iterator[str]:
    """What is wrong with a label, as sentences for the editor."""
    bare = _HARAKAT.sub("", text)
    pattern = _BARE.get(language)
    if pattern and pattern.search(bare):
        yield str(BARE)
    if any(word in text for word in _NEVER.get(language, ())):
        yield str(NEVER)
    if displayed and scheme == Scheme.FORM and names_group(language, text):
        yield str(GROUP)
