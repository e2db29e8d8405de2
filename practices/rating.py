"""Evidence for an outcome: one editor reads it in a cited report; once a second person confirms, readers see it."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from practices import actions, decisions
from practices.actions import MoveRefused, NotReady, Reading
from practices.choices import Direction, Quality
from practices.models import Appeal, EvidenceReading, Key, OutcomeEvidence, Practice


def open_readings(practice: Practice) -> Any:
    """What waits for a second person."""
    return practice.readings.filter(confirmed_at=None, rejected_at=None).select_related("proposed_by")


def lacking(reading: Reading) -> Iterator[tuple[str, str]]:
    """The fields that a reading needs, each with a sentence; one that says nothing takes back what was said."""
    if reading.direction in ("", Direction.NOT_MEASURED):
        return
    if not reading.quality:
        yield "quality", _("Say how it was measured.")
    if not (reading.report_title and reading.report_url):
        yield "report", _("Name the report that says so.")


@transaction.atomic
def propose(practice: Practice, reading: Reading, *, by: Any) -> EvidenceReading | None:
    """Say what a report says about an outcome; None where this is what readers see already."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check(by, practice)
    if found := [sentence for _field, sentence in lacking(reading)]:
        raise NotReady(found)
    if reading.outcome not in outcomes_of(practice):
        raise MoveRefused(_("The text has no such outcome any more."))
    _check_not_overruled(practice, reading.outcome, by)
    _make_room(practice, reading.outcome, by)
    values = {**reading.values, "quality": _quality(reading)}
    known = practice.evidence.filter(outcome=reading.outcome).first()
    if (known is None and not reading.direction) or (
            known is not None and all(getattr(known, name) == value for name, value in values.items())):
        return None
    proposed = EvidenceReading.objects.create(practice=practice, outcome=reading.outcome, proposed_by=by, **values)
    audit.record("practice.evidence-proposed", practice, by=by, outcome=str(reading.outcome), **values)
    return proposed


def _quality(reading: Reading) -> str:
    return str(Quality.ACCOUNT) if reading.direction == Direction.NOT_MEASURED else reading.quality


def _make_room(practice: Practice, outcome: UUID, by: Any) -> None:
    """One's own reading is replaced by another row, so that nobody confirms what they did not see."""
    waiting = open_readings(practice).select_for_update(of=("self",)).filter(outcome=outcome).first()
    if waiting is None:
        return
    if waiting.proposed_by_id != by.pk:
        raise MoveRefused(_("The reading of a colleague waits for a second person. Confirm it or reject it."))
    waiting.delete()


def outcomes_of(practice: Practice) -> set[UUID]:
    """The outcomes of the text that readers see and of its newest version."""
    pages = [practice.original.specific if practice.original else None, practice.newest_text()]
    return {UUID(str(block.id)) for page in pages if page is not None for block in page.outcomes}


@transaction.atomic
def take_back(reading: EvidenceReading, *, by: Any) -> None:
    """Take one's own reading back before anybody has answered it."""
    held = _held(reading)
    if held.proposed_by_id != by.pk:
        raise PermissionDenied(_("This is the reading of somebody else."))
    audit.record("practice.evidence-taken-back", held.practice, by=by, outcome=str(held.outcome))
    held.delete()


@transaction.atomic
def confirm(reading: EvidenceReading, *, by: Any = None, key: Key | None = None, note: str = "") -> None:
    """The second person agrees: from now on readers see it."""
    held = _held(reading)
    _check_second(held, by, key)
    held.confirmed_by, held.confirmed_key, held.confirmed_at, held.note = by, key, timezone.now(), note.strip()
    held.save(update_fields=["confirmed_by", "confirmed_key", "confirmed_at", "note"])
    audit.record("practice.evidence-confirmed", held.practice, by=by, outcome=str(held.outcome),
                 key=str(key.pk) if key else "")
    actions.set_evidence(held.practice, [Reading(
        held.outcome, held.direction, held.quality, held.report_title, held.report_url)], by=by or held.proposed_by)


@transaction.atomic
def reject(reading: EvidenceReading, *, by: Any = None, key: Key | None = None, note: str) -> None:
    """The second person does not agree, and says why; what readers see stays as it was."""
    held = _held(reading)
    _check_second(held, by, key)
    if not note.strip():
        raise NotReady([_("Say why you do not agree.")])
    held.confirmed_by, held.confirmed_key, held.rejected_at, held.note = by, key, timezone.now(), note.strip()
    held.save(update_fields=["confirmed_by", "confirmed_key", "rejected_at", "note"])
    audit.record("practice.evidence-rejected", held.practice, by=by, outcome=str(held.outcome),
                 key=str(key.pk) if key else "")


def _held(reading: EvidenceReading) -> EvidenceReading:
    """The reading as it is now, kept until the transaction ends; MoveRefused where somebody was faster."""
    held = EvidenceReading.objects.select_for_update().filter(
        pk=reading.pk, confirmed_at=None, rejected_at=None).first()
    if held is None:
        raise MoveRefused(_("This reading was answered or taken back meanwhile."))
    return held


def second_refusal(reading: EvidenceReading, user: Any) -> str:
    """Why this account is not the second person for a reading; empty if it may be."""
    if reading.proposed_by_id == user.pk:
        return _("You proposed this reading. A second person confirms it.")
    return decisions.advice_refusal(user, reading.practice)


def _check_second(reading: EvidenceReading, by: Any, key: Key | None) -> None:
    if by is None:
        if key is None or key.practice_id != reading.practice_id or key.purpose != Key.Purpose.REVIEW:
            raise PermissionDenied(_("A second person confirms it."))
        return
    if refusal := second_refusal(reading, by):
        raise PermissionDenied(refusal)
    _check_not_overruled(reading.practice, reading.outcome, by)


# ---------- Who said what readers see ----------
def raters(practice: Practice, outcome: UUID) -> set[int]:
    """Everybody who proposed, confirmed or set what was ever said about an outcome."""
    agreed = practice.readings.filter(outcome=outcome).exclude(confirmed_at=None)
    pairs = agreed.values_list("proposed_by", "confirmed_by")
    setters = OutcomeEvidence.objects.filter(practice=practice, outcome=outcome).values_list("set_by", flat=True)
    return {key for pair in [*pairs, tuple(setters)] for key in pair if key is not None}


def _check_not_overruled(practice: Practice, outcome: UUID, by: Any) -> None:
    """After a city was right with an appeal, others than those who said it read the report again."""
    upheld = Appeal.objects.filter(Q(upheld=True) | Q(answered_at=None), practice=practice, outcome=outcome)
    if upheld.exists() and by.pk in raters(practice, outcome):
        raise PermissionDenied(_("The city appealed against your reading of this outcome. Others read it again."))
