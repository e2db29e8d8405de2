"""Names of groups of people: a question that is only such a name is answered as it stands, and ties no form to it.

A list holds one name a line, its spellings separated by commas. `=` before a name: only as written, because its stem
is that of an ordinary word. `[beside]`: also a place or an ordinary word, so a name only beside a carrier.
`[carriers]`: words that say no more than "people" or "community".
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntFlag
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from search import stopwords
from search.analysis import NEUTRAL, fold, is_paired, terms_inside, words
from search.language import script_of
from search.transliteration import Typed, typing_of

_FOLDER = Path(__file__).parent
_ONLY_AS_WRITTEN = "="
_TYPED = frozenset({"ru"})  # typed in Latin letters they are told from other words; Arabic names are not
_JOINED = ("و", "ب", "ل")  # Arabic writes these together with the word that follows
_LEAST_AFTER_JOINED = 3
# What two spellings with one stem may differ by: a stem alone makes one of `protest` and `protestant`, of France and
# French in Arabic.
_ENDINGS = {
    "ar": " ه ون ين ات تين تان و",
    "de": " e en em es n s in innen",
    "en": " s es",
    "es": " o a os as s es",
    "fr": " s e es x ne nes le les",
    "it": " o a i e he hi",
    "nl": " e en s n",
    "pt": " o a os as s es",
    "ru": " а я у ю ы и е о ой ей ою ам ям ами ями ах ях ов ев ом ем ь й ый ий ого его ому ему ым им ыми ими ых их ая "
    "яя ую юю ое ее ые ие",
    "tr": " a e i u ya ye yi yu in un nin nun ni nu da de dan den ta te tan ten la le yla yle lar ler lari leri larin "
    "lerin lara lere larda lerde lardan lerden larla lerle",
}

Key = tuple[str, ...]


class Kind(IntFlag):
    """What a stretch of a question is."""

    STOP = 8
    NAME = 1
    BESIDE = 2
    CARRIER = 4


_SECTIONS = {"[beside]": Kind.BESIDE, "[carriers]": Kind.CARRIER}
_PRECEDENCE = (Kind.CARRIER, Kind.NAME, Kind.BESIDE)  # the later says more of the same spelling


@dataclass(slots=True)
class Lexicon:
    """The group names, carriers and stop words of a language, as terms."""

    code: str
    as_written: dict[Key, Kind] = field(default_factory=dict)
    by_stem: dict[Key, list[Key]] = field(default_factory=dict)
    reach: dict[str, int] = field(default_factory=dict)  # how many terms a spelling has, by its first

    def add(self, spelling: str, kind: Kind, stemmed: bool) -> None:
        """Know a spelling; what was known before under the same terms is replaced."""
        units = _units(spelling, self.code)
        key = tuple(unit.written for unit in units)
        self.as_written[key] = kind
        for first in (units[0].written, units[0].stem):
            self.reach[first] = max(self.reach.get(first, 1), len(key))
        if stemmed:
            self.by_stem.setdefault(tuple(unit.stem for unit in units), []).append(key)

    def longest(self, unit: Unit) -> int:
        """How many terms a known spelling that begins so can have."""
        return max(self.reach.get(unit.written, 1), self.reach.get(unit.stem, 1))

    def kind(self, units: tuple[Unit, ...]) -> Kind | None:
        """What these terms together are; the spelling says more than the stem."""
        written = tuple(unit.written for unit in units)
        found = self.as_written.get(written)
        if found is None:
            found = self._inflected(written, tuple(unit.stem for unit in units))
        return found if found is not None or len(units) > 1 else self._joined(written[0])

    def _joined(self, word: str) -> Kind | None:
        """What an Arabic word is without the particle before it."""
        if not word.startswith(_JOINED) or len(word) <= _LEAST_AFTER_JOINED:
            return None
        rest = _units(word[1:], self.code)
        return self.kind(rest) if len(rest) == 1 else None

    def _inflected(self, written: Key, stems: Key) -> Kind | None:
        """What the terms are as other forms of a known spelling."""
        for known in self.by_stem.get(stems, ()):
            if all(_is_inflection(one, other, self.code) for one, other in zip(known, written, strict=True)):
                return self.as_written[known]
        return None


@dataclass(frozen=True, slots=True)
class Unit:
    """A term of a question, unstemmed and stemmed; one character where a script has no spaces."""

    written: str
    stem: str


Analysed = tuple[Lexicon, tuple[Unit, ...]]  # a text as the terms of a language


def only_names(text: str, codes: Iterable[str] = ()) -> bool:
    """Whether a text says nothing but names of groups, in one of these languages or of all that have a list."""
    asked = tuple(codes) or available()
    return _judge(text, asked) or _is_typed(text, asked)


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """The public codes of the languages that have a list."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.txt")))


