"""Beginning, carrying on and undoing a change of many entries.

Entries are changed in batches, a transaction each, in which the rows of the change are written too: whatever breaks
off in between, its rows say what was done, and the rest can be carried on with. A refused entry is left as it was.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from practices.actions import MoveRefused, NotReady
from practices.bulk.kinds import KINDS, Kind
from practices.models import BulkChange, Practice

AT_ONCE = 500
BATCH = 25
UNDONE_WITHIN = timedelta(days=30)
DONE, SAME, REFUSED = "done", "same", "refused"
LEFT = "left"  # undoing passes by what has been changed since
Row = dict[str, Any]
Late = Callable[[], bool]
_REFUSALS = (NotReady, MoveRefused, PermissionDenied, ValidationError)


def never() -> bool:
    """There is all the time in the world."""
    return False


@transaction.atomic
def begin(name: str, wanted: Iterable[tuple[str, Row]], *, by: Any) -> BulkChange:
    """Write down what is to be done to which entries; nothing is changed yet."""
    kind = KINDS[name]
    _check(kind, by)
    rows = [{"id": str(key), "to": to, "outcome": ""} for key, to in dict(wanted).items()]
    if not rows:
        raise MoveRefused(_("Choose at least one entry."))
    if len(rows) > AT_ONCE:
        raise MoveRefused(_("Choose %(count)d entries at most.") % {"count": AT_ONCE})
    change = BulkChange.objects.create(action=name, rows=rows, by=by)
    audit.record(f"bulk.{name}", change, by=by, entries=len(rows))
    return change


def _check(kind: Kind, by: Any) -> None:
    if not kind.may(by):
        raise PermissionDenied(_("Your role does not allow this change."))


# ---------- Doing ----------
def carry_on(change: BulkChange, *, by: Any, late: Late = never) -> bool:
    """Do what is still to be done, until it is late; whether all of it is done."""
    if change.by_id != by.pk:
        raise PermissionDenied(_("Only who began this change carries it on."))
    _check(KINDS[change.action], by)
    while _do_batch(change, by):
        if late():
            break
    return not pending(change)


def pending(change: BulkChange) -> int:
    """How many entries nothing has been done about yet."""
    return sum(not row["outcome"] for row in change.rows)


@transaction.atomic
def _do_batch(change: BulkChange, by: Any) -> int:
    _hold(change)
    if change.undone_by_id is not None:
        raise MoveRefused(_("This change has been undone."))
    rows = [row for row in change.rows if not row["outcome"]][:BATCH]
    for row in rows:
        row.update(_done(KINDS[change.action], row, by))
    change.save(update_fields=["rows"])
    return len(rows)


def _hold(change: BulkChange) -> None:
    change.refresh_from_db(from_queryset=BulkChange.objects.select_for_update())


def _done(kind: Kind, row: Row, by: Any) -> Row:
    """What became of one entry: done with what was before and is now, the same as before, or refused and why."""
    practice = _practice(row)
    if practice is None:
        return {"outcome": REFUSED, "said": _("This entry is not there any more.")}
    try:
        with transaction.atomic():
            was = kind.do(practice, row["to"], by)
    except _REFUSALS as refusal:
        return {"outcome": REFUSED, "said": _words(refusal)}
    if was is None:
        return {"outcome": SAME}
    return {"outcome": DONE, "was": was, "now": kind.now(Practice.objects.get(pk=practice.pk))}


def _practice(row: Row) -> Practice | None:
    return Practice.objects.select_for_update().filter(pk=row["id"]).first()


def _words(refusal: Exception) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


# ---------- Undoing ----------
def undo_refusal(change: BulkChange, user: Any) -> str:
    """Why a change cannot be undone; empty if it can."""
    if change.undone_at is not None:
        return _("This change has been undone.")
    if change.at < timezone.now() - UNDONE_WITHIN:
        return _("A change can be undone for thirty days.")
    if not any(row["outcome"] == DONE for row in change.rows):
        return _("Nothing was changed.")
    return "" if KINDS[change.action].may(user) else _("Your role does not allow this change.")


def undo(change: BulkChange, *, by: Any, reason: str = "", late: Late = never) -> bool:
    """Give back what the entries were, except where something has been changed since; whether all is gone through.

    What is still to be done is not done any more.
    """
    _hold_for_undo(change, by)
    said = reason.strip() or _("A change of several entries at once is taken back.")
    while _undo_batch(change, by, said):
        if late():
            break
    return change.undone_at is not None


@transaction.atomic
def _hold_for_undo(change: BulkChange, by: Any) -> None:
    _hold(change)
    if refused := undo_refusal(change, by):
        raise MoveRefused(refused)
    if change.undone_by_id is None:
        change.undone_by = by
        change.save(update_fields=["undone_by"])
        audit.record("bulk.undone", change, by=by, action_undone=change.action)


@transaction.atomic
def _undo_batch(change: BulkChange, by: Any, reason: str) -> int:
    _hold(change)
    rows = [row for row in change.rows if row["outcome"] == DONE and not row.get("undone")][:BATCH]
    for row in rows:
        row.update(_undone(KINDS[change.action], row, by, reason))
    if not rows:
        change.undone_at = timezone.now()
    change.save(update_fields=["rows", "undone_at"])
    return len(rows)


def _undone(kind: Kind, row: Row, by: Any, reason: str) -> Row:
    practice = _practice(row)
    if practice is None:
        return {"undone": LEFT, "undone_said": _("This entry is not there any more.")}
    if kind.now(practice) != row["now"]:
        return {"undone": LEFT, "undone_said": _("It has been changed since.")}
    try:
        with transaction.atomic():
            kind.undo(practice, row["to"], row["was"], by, reason)
    except _REFUSALS as refusal:
        return {"undone": LEFT, "undone_said": _words(refusal)}
    return {"undone": DONE}
