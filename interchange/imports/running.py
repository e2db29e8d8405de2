"""Carrying an import out, and taking it back: line by line in the worker, to be broken off anywhere."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import is_editor
from core import audit, outbox
from interchange.imports.reading import OF_THE_ENTRY
from interchange.models import ImportLine, ImportRun
from practices.actions import MoveRefused
from practices.bringing_in import Brought, bring_in, take_back
from practices.forms_admin import SCHEMES

TOPIC = "interchange.import"
AT_ONCE = 50  # lines in one turn of the worker, well within its lease
State = ImportRun.State


def register() -> None:
    """Name the consumer; the worker does all else first."""
    outbox.register(TOPIC, carry_out, slow=True)


@transaction.atomic
def start(run: ImportRun, *, by: Any) -> None:
    """Bring in the lines that are right; said twice it starts once."""
    _move(run, by, {State.READ}, State.RUNNING, started_at=timezone.now())


@transaction.atomic
def undo(run: ImportRun, *, by: Any) -> None:
    """Take back what was brought in, but for entries that somebody has worked on since."""
    _move(run, by, {State.DONE, State.RUNNING}, State.UNDOING)


def _move(run: ImportRun, by: Any, before: set[str], after: str, **fields: Any) -> None:
    if not is_editor(by):
        raise PermissionDenied
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    if held.state == after:
        return
    if held.state not in before:
        raise MoveRefused(_("This import is “%(state)s”.") % {"state": held.get_state_display()})
    ImportRun.objects.filter(pk=run.pk).update(state=after, **fields)
    audit.record(f"import.{after}", held, by=by)
    outbox.put(TOPIC, [str(run.pk)])


def carry_out(keys: Sequence[str]) -> None:
    """A turn for each run: some lines, then a new row where lines are left."""
    for run in ImportRun.objects.filter(pk__in=keys).select_related("by"):
        if run.state == State.RUNNING:
            _turn(run, right(run).filter(made_at=None), _make, State.DONE)
        elif run.state == State.UNDOING:
            _turn(run, run.lines.exclude(made_at=None).filter(taken_back_at=None), _take_back, State.UNDONE)


def right(run: ImportRun) -> QuerySet[ImportLine]:
    """The lines that nothing is wrong with."""
    return run.lines.filter(problems=[])


def _turn(run: ImportRun, owed: QuerySet[ImportLine], work: Any, end: str) -> None:
    for line in owed.order_by("number")[:AT_ONCE]:
        work(run, line)
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        if held.state != run.state:
            return  # it is being taken back meanwhile, which has a row of its own
        if owed.exists():
            outbox.put(TOPIC, [str(run.pk)])
        else:
            ImportRun.objects.filter(pk=run.pk).update(state=end, ended_at=timezone.now())


@transaction.atomic
def _make(run: ImportRun, line: ImportLine) -> None:
    """The entry of a line, and that it was made, in one transaction: broken off, it is neither."""
    held = ImportLine.objects.select_for_update().get(pk=line.pk)
    if held.made_at is None:
        held.practice = bring_in(brought(held), by=run.by)
        held.made_at = timezone.now()
        held.save(update_fields=["practice", "made_at"])


@transaction.atomic
def _take_back(run: ImportRun, line: ImportLine) -> None:
    held = ImportLine.objects.select_for_update().get(pk=line.pk)
    if held.taken_back_at is None:
        held.kept_because = take_back(held.practice, by=run.by) if held.practice else ""
        held.taken_back_at = timezone.now()
        held.save(update_fields=["kept_because", "taken_back_at"])


def brought(line: ImportLine) -> Brought:
    """The entry that a line holds."""
    values = line.values
    given = {name: value for name, value in values.items() if name not in OF_THE_ENTRY and name != "sources"}
    if "sources" in values:
        given["references"] = values["sources"]
    return Brought(
        kind=values["kind"], language=values["language"], cities=tuple(values.get("cities", ())),
        concepts=tuple(key for scheme in SCHEMES for key in values.get(str(scheme), ())),
        keywords=tuple(values.get("keywords", ())), given=given,
    )
