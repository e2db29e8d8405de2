"""What the guard asks about the answers of a draft, and the reasons a city gives for leaving a wording as it is."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from practices import answers, attaching
from practices.guard.finding import Finding, Kind, findings
from practices.guard.lexicon import CHECKED
from practices.models import Draft, GuardNote, Practice

NOTE = "guard"  # where the reasons stand in the notes of a draft, by the mark of what was found
# Coded values, and what is meant to be an address.
_NO_TEXT = frozenset((
    "city", "kind", "status", "start_year", "end_year", "results_known", "contact_email", "visibility", "licence",
    "scope", "not_before", "not_before_zone", "cost_band", "evaluation", "stop_reason", "adapted_from", "drawn_from",
    "cities", "id", "url", "archived_url", "language", "safe",
))
_PUBLIC_NAMES = frozenset(("unit", "organisation", "partners"))  # their numbers and addresses are public
_CITED = frozenset(("references", "links", "documents"))  # authors are named by right


@dataclass(frozen=True, slots=True)
class Asked:
    """Something found in an answer, with the reason for keeping it where one was given."""

    question: str
    finding: Finding
    reason: str = ""


def is_checked(draft: Draft) -> bool:
    """Whether the language of an entry is one that the guard reads."""
    return draft.language in CHECKED


def about(draft: Draft) -> list[Asked]:
    """Everything to ask about a draft, once each, in the order of the questions."""
    given: Mapping[str, str] = draft.notes.get(NOTE, {})
    earlier = {(note.question, note.finding, note.excerpt): note.reason for note in draft.practice.guard_notes.all()}
    found: dict[tuple[str, str], Asked] = {}
    for question, finding in _found(draft):
        known = earlier.get((question, str(finding.kind), finding.passage), "")
        found.setdefault((question, finding.mark), Asked(question, finding, given.get(finding.mark, known)))
    return list(found.values())


def _found(draft: Draft) -> Iterator[tuple[str, Finding]]:
    for question in answers.asked_of(str(draft.answers.get("kind") or "")):
        for name in answers.FIELDS[question]:
            for text in _texts(name, draft.answers.get(name)):
                yield from ((question, each) for each in findings(text, draft.language) if _is_asked(name, each.kind))


def _texts(name: str, value: Any) -> Iterator[str]:
    """The words of an answer, also those in rows."""
    if name in _NO_TEXT:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner, each in value.items():
            yield from _texts(inner, each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts("", each)


def _is_asked(name: str, kind: Kind) -> bool:
    """Whether a kind of finding says anything in this answer."""
    if name in _CITED:
        return kind not in (Kind.PERSON, Kind.CONTACT)
    return name not in _PUBLIC_NAMES or kind != Kind.CONTACT


@transaction.atomic
def choose(draft: Draft, reasons: Mapping[str, str], *, by: Any) -> Draft:
    """Keep the reasons that were chosen, by mark; no reason takes an earlier one back."""
    found = attaching.locked(draft, by=by)
    known = {asked.finding.mark: asked.reason for asked in about(found)}
    given = {mark: reasons.get(mark, reason) for mark, reason in known.items()}
    kept = {mark: reason for mark, reason in given.items() if reason in GuardNote.Reason.values}
    if kept != found.notes.get(NOTE, {}):
        found.notes = {**found.notes, NOTE: kept}
        found.save(update_fields=["notes"])
    return found


def keep_notes(practice: Practice, asked: list[Asked], *, by: Any) -> None:
    """Write down for the editors what stays and why; notes on an earlier text go."""
    practice.guard_notes.all().delete()
    GuardNote.objects.bulk_create(
        GuardNote(practice=practice, question=each.question, finding=str(each.finding.kind),
                  excerpt=each.finding.passage, reason=each.reason, by=by)
        for each in asked)