@lru_cache(maxsize=4096)
def _judge(text: str, codes: tuple[str, ...]) -> bool:
    analysed = [(lexicon(code), _units(text, code)) for code in codes]
    return any(_is_covered(one) for one in analysed) or _is_covered_by_all(analysed)


@lru_cache(maxsize=4096)
def _is_typed(text: str, codes: tuple[str, ...]) -> bool:
    """Whether a text is a name, in Arabic or Cyrillic letters, that is typed in Latin ones."""
    return script_of(text) == "latin" and any(_typed(code).find(typing_of(text)) for code in codes if code in _TYPED)


@lru_cache(maxsize=2)
def _typed(code: str) -> Typed:
    known = Typed()
    for kind, entry in _entries(code):
        for spelling in entry.removeprefix(_ONLY_AS_WRITTEN).split(",") if kind is Kind.NAME else ():
            known.add(spelling.strip(), spelling, script_of(spelling))
    return known


def _is_covered(analysed: Analysed) -> bool:
    """Whether a text in a language is names, carriers and stop words, and among them a name."""
    return any(
        kinds & Kind.NAME or (kinds & Kind.BESIDE and kinds & Kind.CARRIER) for kinds in _readings([analysed])
    )


def _is_covered_by_all(analysed: list[Analysed]) -> bool:
    """Whether a text is nothing but names of several languages; a stop word of one may be a topic in another."""
    size = max(len(units) for _, units in analysed)  # fewer where a language cuts off an elided word
    return any(kinds == Kind.NAME for kinds in _readings([one for one in analysed if len(one[1]) == size]))


def _readings(analysed: list[Analysed]) -> set[Kind]:
    """What a whole text consists of, in every way that it can be cut without a rest."""
    size = len(analysed[0][1]) if analysed else 0
    reached: list[set[Kind]] = [set() for _ in range(size + 1)]
    reached[0].add(Kind(0))
    for place, before in enumerate(reached[:-1]):
        if before:
            for end, kind in _steps(place, analysed):
                reached[end].update(kinds | kind for kinds in before)
    return reached[-1] if size else set()


def _steps(place: int, analysed: list[Analysed]) -> Iterator[tuple[int, Kind]]:
    for known, units in analysed:
        for end in range(place + 1, min(len(units), place + known.longest(units[place])) + 1):
            kind = known.kind(units[place:end])
            if kind is not None:
                yield end, kind


@lru_cache(maxsize=32)
def lexicon(code: str) -> Lexicon:
    """What is known of a language; nothing but its stop words without a list."""
    known = Lexicon(code)
    for word in stopwords.written(code):
        known.add(word, Kind.STOP, stemmed=False)
    for kind, entry in sorted(_entries(code), key=lambda found: _PRECEDENCE.index(found[0])):
        for spelling in entry.removeprefix(_ONLY_AS_WRITTEN).split(","):
            known.add(spelling, kind, stemmed=kind is not Kind.BESIDE and not entry.startswith(_ONLY_AS_WRITTEN))
    return known


def _entries(code: str) -> Iterator[tuple[Kind, str]]:
    """The lines of a list with the kind that their section gives them."""
    file = _FOLDER / f"{code}.txt"
    kind = Kind.NAME
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        entry = line.partition("#")[0].strip()
        if entry.startswith("["):
            kind = _SECTIONS.get(entry, Kind.NAME)
        elif entry:
            yield kind, entry


def _units(text: str, code: str) -> tuple[Unit, ...]:
    """The terms of a text in their order, or its characters where the script has no spaces."""
    found: list[Unit] = []
    for word in words(text):
        if is_paired(word):
            found += [Unit(letter, letter) for letter in normalize("NFKC", word.group()).casefold()]
        else:
            written = {term.start: term.value for term in terms_inside(word, NEUTRAL)}
            found += [Unit(written.get(term.start, term.value), term.value) for term in terms_inside(word, code)]
    return tuple(found)


def _is_inflection(one: str, other: str, code: str) -> bool:
    """Whether two words part only in endings of the language."""
    endings = _endings(code)
    shared = _shared(one, other)
    return any(one[cut:] in endings and other[cut:] in endings for cut in range(shared, max(shared - 2, 0), -1))


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    length = min(len(one), len(other))
    return next((place for place in range(length) if one[place] != other[place]), length)


@lru_cache(maxsize=32)
def _endings(code: str) -> frozenset[str]:
    return frozenset(fold(_ENDINGS.get(code, "")).split(" "))
