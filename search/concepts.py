"""Coded values that the words of a question name, in any language and script.

Every facet gives the names of its values (`Facet.names`). They are kept in memory by their terms, unstemmed and by the
stems of their language, and built again only when the names have changed. A value whose existence may be a secret is
looked for apart from the others and brings no names with it: only documents that the reader sees carry its code.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from core import languages
from search import facets, synonyms
from search.analysis import NEUTRAL, fold, is_paired, terms_of, words
from search.contract import Concept
from search.facets import Facet, Names
from search.language import script_of
from search.query import Piece, Query, parse, says_something
from search.transliteration import MOST_WORDS, Typed, typing_of

CANDIDATES = 3  # of one name; a name that more values share says too little
MOST = 12
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzāēīōūḥṣṭḍẓġšžčǧ")  # in which Arabic and Russian names are typed
SHORTEST = 3  # letters; of a script without spaces two characters are enough
Key = tuple[str, ...]
Labels = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Unit:
    """A term and the piece of the question that it was made from (see `Query.pieces`)."""

    value: str
    piece: int


@dataclass(slots=True)
class Spellings:
    """Names by their terms."""

    codes: dict[Key, list[str]] = field(default_factory=dict)
    lengths: dict[str, list[int]] = field(default_factory=dict)  # by first term, the longest first

    def add(self, key: Key, code: str) -> None:
        """Know a name of a code."""
        known = self.codes.setdefault(key, [])
        if code not in known:
            known.append(code)
        lengths = self.lengths.setdefault(key[0], [])
        if len(key) not in lengths:
            lengths.append(len(key))
            lengths.sort(reverse=True)

    def found(self, units: Sequence[Unit]) -> Iterator[tuple[tuple[int, int], str]]:
        """Every name that stands in a question: its place among the pieces, and a code that it names."""
        values = tuple(unit.value for unit in units)
        for start, first in enumerate(values):
            for length in self.lengths.get(first, ()):
                if start + length > len(units):
                    continue
                for code in self.codes.get(values[start : start + length], ()):
                    yield (units[start].piece, units[start + length - 1].piece + 1), code


@dataclass(slots=True)
class FacetNames:
    """All names of a facet's values, ready for comparing."""

    facet: Facet
    names: Names
    labels: dict[str, Labels] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()
    exact: Spellings = field(default_factory=Spellings)
    stems: dict[str, Spellings] = field(default_factory=lambda: defaultdict(Spellings))
    typed: Typed = field(default_factory=Typed)

    def coded(self, text: str) -> tuple[str, ...]:
        """The codes that a text as a whole is a name of; none whose existence may be a secret."""
        key = tuple(unit.value for unit in units_of(text, NEUTRAL))
        return tuple(code for code in self.exact.codes.get(key, ()) if code not in self.secret)


@dataclass(frozen=True, slots=True)
class Match:
    """A value that a stretch of the question names; `rank` orders those of one stretch."""

    place: tuple[int, int]
    facet: str
    code: str
    rank: tuple[int, ...]


def recognised(text: str, ui: str, chosen: Iterable[str] = ()) -> tuple[Concept, ...]:
    """The values that a normalised question names, and the synonyms that editors noted, in their order.

    The longest names win; where several values share one, the narrower place comes first.
    """
    query = parse(text, ui, chosen)
    pieces, read, known = query.pieces, _readings(query), all_names()
    named = [match for names in known for match in _matches(names, read)]
    typed = list(_typed_in_latin(pieces, known))
    found: list[Match] = []
    for secret in (False, True):
        settled = _settled(pieces, [match for match in named if _is_secret(match) is secret])
        found += settled
        found += _beside(settled, pieces, [match for match in typed if _is_secret(match) is secret])
    ordered = sorted(found, key=lambda match: match.place)
    return (*(_concept(match) for match in ordered[:MOST]), *_synonyms(query, pieces, read))


def coded(facet: str, text: str) -> tuple[str, ...]:
    """The codes of a facet that a text is a name of, in any language."""
    known = _names_of(facets.get(facet))
    return known.coded(text) if known else ()


def all_names() -> list[FacetNames]:
    """The names of every facet that gives some."""
    return [known for facet in facets.all_facets() if (known := _names_of(facet))]


_held: dict[str, FacetNames] = {}


def _names_of(facet: Facet | None) -> FacetNames | None:
    names = facet.names() if facet else ()
    if not names or facet is None:
        return None
    held = _held.get(facet.name)
    if held is None or held.names is not names or held.facet is not facet:
        held = _held[facet.name] = _build(facet, names)
    return held


