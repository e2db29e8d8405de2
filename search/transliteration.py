"""Names in Cyrillic and Arabic letters as people type them in Latin ones.

Nobody types by one table. For Russian both sides are brought to one key in which the usual ways of writing a sound are
the same. Arabic leaves short vowels out, so a typed name is compared with a pattern of its consonants in all their
spellings and its long vowels; names are first looked up by a coarse skeleton.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from core import languages
from search import stopwords
from search.analysis import fold

LEAST_LETTERS = 5  # of a Russian name
LEAST_CONSONANTS = 3  # of an Arabic one
MOST_WORDS = 5

_FROM_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "Z", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "C", "ч": "Q", "ш": "W", "щ": "X", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "U", "я": "A",
}  # fmt: skip
_FROM_LATIN = {
    "shch": "X", "sch": "X", "tch": "Q", "tsh": "Q", "zh": "Z", "kh": "h", "ts": "C", "tz": "C", "ch": "Q",
    "sh": "W", "ya": "A", "ia": "A", "ja": "A", "yu": "U", "iu": "U", "ju": "U", "yo": "e", "jo": "e", "ye": "e",
    "je": "e", "c": "C", "w": "v", "x": "ks", "y": "i",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_FROM_LATIN, key=len, reverse=True)))
# What is written in one way by those who hear one sound and in another by those who hear two.
_SHORTENED = (("ts", "C"), ("WQ", "X"), ("ia", "A"), ("iA", "A"), ("iu", "U"), ("iU", "U"), ("ie", "e"))
_TWICE = re.compile(r"(.)\1+")

# Each letter with its class in the skeleton and the ways it is typed; a letter without a class is a vowel or breath.
_SHORT = "(?:ou|oo|ee|[aeiou])?"
_CONSONANTS = {
    "ب": ("b", "b"), "پ": ("b", "p"), "ت": ("s", "t"), "ث": ("s", "(?:th|s|t)"), "ج": ("k", "(?:dj|j)"),
    "ح": ("", "h"), "خ": ("k", "(?:kh|k)"), "د": ("s", "d"), "ذ": ("s", "(?:dh|th|d|z)"), "ر": ("r", "r"),
    "ز": ("s", "z"), "س": ("s", "s"), "ش": ("s", "(?:sh|ch)"), "ص": ("s", "s"), "ض": ("s", "(?:dh|d)"),
    "ط": ("s", "t"), "ظ": ("s", "(?:dh|th|z|d)"), "غ": ("k", "(?:gh|g)"), "ف": ("b", "[fv]"), "ق": ("k", "[qkg]"),
    "ك": ("k", "[kc]"), "گ": ("k", "g"), "ل": ("l", "l"), "م": ("m", "m"), "ن": ("n", "n"), "ه": ("", "h"),
}  # fmt: skip
_VOWELS = {
    "ا": "[ae]{1,2}", "آ": "[ae]{1,2}", "و": "(?:o[uo]?|u{1,2}|a[uw]|w(?=[aeiou]))",
    "ي": "(?:e[ei]?|a?i{1,2}|ay|ie|y(?=[aeiou]|\\b))",
    "ى": "[aei]{1,2}", "ع": "[aeiou]{0,2}", "ء": "[aeiouy]{0,2}", "أ": "[aeiou]{0,2}", "إ": "[aeiou]{0,2}",
    "ؤ": "[aeiouw]{0,2}", "ئ": "[aeiouy]{0,2}",
}  # fmt: skip
_INITIAL = {
    "ا": "[aeiou]{1,2}", "أ": "[aeiou]{1,2}", "إ": "[ei]", "آ": "[a]{1,2}", "ع": "[aeiou]{1,2}",
    "و": "(?:w(?:ou|[aeiou])?|ou|u)", "ي": "(?:[yj][aeiou]?|i)",
}  # fmt: skip
_FEMININE = "(?:[ae]h?|[ae]t|e)"
_ARTICLE_ITSELF = "[ae](?:[lnrsdzt]|sh|th|dh)"
_ARTICLE = f"(?:{_ARTICLE_ITSELF} ?)"
_LEADING_ARTICLE = re.compile(f"^{_ARTICLE}")
_ARTICLE_APART = re.compile(f"(?:^| ){_ARTICLE_ITSELF}(?= )")
_BOUND = re.compile("(?<=[aei])t(?= )")  # what the feminine ending becomes before the word it is bound to
_HARAKAT = re.compile("[\u064b-\u0652\u0670\u0640]")
_SPACES = re.compile(r"[\s\-‐–]+")
_BREATHS = re.compile("['’‘ʼʻ`´ʿʾ]")
_DIGRAPHS = re.compile("kh|gh|dj|sh|ch|th|dh|.")
_SKELETON = {
    **dict.fromkeys(("kh", "gh", "dj", "k", "g", "j", "q", "c"), "k"),
    **dict.fromkeys(("sh", "ch", "th", "dh", "t", "d", "s", "z"), "s"),
    **dict.fromkeys("bpfv", "b"), "l": "l", "m": "m", "n": "n", "r": "r",
}  # fmt: skip


@dataclass(slots=True)
class Typed:
    """Names of other scripts, to be found by a Latin typing."""

    _cyrillic: dict[str, set[str]] = field(default_factory=dict)
    _arabic: dict[str, dict[str, str]] = field(default_factory=dict)
    _latin: set[str] = field(default_factory=set)

    def add(self, text: str, code: str, script: str) -> None:
        """Know a name of a code; the words of Latin names are plain words, which are no typing of anything."""
        if script == "latin":
            self._latin.update(plain(text).split())
        elif script == "cyrillic" and len(text) >= LEAST_LETTERS:
            self._cyrillic.setdefault(cyrillic_key(text), set()).add(code)
        elif script == "arabic" and (pattern := arabic_pattern(text)):
            self._arabic.setdefault(_arabic_skeleton(text), {})[pattern] = code

    @property
    def every_key(self) -> frozenset[str]:
        """By which of its keys and skeletons a stretch may be a typing of one of these names at all."""
        return frozenset(self._cyrillic) | frozenset(self._arabic)

    def find(self, typing: Typing) -> frozenset[str]:
        """The codes that a Latin text is a typing of."""
        found = {code for key in typing.keys for code in self._cyrillic.get(key, ())}
        for skeleton in typing.skeletons:
            for pattern, code in self._arabic.get(skeleton, {}).items():
                if code not in found and _compiled(pattern).fullmatch(typing.text):
                    found.add(code)
        if found and all(word in self._latin or word in _stop_words() for word in typing.text.split()):
            return frozenset()
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Typing:
    """A stretch of a question in Latin letters, ready for comparing with the names of every facet."""

    text: str
    keys: frozenset[str]
    skeletons: frozenset[str]

    @property
    def every_key(self) -> frozenset[str]:
        """Keys and skeletons together."""
        return self.keys | self.skeletons


@lru_cache(maxsize=4096)
def typing_of(text: str) -> Typing:
    """A stretch of a question as typings are compared."""
    typed = plain(text)
    return Typing(typed, latin_keys(typed), _latin_skeletons(typed))


_compiled = lru_cache(maxsize=4096)(re.compile)  # as they are needed: compiling all of them takes a second


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    """The most usual words of the languages in Latin script; each of them means itself."""
    latin = (language.public for language in languages.ALL if language.script == "latin")
    return frozenset(plain(word) for code in latin for word in stopwords.written(code))


def plain(text: str) -> str:
    """Small Latin letters without accents, words apart by one space."""
    return " ".join(_SPACES.sub(" ", fold(_BREATHS.sub("", text).casefold())).split())


def cyrillic_key(text: str) -> str:
    """The key of a Cyrillic name; what is not in the Russian alphabet stays."""
    letters = "".join(_FROM_CYRILLIC.get(letter, letter) for letter in _SPACES.sub("", text.casefold()))
    return _shortened(letters)


def latin_keys(typed: str) -> frozenset[str]:
    """The keys that a Latin typing may have: `j` is й to some and ж to others."""
    joined = typed.replace(" ", "")
    readings = {joined}
    if "j" in joined:
        readings = {joined.replace("j", "y"), joined.replace("j", "zh")}
    return frozenset(
        _shortened(_SOUND.sub(lambda sound: _FROM_LATIN[sound.group()], reading)) for reading in readings
    )


def _shortened(key: str) -> str:
    key = _TWICE.sub(r"\1", key)
    for long, short in _SHORTENED:
        key = key.replace(long, short)
    return _TWICE.sub(r"\1", key)


def arabic_pattern(text: str) -> str:
    """What a Latin typing of an Arabic name looks like; empty for a name that cannot be told from other words.

    Three consonants with nothing but short vowels between them are many words: only with their article.
    """
    words = _HARAKAT.sub("", text).split()
    bare = [_bare(word) for word in words]
    letters = "".join(bare)
    consonants = sum(letter in _CONSONANTS for letter in letters)
    is_telling = consonants > LEAST_CONSONANTS or any(letter in "اوي" for letter in letters[1:])
    with_article = bare != words
    if consonants < LEAST_CONSONANTS or not (is_telling or with_article):
        return ""
    optional = "?" if is_telling else ""
    patterns = [
        (_ARTICLE + optional if own != word else "") + _arabic_word(own) for word, own in zip(words, bare, strict=True)
    ]
    return " ".join(patterns) if all(map(_is_written, bare)) else ""


def _arabic_word(word: str) -> str:
    last = len(word) - 1
    return "".join(_letter(letter, first=place == 0, last=place == last) for place, letter in enumerate(word))


def _is_written(word: str) -> bool:
    """Whether every letter of a word is known."""
    return all(letter == "ة" or letter in _CONSONANTS or letter in _VOWELS for letter in word)


def _letter(letter: str, *, first: bool, last: bool) -> str:
    if letter == "ة":
        return _FEMININE
    if letter in _CONSONANTS:
        written = _CONSONANTS[letter][1]
        doubled = written if written.startswith("(") else written + "{1,2}"
        return doubled if last else doubled + _SHORT
    return _INITIAL[letter] if first and letter in _INITIAL else _VOWELS.get(letter, "")


def _bare(word: str) -> str:
    """A word without its article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _arabic_skeleton(text: str) -> str:
    words = (_bare(word) for word in _HARAKAT.sub("", text).split())
    return _once("".join(_CONSONANTS[letter][0] for word in words for letter in word if letter in _CONSONANTS))


def _latin_skeletons(typed: str) -> frozenset[str]:
    """The skeletons of a typing as it stands, and with what may be an article in front of each word left out."""
    words = typed.split()
    whole = [_skeleton(word) for word in words]
    bare = [_skeleton(_LEADING_ARTICLE.sub("", word)) for word in words]
    joined = _ARTICLE_APART.sub(" ", typed)
    apart = [_skeleton(word) for word in _BOUND.sub("", joined).split()]
    return frozenset(_once("".join(found)) for found in (whole, bare, map(_skeleton, joined.split()), apart))


def _skeleton(word: str) -> str:
    return "".join(_SKELETON.get(sound, "") for sound in _DIGRAPHS.findall(word))


def _once(skeleton: str) -> str:
    return _TWICE.sub(r"\1", skeleton)
