"""How complete an entry is: what a full description needs for its kind, and what would help readers most.

Readers learn only whether an entry is a snapshot or full; the figure is for its authors.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices import answers
from practices.choices import Depth, Evaluation, Kind, Question, ResultsKnown, Status, StopReason
from practices.models import PracticePage
from taxonomy.schemes import Scheme

ALL_KINDS = ("title", "summary", "unit", "rights", "fit", "enabling", "challenges", "harms_seen")
OF_WORK = ("organisation", "situation", "objectives", "mechanism", "activities", "sustainability", "partners",
           "outcomes", "evaluation", "status")
NEEDED: Mapping[str, tuple[str, ...]] = {
    Kind.CASE_STUDY: (*ALL_KINDS, *OF_WORK),
    Kind.PROGRAMME: (*ALL_KINDS, *OF_WORK, "legal_mandate", "staff", "funding", "cost_band", "materials"),
    Kind.LESSON_LEARNED: (*ALL_KINDS, "lesson_when", "lesson_do", "lesson_because", "advice_do", "advice_avoid",
                          "advice_depends"),
}
CARD: Mapping[str, tuple[str, ...]] = {
    Kind.CASE_STUDY: (Scheme.FORM, Scheme.LEVEL, Scheme.APPROACH, Scheme.SETTING, Scheme.SECTOR, Scheme.PARTICIPANTS),
    Kind.PROGRAMME: (Scheme.FORM, Scheme.LEVEL, Scheme.APPROACH, Scheme.SETTING, Scheme.SECTOR, Scheme.PARTICIPANTS),
    Kind.LESSON_LEARNED: (Scheme.FORM, Scheme.LEVEL),
}
MOST_USEFUL: Mapping[str, tuple[str, ...]] = {
    Kind.CASE_STUDY: (Question.STORY, Question.OUTCOMES, Question.FIT, Question.BLOCKS, Question.PARTNERS,
                      Question.LASTING, Question.WORKING, Question.SOURCES, Question.PLACES, Question.ADAPTED),
    Kind.PROGRAMME: (Question.PARTNERS, Question.STORY, Question.FIT, Question.OUTCOMES, Question.LASTING,
                     Question.BLOCKS, Question.WORKING, Question.SOURCES, Question.PLACES, Question.ADAPTED),
    Kind.LESSON_LEARNED: (Question.LESSON, Question.FIT, Question.LASTING, Question.SOURCES, Question.STORY,
                          Question.WORKING, Question.PLACES, Question.ADAPTED),
}
WHY: Mapping[str, Any] = {
    Question.LESSON: _("It is what readers remember and quote."),
    Question.STORY: _("Another city can only do what it can follow step by step."),
    Question.OUTCOMES: _("Readers ask first what changed, and how anybody knows."),
    Question.FIT: _("It spares another city a mistake that you can foresee."),
    Question.BLOCKS: _("Most cities take over a part, not the whole."),
    Question.PARTNERS: _("Nobody can plan it without knowing what it takes."),
    Question.LASTING: _("It says what must not be left out, and what to watch."),
    Question.WORKING: _("It shows whether it would hold elsewhere."),
    Question.SOURCES: _("What can be checked is believed."),
}
NAMED = 3  # sections that are named as most helpful
UNSAID = {"evaluation": Evaluation.UNKNOWN, "status": Status.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a full description is there, and which sections would help readers most."""

    done: int
    total: int
    most_useful: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The figure that authors see."""
        return self.done * 100 // self.total


def of_answers(given: Mapping[str, Any], kind: str) -> Completeness:
    """Completeness of a draft, by what its city can give."""
    there = [name for name in NEEDED[kind] if _is_said(name, given.get)]
    gaps = {name for name in NEEDED[kind] if name not in there}
    wanting = [each for each in MOST_USEFUL[kind] if each in WHY and (
        gaps & {_material(name) for name in answers.fields_of(each, kind)} or not touched(given, each))]
    return Completeness(len(there), len(NEEDED[kind]), tuple(wanting[:NAMED]))


def touched(given: Mapping[str, Any], question: str) -> bool:
    """Whether anything stands in a section."""
    return any(given.get(name) and (name, given[name]) != ("evaluation", Evaluation.UNKNOWN)
               for name in answers.FIELDS[question])


def follows(page: PracticePage) -> str:
    """What the fields of a page make of it: full where everything is there that its kind needs."""
    def get(name: str) -> Any:
        return getattr(page, name, None)

    schemes = {concept.scheme for concept in page.concepts.all()}
    full = (all(_is_said(name, get) for name in NEEDED[page.kind]) and bool(page.concerns)
            and schemes >= set(CARD[page.kind]) and (page.kind == Kind.LESSON_LEARNED or bool(page.cities.all())))
    return Depth.FULL if full else Depth.SNAPSHOT


def settle(page: PracticePage, before: str) -> None:
    """Let the extent of a page follow its fields, unless an editor said otherwise than they did `before`."""
    if page.extent == before:
        page.extent = follows(page)


def _is_said(name: str, get: Callable[[str], Any]) -> bool:
    value = get(name)
    if name == "outcomes":
        return bool(value) or get("results_known") in (ResultsKnown.TOO_EARLY, ResultsKnown.NOT_MEASURED)
    if name == "materials":
        return bool(value) or bool(get("links")) or bool(get("documents"))
    if name == "status":
        started = value == Status.PLANNED or bool(get("start_year"))
        return value not in ("", None, Status.UNKNOWN) and started and (value != Status.STOPPED or _stopped(get))
    return bool(value) and value != UNSAID.get(name)


def _stopped(get: Callable[[str], Any]) -> bool:
    return get("stop_reason") in StopReason.values


def _material(name: str) -> str:
    return "materials" if name == "links" else name
