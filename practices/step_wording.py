"""Who is told of what happens to an entry, and in which words: a cell without words is a message that nobody gets."""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.choices import State

AGAIN, TAKEN, REFUSED, CONFIRMED, BACK, PAUSED, RESUMED, SECOND_LOOK = (
    "again", "taken", "refused", "confirmed", "back", "paused", "resumed", "second look")
BY_MOVE: dict[tuple[str, str], str] = {
    (State.CHANGES_REQUESTED, State.SUBMITTED): AGAIN,
    (State.UPDATE_PROPOSED, State.PUBLISHED): TAKEN,
    (State.UNCONFIRMED, State.PUBLISHED): CONFIRMED,
    (State.WITHDRAWN, State.PUBLISHED): BACK,
    (State.ARCHIVED, State.PUBLISHED): BACK,
}


def event_of(was: str, state: str, *, refused: bool = False) -> str:
    """The row of the matrix for a move: most are known by where they lead."""
    return REFUSED if refused else BY_MOVE.get((was, state), state)


class Role(Enum):
    """What somebody is to an entry when it takes a step; the first role that fits decides the words."""

    SENDER = "the person of the city who took the step, for whom it is a confirmation"
    CITY = "the others who wrote it and still work for its city"
    ASSIGNEE = "whoever of the staff looks after it"
    DESK = "the editors of its region and language who may decide about it"
    REVIEWER = "whoever decided about it, screened it or recommended something before"
    COORDINATOR = "the coordinators"
    NAMING = "the coordinators, where every editor is tied to it"


@dataclass(frozen=True, slots=True)
class Words:
    """A message but for what a person wrote; `title` may stand in the first two.

    `open` where `after` says that readers have the entry, so that it is not said while they do not. `urgent` where
    something is asked by a day or others wait: it is mailed at once, whatever somebody chose.
    """

    subject: Any
    what: Any
    after: Any
    open: bool = False
    urgent: bool = False


HIDDEN = _("At present no reader finds it: its day has not come, a concern is being looked into, or it was withdrawn.")
ASSIGNED = _("It is assigned to you.")
READ_NEXT = _("An editor reads it. You are told when that begins and what is decided. You can follow it on your desk.")
UNTIL_THEN = _("An editor reads them. Until then readers see the entry as it was.")
NOTHING = _("You need do nothing.")
NAME_ONE = Words(
    _("An editor is to be named: “%(title)s”"),
    _("“%(title)s” waits for an editor, and every editor is tied to it."),
    _("Open it and name the editor who decides. Your reason is kept in the record."),
    urgent=True,
)


