"""Names of persons: after a title, a relation or a word for being called, with an age, by initials, by a given name."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from practices.guard import names_han
from practices.guard.lexicon import lexicon
from practices.guard.reading import Reading
from practices.guard.suspicion import Sentence
from search.analysis import fold

Span = tuple[int, int]

_UP = "A-ZÆØÐÞŁĐА-Я"
_NAME = rf"[{_UP}][\w'’-]+"
_PARTICLE = "al|el|ben|bin|bint|ibn|de|del|la|van|von|der|da|dos|Le|La"
_FULL = rf"{_NAME}(?: (?:[{_UP}]\.|{_NAME}|(?:{_PARTICLE})[ -]{_NAME})){{0,3}}"
_INITIALS = rf"[{_UP}]\. ?[{_UP}]\.(?: ?[{_UP}]\.)?"
_NO_PERSONS = frozenset((
    "u.s.", "u.n.", "u.k.", "e.u.", "u.s.a.", "d.c.", "s.a.", "s.l.", "a.i.", "p.o.", "c.v.", "n.b.", "p.s.", "i.e.",
    "e.e.", "t.v.", "н.э.", "р.ф.", "с.ш.",
))
_AGE = r"\d{1,2}(?: ?(?:years? old|years?|ans|anos|лет|года?|yo))?"
_AGED = r"\d{1,2} ?(?:years? old|years?|ans|anos|лет|года?|yo)|aged? \d{1,2}|de \d{1,2} anos|agee? de \d{1,2} ans"
_PATRONYMIC = re.compile(
    rf"\b[{_UP}]\w+ (?:[{_UP}]\w+ )?[{_UP}]\w+(?:ович|евич|ьич|овна|евна|ична|инична)(?:а|у|ем|е|ы|ои)?\b|"
    rf"\b[{_UP}]\w+ [{_UP}]\. ?[{_UP}]\.(?!\w)|\b[{_UP}]\. ?[{_UP}]\. ?[{_UP}][а-яa-z]{{2,}}")
_ONE_INITIAL = re.compile(rf"(?<=[\w,;:(] )(?<![.!?] )[{_UP}]\. ?[{_UP}][a-zа-я'-]{{2,}}")
_AGED_INITIALS = re.compile(
    rf"(?<![\w.]){_INITIALS}(?! ?[{_UP}]\w),? ?(?:\((?i:{_AGE})\)|(?i:{_AGED})|{_AGE}[,)])")
_ARABIC_INITIALS = re.compile(r"(?<!\w)[ء-ي]\. ?[ء-ي]\.?(?= ?[(،,.]| |$)")
_ARABIC_WORD = r"[ء-ي]{2,}"


def spans(sentence: Sentence, reading: Reading, start: int, end: int) -> Iterator[Span]:
    """Where a name stands in a sentence, in the folded text."""
    if reading.language == "zh":
        found = names_han.spans(reading.folded[start:end])
    elif reading.language == "ar":
        found = _arabic(reading.folded[start:end])
    else:
        found = _capitalised(reading.cased[start:end], reading.language)
    groups = [(sentence.words[hit.first].start, sentence.words[hit.last - 1].end) for hit in sentence.groups]
    for first, last in found:
        span = first + start, last + start
        if not any(span[0] >= group[0] and span[1] <= group[1] for group in groups):
            yield span


def _capitalised(text: str, language: str) -> Iterator[Span]:
    """Names in scripts that have capital letters."""
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            name = next((place for place in range(1, (pattern.groups or 0) + 1) if match.group(place)), 0)
            if not _is_other(text, match.start(), match.end(name), language):
                yield match.span(name)
    for pattern in (_PATRONYMIC, _ONE_INITIAL):
        for match in pattern.finditer(text):
            if match.group().split(" ")[0].lower() not in _NO_PERSONS and not _is_other(text, *match.span(), language):
                yield match.span()
    yield from _initials(text)
    yield from _given(text, language)


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """What names follow in a language."""
    kin, person, called = (_any_of(language, section) for section in ("kin", "person", "called"))
    article = r"(?:l'|d'|el |la |the |un |una |le )?"
    titles = _any_of(language, "titles", cased=True)
    return (
        re.compile(rf"(?<![\w.])(?:{titles})\.? {article}((?:[{_UP}]\. ?)*{_FULL})"),
        re.compile(rf"(?<!\w)(?i:{kin})(?: |(?<='))({_FULL}|{_INITIALS})"),
        re.compile(rf"(?<!\w)(?i:{person})(?:,? [\w-]+){{0,3}}?,? (?i:{called}) ({_FULL}|{_INITIALS})"),
        re.compile(rf"(?<!\w)(?i:{person}),? ({_NAME} {_NAME}|{_INITIALS})(?! ?[{_UP}])") if language != "ru" else
        re.compile(rf"(?<!\w)(?i:{person}),? ({_INITIALS})"),
        re.compile(rf"\b({_FULL}),? ?(?:\((?i:{_AGED})\)|(?i:{_AGED})[,.)])"),
    )


def _any_of(language: str, section: str, *, cased: bool = False) -> str:
    """The words of a section as one alternative, the longest first."""
    words = {fold(entry) if cased else fold(entry.casefold()) for entry in lexicon(language).lists[section]}
    return "|".join(re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")
                    for word in sorted(words, key=len, reverse=True))


def _is_other(text: str, start: int, end: int, language: str) -> bool:
    """Whether a capitalised stretch is the name of a street, a house, a law or a body."""
    before = re.search(r"([\w-]+)\.? (?:de |del |de la |du |des |d'|of |the )?$", text[max(0, start - 24):start])
    names = [word.lower() for word in re.findall(r"\w+", text[start:end])]
    after = re.match(r" (\w+)", text[end:end + 30])
    tails = _words(language, "tails")
    if before and before.group(1).lower() in _words(language, "beforenames"):
        return True
    return bool(tails & set(names[1:])) or bool(after and after.group(1).lower() in tails)


@lru_cache(maxsize=64)
def _words(language: str, section: str) -> frozenset[str]:
    return frozenset(fold(entry.casefold()) for entry in lexicon(language).lists[section])


def _initials(text: str) -> Iterator[Span]:
    """Initials with an age: a name that hides little."""
    for match in _AGED_INITIALS.finditer(text):
        if match.group().split(",")[0].split("(")[0].replace(" ", "").lower() not in _NO_PERSONS:
            yield match.span()


def _given(text: str, language: str) -> Iterator[Span]:
    """A common given name with a family name, an age, or what one person does."""
    says = "|".join(re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else r"\b")
                    for word in sorted(_words(language, "says"), key=len, reverse=True))
    after = re.compile(rf" ({_NAME}|[{_UP}]\.)|,? ?\({_AGE}\)|, {_AGE},|,? (?i:{says})")
    full, known = re.compile(_FULL), _words(language, "given")
    for match in re.finditer(_NAME, text):
        word = match.group().lower()
        if word in known or (language == "ru" and _without_case(word) & known):
            end = whole.end() if (whole := full.match(text, match.start())) else match.end()
            if after.match(text, match.end()) and not _is_other(text, match.start(), end, language):
                yield match.start(), end


def _without_case(word: str) -> set[str]:
    """A Russian name as it may stand in a list."""
    endings = ("а", "у", "ом", "е", "ы", "и", "ои", "ю", "я", "ем", "еи")
    return {word[:-len(ending)] + nominative for ending in endings if word.endswith(ending)
            for nominative in ("", "а", "я", "и", "ия")}


def _arabic(text: str) -> Iterator[Span]:
    """Names in Arabic, which has no capitals: after a title that no office follows, after relations, in pairs."""
    for match in _ARABIC_INITIALS.finditer(text):
        if match.group().replace(" ", "") not in {"ق.م.", "ص.ب.", "ا.د."}:
            yield match.span()
    for match, name in _arabic_matches(text):
        words = match.group(name).split()
        if _words("ar", "common") & {words[0], words[0].lstrip("ال")}:
            continue
        before = text[:match.start()].split()[-1:] or [""]
        if not {before[0], before[0].removeprefix("ال")} & _words("ar", "beforenames"):
            yield match.span(name)


def _arabic_matches(text: str) -> Iterator[tuple[re.Match[str], int]]:
    for pattern in _arabic_patterns():
        yield from ((match, 1) for match in pattern.finditer(text))


@lru_cache(maxsize=1)
def _arabic_patterns() -> tuple[re.Pattern[str], ...]:
    titles, kin, person, called, given = (
        _any_of("ar", section) for section in ("titles", "kin", "person", "called", "given"))
    long_titles = "|".join(each for each in titles.split("|") if len(each) > 1)
    clear = "|".join(name for name in given.split("|") if name not in _words("ar", "ambiguous"))
    more = rf"(?: (?:بن|بنت|ابن|عبد|ال{_ARABIC_WORD}|{given}))?"
    strict = "سيده?|انسه|مدعوه?|حاجه?|استاذه?|دكتوره?|مهندسه?"
    return (
        re.compile(rf"(?<!\w)(?:[وف]?ب?ال|[وف]?لل)(?:{strict})\.? ((?!ال){_ARABIC_WORD}(?: {_ARABIC_WORD})?)"),
        re.compile(rf"(?<!\w)(?:{long_titles}) ((?:{given})(?!\w){more})"),
        re.compile(rf"(?<!\w)[دا]\. ?((?!ال){_ARABIC_WORD}(?: {_ARABIC_WORD})?)"),
        re.compile(rf"(?<!\w)(?:و|ب|ل)?(?:{kin}) ((?:{given})(?!\w){more})"),
        re.compile(rf"(?<!\w)(?:{person})(?: \w+){{0,3}}? (?:{called}) ({_ARABIC_WORD})"),
        re.compile(rf"(?<!\w)(?:{person}) ((?:{given})(?!\w){more})"),
        re.compile(rf"(?<!\w)((?:{clear}) (?:(?:{given})(?!\w)|بن {_ARABIC_WORD}|ال{_ARABIC_WORD}ي?(?!\w)))"),
        re.compile(rf"(?<!\w)((?:{given})),? ?\(\d{{1,2}}(?: (?:سنه|عاما|سنوات))?\)"),
    )
