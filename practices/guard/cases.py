"""Individual cases: the story of one person whom a reader of the place would know."""
from __future__ import annotations

import re
from collections.abc import Iterator

from practices.guard.lexicon import Hit
from practices.guard.suspicion import Sentence

_NEAR_PLACE = {"zh": 10}
_PERSONS = {
    "en": r"girl|boy|man|woman|pupil|student|mother|father|teenager|child|refugee|youth|daughter|son|brother|sister",
    "fr": r"fille|garcon|eleve|homme|femme|jeune|adolescente?|ado|lyceen(?:ne)?|collegien(?:ne)?|etudiante?"
          r"|mineure?|mere|enfant|fillette|refugiee?|fils|musulmane?",
    "es": r"chic[oa]|nin[oa]|joven|hombre|mujer|alumn[oa]|estudiante|adolescente|menor|muchach[oa]|madre"
          r"|hij[oa]|refugiad[oa]",
    "ru": r"девушк[аиуео]\w?|девочк[аиуео]\w?|мальчика?у?е?|мальчиком|юнош[аиуе]\w?|подрост(?:ок|ка|ку|ком)"
          r"|школьни(?:к|ца|ка|цу|цы|це)|учени(?:к|ца|ка|цу|цы|це)"
          r"|студент(?:ка|ку|ки|ке|а|у)?|парен[ья]|парн[яю]|мужчин[аеуы]|женщин[аеуы]|мать|матери|сын[ау]?"
        r"|дочь|дочери|брат[ау]?|сестр[ауые]|беженк[ауи]|беженец|жител[ья]\w*",
    "ar": r"فتاه|فتي|صبي|شاب|شابه|رجل|امراه|تلميذه?|طالبه?|طفله?|مراهقه?|ام|اب|ولد|بنت|سيده|لاجئه?|ابنه|ابن",
    "zh": r"女孩|男孩|少女|少年|男子|女子|男生|女生|姑娘|小伙|母亲|妇女|儿子|女儿|学生|青年|难民",
}
_IN_WORDS = {
    "en": r"(?:four|fif|six|seven|eigh|nine|thir)teen|twelve|eleven|ten|nine|eight|seven|six|twenty",
    "fr": r"quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|treize|douze|onze|dix|vingt|neuf|huit|sept|six|cinq",
    "es": r"catorce|quince|dieciseis|diecisiete|dieciocho|diecinueve|trece|doce|once|diez|veinte"
          r"|nueve|ocho|siete|seis|cinco",
    "ru": r"четырнадцати|пятнадцати|шестнадцати|семнадцати|восемнадцати|девятнадцати|тринадцати|двенадцати"
          r"|одиннадцати|десяти|двадцати|девяти|восьми|семи|шести|пяти",
    "ar": "", "zh": r"十[一二三四五六七八九]?|二十[一二三四五六七八九]?|[六七八九]",
}


def _number(language: str) -> str:
    words = _IN_WORDS[language]
    return rf"(?:\d{{1,2}}{'|' + words if words else ''})"


_EACH = (r"(?<!each )(?<!every )(?<!any )(?<!chaque )(?<!tout )(?<!cada )(?<!каждая )(?<!каждый )(?<!любой )"
         r"(?<!كل )(?<!لكل )")
_AGES = {
    "en": rf"\b(?:an?|one|the|this|that|her|his|our|another"
          rf"|whose) (?:[\w-]+ ){{0,2}}{_number('en')}[ -]years?[ -]olds?\b(?<!olds)"
          rf"|{_EACH}\b(?:an?|one|the|this|that|her|his"
        rf"|our) (?:[\w-]+ )?(?:{_PERSONS['en']})[\w ]{{0,24}},? (?:aged|of|was|is|turned"
        rf"|just) {_number('en')}\b(?! ?(?:-|to|and|or|per|people|years in))",
    "fr": rf"{_EACH}\b(?:une?|cet|cette|ce|la|le|sa|son|notre"
          rf"|leur) (?:[\w-]+ ){{0,2}}(?:{_PERSONS['fr']})(?: [\w-]+)?,? (?:agee? )?de {_number('fr')} ans\b(?! a \d)",
    "es": rf"{_EACH}\b(?:una?|este|esta|ese|esa|el|la|su"
          rf"|nuestr[oa]) (?:[\w-]+ ){{0,2}}(?:{_PERSONS['es']})(?: [\w-]+)?,? de {_number('es')} anos\b(?! a \d)",
    "ru": rf"{_EACH}{_number('ru')}-?летн(?:ии|яя|его|еи|ему|ем|юю) (?:[\w-]+ ){{0,2}}(?:{_PERSONS['ru']})\b"
          rf"|\b(?:{_PERSONS['ru']}),? (?:в возрасте )?{_number('ru')} лет\b"
          rf"|\b(?:ему|еи|которому|которои) (?:было |исполнилось |всего )?{_number('ru')} (?:лет|год)",
    "ar": rf"{_EACH}\b(?:{_PERSONS['ar']})\b[\w ]{{0,30}}?(?:عمره|عمرها|يبلغ|تبلغ|البالغه?|في سن|بعمر"
          rf"|عن عمر)(?: من العمر| عمره| عمرها)? ?(?:ال)?\d{{1,2}}\b(?! ?(?:الي|و|-))"
          r"|في ال\w+ه? عشره? من عمر(?:ه|ها)|في ال\w+ من عمر(?:ه|ها)|(?:ابن|ابنه|ذو|ذات) ال\d{1,2}",
    "zh": rf"(?:一名|一位|一个|该|这名|那名|那个|这位|有个|名|位)"
          rf"[^,。]{{0,12}}?(?<![至到~-]){_number('zh')}岁(?!以|至|到|-)"
          rf"|(?<![至到~\d-]){_number('zh')}岁的?(?:女孩|男孩|少女|少年|男子|女子|姑娘|小伙|母亲)(?!们)",
}
_COMPILED = {language: re.compile(pattern) for language, pattern in _AGES.items()}


def told(sentence: Sentence, folded: str, start: int) -> tuple[int, int] | None:
    """The words of a sentence, from one to another, that tell of a single person; None where it tells of nobody."""
    if match := _COMPILED[sentence.language].search(folded):
        return _words_of(sentence, match, start)
    return next(_by_phrases(sentence), None)


def _words_of(sentence: Sentence, match: re.Match[str], offset: int) -> tuple[int, int]:
    """The words that a stretch of the sentence is made of."""
    inside = [place for place, word in enumerate(sentence.words)
              if word.end > match.start() + offset and word.start < match.end() + offset]
    return (inside[0], inside[-1] + 1) if inside else (0, len(sentence.words))


def _by_phrases(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """One person and what happened to them; a role at a place that only one person has."""
    for hit in sentence.of("alone"):
        yield hit.first, hit.last
    for one in sentence.of("single"):
        for life in sentence.of("life"):
            if life.first >= one.last - 1:
                yield one.first, life.last
    for role in sentence.of("roles"):
        if place := _place_near(sentence, role):
            yield min(role.first, place.first), max(role.last, place.last)


def _place_near(sentence: Sentence, role: Hit) -> Hit | None:
    """A street or a name right beside a role."""
    reach = _NEAR_PLACE.get(sentence.language, 7)
    for place in sentence.of("placed"):
        if -reach <= place.first - role.first <= reach and not role.first <= place.first < role.last - 1:
            return place
    for at in range(role.last, min(len(sentence.words), role.last + 5)):
        if sentence.words[at].capital and not any(group.first <= at < group.last for group in sentence.groups):
            return Hit("placed", at, at + 1)
    return None