MATRIX: dict[str, dict[Role, Words]] = {
    State.DRAFT: {},
    State.SUBMITTED: {
        Role.SENDER: Words(
            _("Handed in: “%(title)s”"),
            _("You have handed in “%(title)s”. Thank you."),
            READ_NEXT,
        ),
        Role.CITY: Words(
            _("Handed in: “%(title)s”"),
            _("“%(title)s”, to which you contributed, has been handed in."),
            READ_NEXT,
        ),
        Role.DESK: Words(
            _("Waiting in the inbox: “%(title)s”"),
            _("“%(title)s” has been handed in and waits for an editor."),
            _("Whoever opens it first takes it up. As far as this site knows nothing ties you to it; if "
              "something does, leave it to another editor."),
        ),
    },
    State.IN_REVIEW: {
        Role.CITY: Words(
            _("Being read: “%(title)s”"),
            _("An editor has begun to read “%(title)s”."),
            _("You need do nothing. You are told what is decided."),
        ),
        Role.REVIEWER: Words(
            _("Taken up again: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has been taken up."),
            NOTHING,
        ),
    },
    State.CHANGES_REQUESTED: {
        Role.CITY: Words(
            _("Please change something: “%(title)s”"),
            _("“%(title)s” can go on once something in it is changed."),
            _("Open the entry on your desk, change what is asked for and hand it in again. Nothing that you wrote is "
              "lost."),
            urgent=True,
        ),
        Role.REVIEWER: Words(
            _("Changes asked for: “%(title)s”"),
            _("The city has been asked to change something in “%(title)s”, which you reviewed earlier."),
            _("It waits in the inbox again once the city hands it in."),
        ),
    },
    State.PUBLISHED: {
        Role.CITY: Words(
            _("Published: “%(title)s”"),
            _("“%(title)s” has been published. Published means documented, not endorsed."),
            _("Everybody who may read it finds it from now on. On your desk you can withdraw it at any time."),
            open=True,
        ),
        Role.REVIEWER: Words(
            _("Published: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has been published."),
            NOTHING,
        ),
    },
    State.DECLINED: {
        Role.CITY: Words(
            _("Not published: “%(title)s”"),
            _("“%(title)s” will not be published."),
            _("No reader sees that it was handed in. If you think that this is a mistake, answer this message."),
        ),
        Role.REVIEWER: Words(
            _("Not published: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, will not be published."),
            NOTHING,
        ),
    },
    State.PARKED: {
        Role.CITY: Words(
            _("Put aside for now: “%(title)s”"),
            _("“%(title)s” has been put aside for now."),
            _("You need do nothing. You are told when it is taken up again."),
        ),
        Role.REVIEWER: Words(
            _("Put aside for now: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has been put aside for now."),
            _("It stays in the list of entries until an editor takes it up again."),
        ),
    },
    State.WITHDRAWN: {
        Role.CITY: Words(
            _("Withdrawn: “%(title)s”"),
            _("“%(title)s” has been withdrawn."),
            _("No reader can open it any more, in any language. The text is kept; it can be published again."),
        ),
        Role.REVIEWER: Words(
            _("Withdrawn: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has been withdrawn."),
            _("No reader can open it any more, in any language. The text is kept; it can be published again."),
        ),
    },
    State.UPDATE_PROPOSED: {
        Role.SENDER: Words(
            _("Changes proposed: “%(title)s”"),
            _("You have proposed changes to “%(title)s”. Thank you."),
            UNTIL_THEN,
            open=True,
        ),
        Role.CITY: Words(
            _("Changes proposed: “%(title)s”"),
            _("Changes to “%(title)s”, to which you contributed, have been proposed."),
            UNTIL_THEN,
            open=True,
        ),
        Role.DESK: Words(
            _("Waiting in the inbox: changes to “%(title)s”"),
            _("Changes to “%(title)s” have been proposed and wait for an editor."),
            _("Until they are published readers see the entry as it was."),
            open=True,
        ),
        Role.REVIEWER: Words(
            _("Waiting in the inbox: changes to “%(title)s”"),
            _("Changes to “%(title)s”, which you reviewed earlier, have been proposed and wait for an editor."),
            NOTHING,
        ),
    },
    State.UNCONFIRMED: {
        Role.CITY: Words(
            _("Is it still right? “%(title)s”"),
            _("Nobody has confirmed “%(title)s” for a long time."),
            _("Please open it on your desk and see whether it is still right."),
            urgent=True,
        ),
        Role.REVIEWER: Words(
            _("Not confirmed for a long time: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has not been confirmed for a long time. Its city was asked."),
            NOTHING,
        ),
    },
    State.ARCHIVED: {
        Role.CITY: Words(
            _("Archived: “%(title)s”"),
            _("“%(title)s” has been archived."),
            _("It is no longer found in searches. The text is kept; it can be published again."),
        ),
        Role.REVIEWER: Words(
            _("Archived: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has been archived."),
            NOTHING,
        ),
    },
    AGAIN: {
        Role.SENDER: Words(
            _("Handed in again: “%(title)s”"),
            _("You have handed in “%(title)s” again. Thank you."),
            READ_NEXT,
        ),
        Role.CITY: Words(
            _("Handed in again: “%(title)s”"),
            _("“%(title)s”, to which you contributed, has been handed in again."),
            READ_NEXT,
        ),
        Role.DESK: Words(
            _("Back in the inbox: “%(title)s”"),
            _("The city has changed “%(title)s” as it was asked to. It waits for an editor."),
            _("Its history says what was asked for."),
        ),
        Role.REVIEWER: Words(
            _("Back in the inbox: “%(title)s”"),
            _("The city has changed “%(title)s”, which you reviewed earlier. It waits for an editor."),
            _("Its history says what was asked for."),
        ),
    },
    TAKEN: {
        Role.CITY: Words(
            _("Changes published: “%(title)s”"),
            _("The changes to “%(title)s” have been published."),
            _("Readers see the new text from now on."),
            open=True,
        ),
        Role.REVIEWER: Words(
            _("Changes published: “%(title)s”"),
            _("The changes to “%(title)s”, which you reviewed earlier, have been published."),
            NOTHING,
        ),
    },
    REFUSED: {
        Role.CITY: Words(
            _("Changes not published: “%(title)s”"),
            _("The changes to “%(title)s” will not be published."),
            _("Readers see the entry as it was. What you proposed is kept on your desk: go on with it, or throw it "
              "away."),
        ),
        Role.REVIEWER: Words(
            _("Changes not published: “%(title)s”"),
            _("The changes to “%(title)s”, which you reviewed earlier, will not be published."),
            NOTHING,
        ),
    },
    CONFIRMED: {
        Role.CITY: Words(
            _("Confirmed: “%(title)s”"),
            _("“%(title)s” has been confirmed. Thank you."),
            _("Readers see the day of it beside the entry."),
            open=True,
        ),
        Role.REVIEWER: Words(
            _("Confirmed: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has been confirmed."),
            NOTHING,
        ),
    },
    BACK: {
        Role.CITY: Words(
            _("Published again: “%(title)s”"),
            _("“%(title)s” has been published again."),
            _("Everybody who may read it finds it from now on. On your desk you can withdraw it at any time."),
            open=True,
        ),
        Role.REVIEWER: Words(
            _("Published again: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has been published again."),
            NOTHING,
        ),
    },
    PAUSED: {
        Role.CITY: Words(
            _("Hidden for now: “%(title)s”"),
            _("No reader finds “%(title)s” at present: a concern about it is being looked into."),
            _("You need do nothing. You are told when that ends. If you have questions, answer this message."),
        ),
        Role.REVIEWER: Words(
            _("Hidden for now: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, is hidden while a concern is looked into."),
            NOTHING,
        ),
        Role.COORDINATOR: Words(
            _("Hidden for now: “%(title)s”"),
            _("A coordinator has taken “%(title)s” from its readers while a concern is looked into."),
            _("It stays hidden until a coordinator ends that."),
        ),
    },
    RESUMED: {
        Role.CITY: Words(
            _("No longer hidden: “%(title)s”"),
            _("“%(title)s” is no longer hidden: the concern has been looked into."),
            _("Everybody who may read it finds it again."),
            open=True,
        ),
        Role.REVIEWER: Words(
            _("No longer hidden: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, is no longer hidden."),
            NOTHING,
        ),
        Role.COORDINATOR: Words(
            _("No longer hidden: “%(title)s”"),
            _("A coordinator has given “%(title)s” back to its readers."),
            NOTHING,
        ),
    },
    SECOND_LOOK: {
        Role.DESK: Words(
            _("A second editor is to sign: “%(title)s”"),
            _("“%(title)s” concerns children or people who leave violence. One editor has screened it."),
            _("Read it and sign as the second, or say what you found."),
            urgent=True,
        ),
    },
}


def _assigned(cells: dict[Role, Words]) -> Words:
    """What the staff is told, or where it is told nothing else the city, without what is asked of either."""
    known = cells[Role.DESK if Role.DESK in cells else Role.CITY]
    return Words(cells.get(Role.REVIEWER, known).subject, known.what, ASSIGNED,
                 urgent=Role.DESK in cells and known.urgent)


for _event, _cells in MATRIX.items():
    if _cells:
        _cells[Role.ASSIGNEE] = _assigned(_cells)
    if Role.DESK in _cells:
        _cells[Role.NAMING] = NAME_ONE
