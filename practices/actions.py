"""Every change of a practice: permission, change, audit entry, index; nothing else moves a state."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, outbox
from practices import decisions, limits, versions, withholding
from practices.building import places
from practices.choices import State, Visibility
from practices.models import ContactMessage, OutcomeEvidence, Practice, PracticePage, Step
from search import changes

QUESTION_TOPIC = "practices.question"
STEP_TOPIC = "practices.step"
DECISION_TOPIC = "practices.decision"  # what moves nothing and is told all the same; keys of the audit log
AT_ONCE = 1_000  # keys in one statement
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.PUBLISHED}),
    State.SUBMITTED: frozenset({State.IN_REVIEW, State.PUBLISHED, State.DECLINED, State.PARKED}),
    State.IN_REVIEW: frozenset({State.CHANGES_REQUESTED, State.PUBLISHED, State.DECLINED, State.PARKED}),
    State.CHANGES_REQUESTED: frozenset({State.IN_REVIEW, State.SUBMITTED, State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.UPDATE_PROPOSED, State.WITHDRAWN, State.UNCONFIRMED}),
    State.UPDATE_PROPOSED: frozenset({State.PUBLISHED, State.WITHDRAWN}),
    State.UNCONFIRMED: frozenset({State.PUBLISHED, State.UPDATE_PROPOSED, State.ARCHIVED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset({State.PUBLISHED}),
    State.PARKED: frozenset({State.IN_REVIEW, State.DECLINED}),
    State.DECLINED: frozenset(),
    State.ARCHIVED: frozenset({State.PUBLISHED, State.UNCONFIRMED}),
}


class NotReady(Exception):
    """An entry lacks something that its next state needs; `lacking` says what, each in a sentence."""

    def __init__(self, lacking: Iterable[str]) -> None:
        self.lacking = tuple(str(each) for each in lacking)
        super().__init__(" ".join(self.lacking))


class MoveRefused(Exception):
    """A change of state that the life of a submission does not know; the text says what is possible."""


@transaction.atomic
def move(practice: Practice, state: str, *, by: Any = None, reason: str = "", language: str = "",
         refused: bool = False) -> None:
    """Take a practice from its state to another one that the diagram allows; `language` is that of the reason.

    `refused` where proposed changes are not taken, so that it goes back to what it was.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if state not in MOVES[locked.state]:
        raise MoveRefused(_("An entry that is “%(state)s” cannot become “%(target)s”.") % {
            "state": State(locked.state).label, "target": State(state).label})
    was, practice.state = locked.state, state
    fields = ["state"]
    if state == State.PUBLISHED and locked.first_published_at is None:
        practice.first_published_at = timezone.now()
        fields.append("first_published_at")
    practice.save(update_fields=fields)
    audit.record("practice.update-refused" if refused else f"practice.{state}", practice, by=by, was=was, reason=reason)
    revision = practice.pages.filter(pk=practice.original_id).values_list("latest_revision", flat=True).first()
    step = Step.objects.create(practice=practice, was=was, state=state, reason=reason, language=language, by=by,
                               revision=revision, refused=refused)
    outbox.put(STEP_TOPIC, [str(step.pk)])
    touch(practice)


def publish(practice: Practice, *, by: Any = None, reason: str = "") -> None:
    """Publish an entry, or publish it again; a person only where nothing ties them to it, and after the screening."""
    if by is not None:
        decisions.check(by, practice)
        if practice.first_published_at is None and (lacking := decisions.lacking_for_publication(practice)):
            raise NotReady(lacking)
    move(practice, State.PUBLISHED, by=by, reason=reason)


def _hold(practice: Practice) -> None:
    """Read the row again and keep it until the transaction ends: what is decided is decided about what is there."""
    practice.refresh_from_db(from_queryset=Practice.objects.select_for_update())


@transaction.atomic
def pause(practice: Practice, *, by: Any, reason: str = "") -> None:
    """Take an entry from all readers at once while a concern is looked into; its state stays what it is."""
    decisions.check_may_pause(by)
    _hold(practice)
    if practice.paused_at is None:
        practice.paused_at = timezone.now()
        practice.save(update_fields=["paused_at"])
        entry = audit.record("practice.paused", practice, by=by, reason=reason)
        outbox.put(DECISION_TOPIC, [str(entry.pk)])
        touch(practice)


@transaction.atomic
def resume(practice: Practice, *, by: Any, reason: str = "") -> None:
    """Give a paused entry back to its readers; nobody ends the pause of an entry of their own."""
    decisions.check_may_resume(by, practice)
    _hold(practice)
    if practice.paused_at is not None:
        practice.paused_at = None
        practice.save(update_fields=["paused_at"])
        entry = audit.record("practice.resumed", practice, by=by, reason=reason)
        outbox.put(DECISION_TOPIC, [str(entry.pk)])
        touch(practice)


