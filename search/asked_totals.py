"""What the search desk reads of what was asked and opened: numbers, and words only of questions that enough asked."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, FloatField, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from core import languages
from core.cldr import number
from search.asked_rows import ENOUGH
from search.language import query_languages
from search.models import Asked, Opened

SHOWN = 50


def small(count: int) -> str:
    """A number as it may be shown: one below five could tell of a single person."""
    return _("< %(number)d") % {"number": ENOUGH} if 0 < count < ENOUGH else number(count)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The questions of one interface language."""

    language: languages.Language
    searches: str
    found_none: str
    found_few: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that at least five searchers asked on one day."""

    words: str
    language: languages.Language
    searches: str
    most_searchers: str

    @property
    def spoken(self) -> str:
        """The language that its words are read in first."""
        return query_languages(self.words, self.language.public)[0]


@dataclass(frozen=True, slots=True)
class Click:
    """How often one result was opened from one question, and at which place it stood on the average."""

    words: str
    language: languages.Language
    document: str
    times: str
    place: str


def by_language(since: date, ui: str = "") -> list[Spoken]:
    """How much was asked in each interface language, and how much of it found nothing or little."""
    sums = _asked(since, ui).order_by().values("ui").annotate(
        all=Sum("searches"), none=_searches_that_found(Asked.NONE), few=_searches_that_found(Asked.FEW))
    found = {each["ui"]: each for each in sums}
    return [
        Spoken(language, small(each["all"]), small(each["none"]), small(each["few"]))
        for language in languages.INTERFACE if (each := found.get(language.public))
    ]


def _searches_that_found(bucket: str) -> Coalesce:
    return Coalesce(Sum("searches", filter=Q(found=bucket)), 0)


def questions(since: date, ui: str = "", found: str = "") -> list[Question]:
    """The questions asked most, or those of them that found so much."""
    rows = _asked(since, ui).filter(searchers__gte=ENOUGH).exclude(words="")
    if found:
        rows = rows.filter(found=found)
    sums = rows.order_by().values("ui", "words").annotate(all=Sum("searches"), most=Max("searchers"))
    return [
        Question(each["words"], languages.by_public(each["ui"]), small(each["all"]), small(each["most"]))
        for each in sums.order_by("-all", "words")[:SHOWN]
    ]


def clicks(since: date, ui: str = "") -> list[Click]:
    """The results opened most, by the question they were opened from."""
    enough = Asked.objects.filter(
        day=OuterRef("day"), ui=OuterRef("ui"), words=OuterRef("words"), searchers__gte=ENOUGH)
    rows = Opened.objects.filter(Exists(enough), day__gte=since).exclude(words="")
    sums = (rows.filter(ui=ui) if ui else rows).order_by().values("ui", "words", "document").annotate(
        all=Sum("times"), places=Cast(Sum(F("position") * F("times")), FloatField()))
    return [
        Click(each["words"], languages.by_public(each["ui"]), each["document"], small(each["all"]),
              number(round(each["places"] / each["all"], 1)) if each["all"] >= ENOUGH else "")
        for each in sums.order_by("-all", "words", "document")[:SHOWN]
    ]


def _asked(since: date, ui: str) -> QuerySet[Asked]:
    rows = Asked.objects.filter(day__gte=since)
    return rows.filter(ui=ui) if ui else rows
