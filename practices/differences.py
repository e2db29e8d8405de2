"""What changed between two versions of a text, word by word and field by field.

Words are compared, in scripts without spaces single characters; very long texts by their lines, so that no version can
keep a page busy. What is shown stays text: a template marks it with `ins` and `del`.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Field
from django.utils.text import capfirst
from wagtail.fields import RichTextField, StreamField

from cities import names
from core.richtext import plain
from practices.models import Practice, PracticePage, Screening
from taxonomy.schemes import Scheme

SAME, REMOVED, ADDED = "same", "removed", "added"
MOST_WORDS = 1_200  # of one side; beyond that whole lines are compared
MOST_LINES = 1_200  # beyond that nothing is compared
_UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORDS = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|\s+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
FACTS = ("extent", "status", "stop_reason", "start_year", "end_year", "scope", "cost_band", "evaluation",
         "results_known", "contact_languages", "hub", "adapted_from", "drawn_from")
STREAMS = ("partners", "outcomes", "building_blocks", "references", "materials", "pictures")
TEXTS = (
    "title", "summary", "organisation", "unit", "took_part", "situation", "objectives", "activities", "mechanism",
    "challenges", "harms_seen", "concerns", "rights", "fit", "enabling", "sustainability", "legal_mandate",
    "adaptation", "lesson_when", "lesson_do", "lesson_because", "advice_do", "advice_avoid", "advice_depends", "staff",
    "funding",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words that stands in both versions, or in one of them."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: what was there and what is there now; `own` are words in the language of the entry."""

    label: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    own: bool = False


def between(old: PracticePage, new: PracticePage) -> list[Difference]:
    """The fields in which two versions of a text differ, in the order of the form."""
    found = []
    before, after = dict(_values(old)), dict(_values(new))
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            left, right = compared(was, now)
            found.append(Difference(_label(name, new), left, right, name in (*TEXTS, *STREAMS)))
    return found


def compared(was: str, now: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both sides of a text, each in runs: what stayed, and what was removed or added."""
    left, right = _pieces(was, now)
    if left is None or right is None:
        return (Part(REMOVED, was),), (Part(ADDED, now),)
    before: list[Part] = []
    after: list[Part] = []
    for what, start, end, other_start, other_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        same = what == "equal"
        _add(before, SAME if same else REMOVED, left[start:end])
        _add(after, SAME if same else ADDED, right[other_start:other_end])
    return tuple(before), tuple(after)


def _add(parts: list[Part], kind: str, pieces: Iterable[str]) -> None:
    if text := "".join(pieces):
        parts.append(Part(kind, text))


def _pieces(was: str, now: str) -> tuple[list[str] | None, list[str] | None]:
    """Words of both, else lines, else nothing."""
    for pattern, most in ((_WORDS, MOST_WORDS), (_LINES, MOST_LINES)):
        pieces = [list(_some(pattern, text, most)) for text in (was, now)]
        if all(len(each) <= most for each in pieces):
            return pieces[0], pieces[1]
    return None, None


def _some(pattern: re.Pattern[str], text: str, most: int) -> Iterator[str]:
    for number, found in enumerate(pattern.finditer(text)):
        if number > most:
            return
        yield found.group()


# ---------- The fields as text ----------
def _values(page: PracticePage) -> Iterator[tuple[str, str]]:
    known = {field.name for field in page._meta.get_fields()}
    for name in (*TEXTS, *STREAMS, *FACTS):
        if name in known:
            yield name, _as_text(page, page._meta.get_field(name))
    yield "cities", "\n".join(sorted(names.label(city.pk) for city in page.cities.all()))
    concepts = list(page.concepts.all())
    for scheme in Scheme:
        yield scheme.value, "\n".join(sorted(each.label() for each in concepts if each.scheme == scheme.value))
    yield "keywords", "\n".join(sorted(str(each.tag) for each in page.keyword_items.all()))


def _as_text(page: PracticePage, field: Any) -> str:
    value = getattr(page, field.name)
    if isinstance(field, RichTextField):
        return plain(value)
    if isinstance(field, StreamField):
        return "\n\n".join("\n".join(_lines_of(child)) for child in value)
    if isinstance(field, Field) and field.choices:
        return str(getattr(page, f"get_{field.name}_display")())
    return "" if value is None else str(value)


def _lines_of(child: Any) -> Iterator[str]:
    """The filled fields of a block, each with what it is called."""
    for name, value in child.value.items():
        if value not in (None, ""):
            block = child.block.child_blocks[name]
            yield f"{block.label}: {_block_text(block, value)}"


def _block_text(block: Any, value: Any) -> str:
    choices = dict(block.field.widget.choices) if hasattr(getattr(block, "field", None), "choices") else {}
    return str(choices.get(value, value))


def _label(name: str, page: PracticePage) -> str:
    if name in Scheme.values:
        return str(Scheme(name).label)
    return str(capfirst(page._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


# ---------- Which versions ----------
def version(page: PracticePage, revision: int | None) -> PracticePage | None:
    """A kept version of a text; None for one that is not kept or belongs to another text."""
    found = page.revisions.filter(pk=revision).first() if revision else None
    return found.as_object() if found else None


def last_read(practice: Practice, user: Any, newest: PracticePage) -> int | None:
    """The version before the newest that somebody read or decided about last; else that of the last decision."""
    steps = practice.steps.exclude(revision=None).exclude(by=None)
    city = set(practice.submitters.values_list("pk", flat=True))
    own = [
        *practice.recommendations.filter(by=user).values_list("at", "revision"),
        *steps.filter(by=user).values_list("at", "revision"),
        *((each.signed_at, each.revision) for each in _signed(practice, user)),
    ]
    decided = [(step.at, step.revision) for step in steps if step.by_id not in city]
    kept = set(newest.revisions.values_list("pk", flat=True))
    for rows in (own, decided):
        known = [row for row in rows if row[1] in kept and row[1] != newest.latest_revision_id]
        if known:
            return max(known)[1]
    live = newest.live_revision_id
    return live if live in kept and live != newest.latest_revision_id else None


def _signed(practice: Practice, user: Any) -> list[Any]:
    return list(Screening.objects.filter(practice=practice, signed_by=user))