def withdraw(practice: Practice, *, by: Any = None, reason: str = "") -> None:
    """Take an entry from readers at once, in every language."""
    move(practice, State.WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def set_audience(
    practice: Practice, *, visibility: str, embargo_until: datetime | None, city_withheld: bool, by: Any = None
) -> None:
    """Say who may read an entry, from when, and whether its city is named."""
    if by is not None:
        decisions.check_audience(by, practice)
    _hold(practice)
    if city_withheld and not practice.city_withheld and practice.first_published_at:
        raise MoveRefused(_("A city that has been named in public cannot be withheld afterwards."))
    by_city = by is None or decisions.works_for(by, practice.owner_city)
    if reason := withholding.audience_refusal(
        practice, visibility=visibility, city_withheld=city_withheld, by_city=by_city
    ):
        raise MoveRefused(reason)
    practice.visibility = Visibility(visibility)
    practice.embargo_until = embargo_until
    practice.city_withheld = city_withheld
    practice.save(update_fields=["visibility", "embargo_until", "city_withheld"])
    audit.record("practice.audience", practice, by=by, visibility=visibility,
                 embargo_until=embargo_until.isoformat() if embargo_until else None, city_withheld=city_withheld)
    touch(practice)


@transaction.atomic
def ask_embargo(practice: Practice, until: datetime | None, *, by: Any) -> None:
    """A city asks that nobody but editors and its own people reads its entry before a moment; before it is published.

    Afterwards only editors change it.
    """
    decisions.check_own(by, practice)
    _hold(practice)
    if practice.first_published_at is not None:
        raise MoveRefused(_("From when a published entry can be read is decided by editors."))
    practice.embargo_until = until
    practice.save(update_fields=["embargo_until"])
    audit.record("practice.embargo", practice, by=by, until=until.isoformat() if until else None)
    touch(practice)


@transaction.atomic
def set_record(practice: Practice, *, by: Any = None, **fields: Any) -> bool:
    """Set who answers for an entry and what it rests on, for every language; whether anything differed.

    A licence that was agreed to stays so. The address for questions is not written into the audit log.
    """
    if by is not None:
        decisions.check_audience(by, practice)
    _hold(practice)
    agreed = fields.pop("licence_agreed", None)
    if agreed and practice.licence_agreed_at is None:
        fields["licence_agreed_at"] = timezone.now()
    changed = sorted(name for name, value in fields.items() if getattr(practice, name) != value)
    if not changed:
        return False
    if by is not None and "review_depth" in changed:
        decisions.check(by, practice)
    for name in changed:
        setattr(practice, name, fields[name])
    practice.save(update_fields=changed)
    audit.record("practice.record", practice, by=by, changed=changed, owner_city=practice.owner_city_id,
                 from_public_sources=practice.from_public_sources, review_depth=practice.review_depth)
    touch(practice)
    return True


@dataclass(frozen=True, slots=True)
class Reading:
    """What an editor reads about one outcome in a cited report; without a direction nothing is said about it."""

    outcome: UUID
    direction: str = ""
    quality: str = ""
    report_title: str = ""
    report_url: str = ""

    @property
    def values(self) -> dict[str, str]:
        """The fields of the row."""
        return {"direction": self.direction, "quality": self.quality, "report_title": self.report_title,
                "report_url": self.report_url}


@transaction.atomic
def set_evidence(practice: Practice, rows: Iterable[Reading], *, by: Any = None) -> int:
    """Set the evidence of the outcomes that are named, leave the others; how many changed.

    For programs, and for what two people have agreed on (`practices.rating`), of whom `by` is the second.
    """
    known = {row.outcome: row for row in practice.evidence.select_for_update()}
    changed = [row for row in rows if not _stands(row, known.get(row.outcome))]
    if not changed:
        return 0
    practice.evidence.filter(outcome__in=[row.outcome for row in changed]).delete()
    OutcomeEvidence.objects.bulk_create(
        OutcomeEvidence(practice=practice, outcome=row.outcome, set_by=by, **row.values)
        for row in changed if row.direction
    )
    audit.record("practice.evidence", practice, by=by, rows={str(row.outcome): row.values for row in changed})
    touch(practice)
    return len(changed)


def _stands(row: Reading, known: OutcomeEvidence | None) -> bool:
    if known is None:
        return not row.direction
    return all(getattr(known, name) == value for name, value in row.values.items())


@transaction.atomic
def touch(practice: Practice) -> None:
    """Something that readers see has changed: a new version, and the index is told."""
    Practice.objects.filter(pk=practice.pk).update(version=F("version") + 1)
    practice.refresh_from_db(fields=["version"])
    changes.changed([str(practice.pk), *places.documents_of([practice.pk])])


@transaction.atomic
def text_changed(practice: Practice, published: PracticePage | None = None) -> None:
    """A page of the practice was published, taken back or translated: its languages and the index follow."""
    versions.refresh(practice, published)
    places.keep(practice)
    touch(practice)


def touch_all(keys: Iterable[Any]) -> None:
    """The same for many practices by their keys, such as those of a renamed city or concept."""
    ids = list(dict.fromkeys(str(key) for key in keys))
    with transaction.atomic():
        for start in range(0, len(ids), AT_ONCE):
            Practice.objects.filter(pk__in=ids[start : start + AT_ONCE]).update(version=F("version") + 1)
            changes.changed(places.documents_of(ids[start : start + AT_ONCE]))
        changes.changed(ids)


@transaction.atomic
def ask(practice: Practice, data: dict[str, Any], *, address: str = "") -> ContactMessage:
    """Take a reader's question to the unit that answers for a practice; it is mailed from the outbox."""
    limits.count_question(address)
    message = ContactMessage.objects.create(
        practice=practice, name=data["name"], reply_to=data["reply_to"], language=data["language"], text=data["text"]
    )
    audit.record("practice.asked", practice, message=str(message.pk))
    outbox.put(QUESTION_TOPIC, [str(message.pk)])
    return message
