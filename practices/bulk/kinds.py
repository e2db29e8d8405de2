"""The changes that can be made to many entries: what each does, how its traces are known again and taken back."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import is_editor
from practices import actions, assigning, decisions, reviewing, tagging
from practices.actions import MoveRefused, NotReady
from practices.approving import approving
from practices.choices import State
from practices.models import Practice
from taxonomy.models import Concept, Keyword

Values = Mapping[str, Any]
PUBLISHABLE = (State.DRAFT, State.IN_REVIEW, State.UPDATE_PROPOSED)


@dataclass(frozen=True, slots=True)
class Kind:
    """`do` gives what was there before, None where nothing had to be changed; `now` what is there afterwards."""

    name: str
    label: Any
    may: Callable[[Any], bool]
    do: Callable[[Practice, Values, Any], dict[str, Any] | None]
    now: Callable[[Practice], dict[str, Any]]
    undo: Callable[[Practice, Values, Values, Any, str], Any]  # practice, what was wanted, what was, by whom, why


# ---------- Assign ----------
def _person(key: Any) -> User | None:
    return assigning.people().filter(pk=key).first() if key else None


def _assign(practice: Practice, to: Values, by: Any) -> dict[str, Any] | None:
    was = {"assignee": practice.assignee_id}
    person = _person(to["assignee"])
    if to["assignee"] and person is None:
        raise MoveRefused(_("Entries are assigned to editors and reviewers."))
    return was if assigning.assign(practice, person, by=by) else None


def _unassign(practice: Practice, to: Values, was: Values, by: Any, reason: str) -> None:
    assigning.assign(practice, _person(was["assignee"]), by=by)


# ---------- Due ----------
def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _due(practice: Practice, to: Values, by: Any) -> dict[str, Any] | None:
    was = {"due_on": practice.due_on.isoformat() if practice.due_on else None}
    return was if assigning.set_due(practice, _day(to["due_on"]), by=by) else None


def _undue(practice: Practice, to: Values, was: Values, by: Any, reason: str) -> None:
    assigning.set_due(practice, _day(was["due_on"]), by=by)


# ---------- Tag ----------
def _label(to: Values) -> tagging.Label:
    model: Any = Keyword if "keyword" in to else Concept
    label = model.objects.filter(pk=to.get("keyword") or to.get("concept")).first()
    if label is None:
        raise MoveRefused(_("This term is not in use any more."))
    return label


def _tag(practice: Practice, to: Values, by: Any) -> dict[str, Any] | None:
    return {"tagged": False} if tagging.add(practice, _label(to), by=by) else None


def _untag(practice: Practice, to: Values, was: Values, by: Any, reason: str) -> None:
    tagging.remove(practice, _label(to), by=by)


def _text_now(practice: Practice) -> dict[str, Any]:
    page = practice.pages.filter(pk=practice.original_id).first()
    return {"revision": page.latest_revision_id if page else None}


# ---------- Publish ----------
def _publish(practice: Practice, to: Values, by: Any) -> dict[str, Any] | None:
    if practice.state not in PUBLISHABLE:
        raise MoveRefused(_("An entry that is “%(state)s” is not published together with others.") % {
            "state": State(practice.state).label})
    if practice.original is None:
        raise NotReady([_("There is no text yet.")])
    was = {"state": practice.state, "live": practice.original.live_revision_id if practice.original.live else None}
    reviewing.publish(practice, by=by, revision=to["revision"])
    return was


def _published_now(practice: Practice) -> dict[str, Any]:
    page = practice.pages.filter(pk=practice.original_id).first()
    return {"state": practice.state, **_text_now(practice), "live": page.live_revision_id if page else None}


def _unpublish(practice: Practice, to: Values, was: Values, by: Any, reason: str) -> None:
    """An update waits again, with the text before it for readers; what was never public before is withdrawn."""
    decisions.check(by, practice)
    before = _revision(practice, was["live"]) if was["state"] == State.UPDATE_PROPOSED else None
    if before is not None:
        with approving(before.pk):  # readers had it before
            before.publish(user=by, skip_permission_checks=True)  # asked for above
        practice.refresh_from_db()
    actions.move(practice, State.UPDATE_PROPOSED if before else State.WITHDRAWN, by=by, reason=reason)


def _revision(practice: Practice, key: Any) -> Any:
    page = practice.pages.filter(pk=practice.original_id).first()
    return page.revisions.filter(pk=key).first() if page and key else None


# ---------- Archive ----------
def _archive(practice: Practice, to: Values, by: Any) -> dict[str, Any] | None:
    decisions.check(by, practice)
    was = {"state": practice.state}
    actions.move(practice, State.ARCHIVED, by=by, reason=to["reason"])
    return was


def _unarchive(practice: Practice, to: Values, was: Values, by: Any, reason: str) -> None:
    decisions.check(by, practice)
    actions.move(practice, was["state"], by=by, reason=reason)


KINDS = {kind.name: kind for kind in (
    Kind("assign", gettext_lazy("Assign"), assigning.may_assign, _assign,
         lambda practice: {"assignee": practice.assignee_id}, _unassign),
    Kind("due", gettext_lazy("Set the due date"), assigning.may_assign, _due,
         lambda practice: {"due_on": practice.due_on.isoformat() if practice.due_on else None}, _undue),
    Kind("tag", gettext_lazy("Add a term"), is_editor, _tag, _text_now, _untag),
    Kind("publish", gettext_lazy("Publish"), is_editor, _publish, _published_now, _unpublish),
    Kind("archive", gettext_lazy("Archive"), is_editor, _archive,
         lambda practice: {"state": practice.state}, _unarchive),
)}
