"""Contact data: addresses of e-mail, numbers of telephones and of papers, names in networks, where somebody lives."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from practices.guard.lexicon import lexicon
from practices.guard.reading import Reading
from search.analysis import fold

Span = tuple[int, int]

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,500}")
_PERSONAL_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t\.me|wa\.me|m\.me|vk\.com|vk\.ru|ok\.ru|instagram\.com"
        r"|tiktok\.com/@|linkedin\.com/in|facebook\.com"
    r"/profile\.php\?id=|snapchat\.com/add|ok\.ru/profile)/?[\w.@%+-]{2,60}")
_MAIL = re.compile(
    r"[\w.+-]{1,64}(?:@| ?[\[({] ?(?:at|arobase|arroba|собака|@) ?[\])}] ?)[\w-]{1,63}"
    r"(?:(?:\.| ?[\[({] ?(?:dot|point|punto|точка) ?[\])}] ?)[\w-]{2,63}){1,4}"
    r"|\b[a-z0-9._+-]{2,64} (?:at|arobase|arroba|собака) [a-z0-9-]{2,63} (?:dot|point|punto|точка) [a-z]{2,10}\b")
_HANDLE = re.compile(r"(?<![\w@./])@[\w.]{3,40}")
_DIGITS = re.compile(r"(?<![\w/.,-])(?:\+ ?|00)?\(?\d(?:[ ./()-]{0,2}\d){4,18}(?!\w|[/-]\w|[.,]\d)")
_NAMED_ID = re.compile(r"(?=[\w-]*\d[\w-]*\d[\w-]*\d)[\w][\w./-]{3,30}(?: \d{2,8}){0,6}")
_ID = re.compile(
    r"\b\d{17}[\dx]\b|\b\d{3}-\d{3}-\d{3}[ -]\d{2}\b|\b\d{3}-\d{2}-\d{4}\b|\b\d{8}-?[a-z]\b|\b[xyz]-?\d{7}-?[a-z]\b"
    r"|\b[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}\b|\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}\b"
        r"|\b[a-z]{4}\d{6}[a-z0-9]{8}\b"
    r"|\b[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b")
_HOUSE = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:bis |ter )?(?:rue|avenue|av\.|boulevard|bd|impasse|allee|quai|chemin|place|route) \w+"
    r"|\b\d{1,4}[a-z]? (?:[\w']+ ){1,3}(?:street|st|road|rd|avenue|ave|lane|drive|close|terrace|crescent|court)\b"
    r"|\b(?:calle|c/|avenida|avda?\.?|plaza|paseo|carrera|camino"
        r"|callejon) ?(?:[\w']+ ){1,5}?(?:n\.?[ºo°]? ?|numero |, ?|# ?)?\d{1,4}\b"
    r"|(?:улица|улице|ул\.?|проспект[еа]?|пр-т|переулок|переулке|пер\.|бульвар[еа]?|шоссе|площад[ьи]"
        r"|наб\.) [\w -]{2,40}?,? ?(?:д\.|дом[е]?|№)? ?\d{1,4}\b"
    r"|[\w-]{3,30} (?:улица|улице|проспект|проспекте|переулок|переулке),? ?(?:д\.|дом[е]?|№)? ?\d{1,4}\b"
    r"|(?:شارع|زقاق|حي|طريق|نهج) (?:[\w]+ ){1,5}?(?:، ?|, ?)?(?:رقم|بنايه|عماره|منزل|بيت|شقه"
        r"|المنزل) ?(?:رقم )?\d{1,4}"
    r"|[\u4e00-\u9fff]{1,8}(?:路|街|大道|巷|弄|胡同) ?\d{1,5} ?(?:号|弄|栋|幢)")
_FLAT = re.compile(
    r"\b(?:flat|apartment|apt\.?|unit|appartement|appt?\.?|piso|apto\.?|квартир[аеуы]|кв\.?"
        r"|room) ?(?:n[o°º]\.? ?|№ ?|number )?\d{1,4}\b"
    r"|شقه (?:رقم )?\d{1,4}|\d{1,5} ?(?:室|单元)")
_GROUPED = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_YEARS = re.compile(
    r"(?:19|20)\d\d(?:[ ./()-]{1,2}(?:19|20)?\d\d){1,4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}")
_UNIT = re.compile(
    r"^ ?(?:%|€|\$|£|¥|₽|元|欧元|美元|人|euro|dollar|dolar|pound|peso|rubl|евро|руб|долл|человек|чел|дирхам|دينار|يورو"
    r"|دولار|درهم|ريال|جنيه|personas|people|habitant|residents|visitor|visit|жител|نسمه|شخص|زائر|km|км|m2|franc|yuan)")
_REFERENCE = re.compile(
    r"(?:isbn|issn|doi|no\.|nr\.|№|n[°º]|resolution|article|act|law|loi|ley|закон\w*|القانون|قرار|第|page|p\.|pp\.)"
    r" ?(?:رقم )?$")
_FOLLOWING = re.compile(r"(?:[ :\"'«(]|id|is|号|账号|-){0,6}([a-z][a-z0-9]*[._0-9-][\w.-]{2,40})")
_CUE_BEFORE, _CUE_AFTER = 40, 12
_LEAST_WITH_CUE, _LEAST, _MOST = 5, 7, 16


def spans(reading: Reading) -> Iterator[Span]:
    """Where contact data stands in the folded text; addresses of sources are none."""
    text, links = reading.folded, []
    for match in _LINK.finditer(text):
        links.append(match.span())
        if _PERSONAL_LINK.match(match.group()):
            yield match.span()
    bare = _blank(text, links)
    for pattern in (_PERSONAL_LINK, _MAIL):
        for match in pattern.finditer(bare):
            yield match.span()
            links.append(match.span())
    bare = _blank(text, links)
    yield from (match.span() for match in _HANDLE.finditer(bare))
    yield from _named(bare, reading.language)
    yield from _numbers(bare, reading.language)
    yield from _homes(bare, reading.language)


def _blank(text: str, taken: list[Span]) -> str:
    """A text with stretches taken out, so long as before."""
    parts, place = [], 0
    for start, end in sorted(taken):
        if start >= place:
            parts += [text[place:start], " " * (end - start)]
            place = end
    return "".join([*parts, text[place:]])


def _numbers(text: str, language: str) -> Iterator[Span]:
    """Numbers that look like those of a telephone or of papers."""
    yield from (match.span() for match in _ID.finditer(text) if not _is_quantity(text, match))
    for match in _DIGITS.finditer(text):
        size = sum(letter.isdigit() for letter in match.group())
        if size > _MOST + 2 or _is_quantity(text, match):
            continue
        if _is_telephone(match.group(), size) or (size >= _LEAST_WITH_CUE and _has_cue(text, match, language)):
            yield match.span()


def _is_quantity(text: str, match: re.Match[str]) -> bool:
    """Whether a number counts something, dates something or refers to something."""
    written = match.group().strip()
    if _YEARS.fullmatch(written) or _UNIT.match(text[match.end():match.end() + 14]):
        return True
    return bool(_REFERENCE.search(text[max(0, match.start() - 14):match.start()]))


def _is_telephone(written: str, size: int) -> bool:
    """Whether a number without any word beside it is one of a telephone by its form."""
    if size < _LEAST:
        return False
    if written.startswith(("+", "00")) and not written.startswith("000"):
        return size <= _MOST
    if _GROUPED.fullmatch(written):
        return bool(re.fullmatch(r"[679]\d\d \d{3} \d{3}", written))
    separated = any(not letter.isdigit() for letter in written)
    if written.startswith(("0", "(")):
        return size >= 8 or separated
    if not separated:
        return 10 <= size <= 13
    return 9 <= size <= 14 and bool(re.match(r"[678(]|\d{3}[ .)-]|\d{2}[ -]", written))


def _has_cue(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a number stands beside a word for a telephone."""
    before = text[max(0, match.start() - _CUE_BEFORE):match.start()]
    after = text[match.end():match.end() + _CUE_AFTER]
    cue = _cues("phones", language)
    return bool(cue.search(before) or cue.search(after))