def _build(facet: Facet, names: Names) -> FacetNames:
    built = FacetNames(facet, names)
    collected: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for own, language, text in names:
        if facet.valid(own):
            code = facet.canonical(own)
            collected[code][language][text] = None
            _learn(built, code, language, text)
    _learn_arabic(built, collected)
    built.labels = {
        code: {language: tuple(texts) for language, texts in by_language.items()}
        for code, by_language in collected.items()
    }
    built.secret = frozenset(code for code in collected if facet.secret(code))
    return built


def _learn(built: FacetNames, code: str, language: str, text: str) -> None:
    key = tuple(unit.value for unit in units_of(text, NEUTRAL))
    if not _is_telling(text, key, language):
        return
    built.exact.add(key, code)
    script = script_of(text)
    if script != "arabic" or not built.facet.proper:
        built.typed.add(text, code, script)
    if languages.is_public(language) and not (built.facet.proper and script != "cyrillic"):
        stems = tuple(unit.value for unit in units_of(text, language))
        if stems:
            built.stems[language].add(stems, code)


def _learn_arabic(built: FacetNames, collected: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
    """Typings of Arabic place names, where the place calls itself so; elsewhere the Arabic is a typing itself."""
    for code, by_language in collected.items() if built.facet.proper else ():
        if any(script_of(text) == "arabic" for text in by_language.get("", ())):
            for text in (text for texts in by_language.values() for text in texts):
                if script_of(text) == "arabic":
                    built.typed.add(text, code, "arabic")


def _is_telling(text: str, key: Key, language: str) -> bool:
    """Whether a name can be recognised by itself: neither very short nor only stop words of its language."""
    least = 2 if any(is_paired(word) for word in words(text)) else SHORTEST
    return sum(map(len, key)) >= least and says_something(text, language)


def units_of(text: str, code: str) -> list[Unit]:
    """The terms of a text as names are compared by: characters where a script has no spaces."""
    found: list[Unit] = []
    piece = 0
    for word in words(text):
        if is_paired(word):
            letters = [fold(normalize("NFKC", letter).casefold()) for letter in word.group()]
            found += [Unit(letter, piece + place) for place, letter in enumerate(letters) if letter]
            piece += len(letters)
        else:
            found += [Unit(_without_plural(term.value, code), piece) for term in terms_of(word, code)]
            piece += 1
    return found


def _without_plural(stem: str, code: str) -> str:
    """The Arabic stem of a feminine plural leaves its long vowel, that of the singular does not."""
    return stem.removesuffix("ا") if code == "ar" and len(stem) > SHORTEST else stem


@dataclass(frozen=True, slots=True)
class Reading:
    """The terms of a question in a language, and how near that is to what is written: 0 means as it is."""

    units: Sequence[Unit]
    distance: int


def _readings(query: Query) -> dict[str, Reading]:
    """A question as it is written, in the languages it is read in, and in the others of the interface in its script."""
    text = query.text[: query.words[-1].end()] if query.words else ""
    script = script_of(text)
    others = [language.public for language in languages.INTERFACE if language.script == script]
    distances = {**dict.fromkeys(others, 2), **dict.fromkeys(query.languages, 1), NEUTRAL: 0}
    return {code: Reading(units_of(text, code), distance) for code, distance in distances.items()}


def _matches(names: FacetNames, read: Mapping[str, Reading]) -> Iterator[Match]:
    for code, reading in read.items():
        spellings = names.stems.get(code) if code else names.exact
        for place, value in spellings.found(reading.units) if spellings else ():
            yield Match(place, names.facet.name, value, _rank(names.facet, reading.distance))


def _rank(facet: Facet, distance: int) -> tuple[int, ...]:
    """As written before a stem, places before ideas, the narrower place first, words that authors made up last."""
    return (distance, int(facet.open_ended), int(not facet.proper), -facet.order if facet.proper else facet.order)


def _is_secret(match: Match) -> bool:
    known = _held.get(match.facet)
    return known is not None and match.code in known.secret


def _settled(pieces: Sequence[Piece], found: Iterable[Match]) -> list[Match]:
    """The longest matches that do not overlap and say something, at most three values for each stretch."""
    by_place: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for match in found:
        by_place[match.place].append(match)
    taken: set[int] = set()
    kept: list[Match] = []
    for place in sorted(by_place, key=lambda place: (place[0] - place[1], place)):
        if taken.isdisjoint(range(*place)) and any(piece.weight for piece in pieces[slice(*place)]):
            taken.update(range(*place))
            kept += _candidates(by_place[place])
    return kept


def _candidates(same: Iterable[Match]) -> list[Match]:
    """The values of one stretch: those named as written if there are any, each once."""
    ordered = sorted(same, key=lambda match: match.rank)
    best = [match for match in ordered if match.rank[0] == ordered[0].rank[0]]
    unique = {(match.facet, match.code): match for match in reversed(best)}
    return list(reversed(unique.values()))[:CANDIDATES]


def _typed_in_latin(pieces: Sequence[Piece], known: Sequence[FacetNames]) -> Iterator[Match]:
    """Names in Arabic or Cyrillic letters that are typed in Latin ones."""
    latin = {place for place, piece in enumerate(pieces) if piece.text[0].casefold() in _LATIN}
    of_key = _typings(known) if latin else {}
    for place, text in _stretches([piece.text for piece in pieces], latin):
        typing = typing_of(text)
        for names in {id(names): names for key in typing.every_key for names in of_key.get(key, ())}.values():
            for code in names.typed.find(typing):
                yield Match(place, names.facet.name, code, _rank(names.facet, 1))


def _beside(settled: Iterable[Match], pieces: Sequence[Piece], typed: Iterable[Match]) -> list[Match]:
    """The typed names where no other name stands; one that more values share says nothing."""
    taken = {piece for match in settled for piece in range(*match.place)}
    free = [match for match in typed if taken.isdisjoint(range(*match.place))]
    shared = Counter(match.place for match in free)
    return _settled(pieces, [match for match in free if shared[match.place] == 1])


_held_typings: tuple[list[FacetNames], dict[str, list[FacetNames]]] = ([], {})


def _typings(known: Sequence[FacetNames]) -> dict[str, list[FacetNames]]:
    """The facets that have a name of a key, so that a stretch of a question is looked up once for all."""
    global _held_typings
    held = _held_typings[0]
    if len(held) != len(known) or any(one is not other for one, other in zip(held, known, strict=True)):
        built: dict[str, list[FacetNames]] = defaultdict(list)
        for names in known:
            for key in names.typed.every_key:
                built[key].append(names)
        _held_typings = (list(known), built)
    return _held_typings[1]


def _stretches(texts: Sequence[str], free: set[int]) -> Iterator[tuple[tuple[int, int], str]]:
    for start in sorted(free):
        for end in range(start + 1, min(start + MOST_WORDS, len(texts)) + 1):
            if end - 1 not in free:
                break
            yield (start, end), " ".join(texts[start:end])


def _concept(match: Match) -> Concept:
    known = _held[match.facet]
    labels = {} if match.code in known.secret else known.labels.get(match.code, {})
    return Concept(match.facet, match.code, match.place, labels)


_Groups = Sequence[tuple[str, tuple[str, ...]]]
_held_synonyms: tuple[_Groups, dict[str, Spellings]] = ((), {})


def _synonyms(query: Query, pieces: Sequence[Piece], read: Mapping[str, Reading]) -> list[Concept]:
    """What editors noted to mean the same as words of the question, in the languages it is read in."""
    groups = synonyms.groups()
    spellings = _synonym_spellings(groups)
    found = [
        Match(place, "", number, (0,))
        for code in query.languages
        if code in spellings
        for place, number in spellings[code].found(read[code].units)
    ]
    settled = _settled(pieces, found)
    concepts = (_synonym(query, pieces, match.place, *groups[int(match.code)]) for match in settled)
    return [concept for concept in concepts if concept]


def _synonym(
    query: Query, pieces: Sequence[Piece], place: tuple[int, int], language: str, same: tuple[str, ...]
) -> Concept | None:
    text = query.text[pieces[place[0]].start : pieces[place[1] - 1].end]
    written = [unit.value for unit in units_of(text, language)]
    others = tuple(text for text in same if [unit.value for unit in units_of(text, language)] != written)
    return Concept("", "", place, {language: others}) if others else None


def _synonym_spellings(groups: _Groups) -> dict[str, Spellings]:
    global _held_synonyms
    if _held_synonyms[0] is not groups:
        built: dict[str, Spellings] = defaultdict(Spellings)
        for number, (language, same) in enumerate(groups):
            for text in same:
                if key := tuple(unit.value for unit in units_of(text, language)):
                    built[language].add(key, str(number))
        _held_synonyms = (groups, dict(built))
    return _held_synonyms[1]
