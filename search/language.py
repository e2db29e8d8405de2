"""In which language a question is: by script, by letters that only some languages have, by statistics, by the page.

A wrong guess costs little: every question is also looked for unstemmed in all languages.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any

from core import languages
from search.analysis import words

# A question is read in the language of the page unless its own is at least so probable, by its number of words.
SURE_OF_FEW, SURE_OF_MANY = 0.75, 0.4
ENOUGH_WORDS = 3
_RANGES = (
    ("kana", "\u3041", "\u30ff"),
    ("han", "\u3400", "\u9fff"),
    ("hangul", "\uac00", "\ud7a3"),
    ("cyrillic", "\u0400", "\u052f"),
    ("arabic", "\u0600", "\u06ff"),
    ("arabic", "\u0750", "\u077f"),
    ("arabic", "\ufb50", "\ufeff"),
    ("bengali", "\u0980", "\u09ff"),
    ("latin", "a", "\u024f"),
    ("latin", "\u1e00", "\u1eff"),
)
# Letters that tell languages of one script apart; the first row with a letter of the question decides.
_TELLING = {
    "cyrillic": (
        ("ѓќѕ", ("mk",)),
        ("ђћ", ("sr",)),
        ("љњџј", ("mk", "sr")),
        ("іїєґ", ("uk",)),
        ("әғқұһі", ("kk",)),
        ("ңөү", ("ky", "kk")),
        ("ыэъё", ("ru", "ky")),
    ),
    "arabic": (("ٹڈڑںےھہۃ", ("ur",)), ("گچپژ", ("fa", "ur")), ("یک", ("fa", "ur"))),
}


@lru_cache(maxsize=4096)
def script_of(text: str) -> str:
    """The script of most letters of a text; Kana wins over the Han it is mixed with; empty for none."""
    counts: dict[str, int] = {}
    for letter in text.casefold():
        for name, first, last in _RANGES:
            if first <= letter <= last and letter.isalpha():
                counts[name] = counts.get(name, 0) + 1
                break
    if "kana" in counts:
        return "kana"
    return max(counts, key=lambda name: counts[name]) if counts else ""


def candidates(text: str) -> tuple[str, ...]:
    """The site's languages that a text can be in by its script and letters, interface languages first."""
    script = script_of(text)
    if script == "kana":
        return ("ja",)
    if script == "han":
        return ("zh",)
    for letters, codes in _TELLING.get(script, ()):
        if any(letter in text.casefold() for letter in letters):
            return codes
    return tuple(language.public for language in languages.ALL if language.script == script)


def query_languages(text: str, ui: str) -> tuple[str, ...]:
    """The languages a question is read in, at most two; `ui` is the public code of the page's language."""
    possible = candidates(text)
    if len(possible) <= 1:
        return possible or (ui,)
    if script_of(text) != "latin":
        return _by_letters(text, possible, ui)
    return (_latin(text, possible, ui),)


def _by_letters(text: str, possible: tuple[str, ...], ui: str) -> tuple[str, ...]:
    """Outside Latin the letters have decided, or have left only languages that are analysed alike."""
    if ui in possible:
        return (ui,)
    if len(possible) == 2:
        return possible
    return (possible[0],)


def _latin(text: str, possible: tuple[str, ...], ui: str) -> str:
    best, probability = _statistics(text)
    sure = SURE_OF_FEW if len(list(words(text))) < ENOUGH_WORDS else SURE_OF_MANY
    if probability >= sure:
        return best
    return ui if ui in possible else languages.DEFAULT


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """The statistics, loaded with the first question that needs them; restricted to the site's languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in _latin_codes() if code in identifier.nb_classes])
    return identifier


def _latin_codes() -> tuple[str, ...]:
    return tuple(language.public for language in languages.ALL if language.script == "latin")


@lru_cache(maxsize=1_000)
def _statistics(text: str) -> tuple[str, float]:
    """The likeliest of the site's Latin languages and its probability among them."""
    code, probability = _identifier().rank(text.casefold())[0]
    return code, float(probability)