@lru_cache(maxsize=32)
def _cues(section: str, language: str) -> re.Pattern[str]:
    """The words of a section as they may stand in a text."""
    words = sorted({fold(entry.casefold()) for entry in lexicon(language).lists[section]}, key=len, reverse=True)
    bounded = (re.escape(word.rstrip("*")) + ("" if word.endswith("*") or language == "zh" else r"(?!\w)")
               for word in words)
    before = r"" if language == "zh" else r"(?<!\w)(?:[وف]?(?:بال|ال|لل|ب|ل))?" if language == "ar" else r"(?<!\w)"
    return re.compile(rf"{before}(?:{'|'.join(bounded)})")


def _named(text: str, language: str) -> Iterator[Span]:
    """What follows the name of a paper or of a network."""
    for cue in _cues("ids", language).finditer(text):
        number = _NAMED_ID.search(text, cue.end(), min(len(text), cue.end() + 40))
        if number and not _YEARS.fullmatch(number.group()) and sum(map(str.isdigit, number.group())) >= 4:
            yield cue.start(), number.end()
    for cue in _cues("handles", language).finditer(text):
        handle = _FOLLOWING.match(text, cue.end())
        if handle:
            yield handle.span(1)


def _homes(text: str, language: str) -> Iterator[Span]:
    """Where somebody lives: a house with a number near a word for living there, or a flat."""
    for match in _HOUSE.finditer(text):
        around = text[max(0, match.start() - 60):match.start()]
        if _cues("living", language).search(around) or _FLAT.match(text[match.end():match.end() + 20].lstrip(" ,")):
            yield match.span()
    for match in _FLAT.finditer(text):
        if _cues("living", language).search(text[max(0, match.start() - 60):match.start()]):
            yield match.span()
