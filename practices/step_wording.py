"""Who is told of which step of a submission, and in which words: a cell without words is a message that nobody gets."""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.choices import State


class Role(Enum):
    """What somebody is to an entry when it takes a step; the first role that fits decides the words."""

    SENDER = "the person of the city who took the step, for whom it is a confirmation"
    CITY = "the others who wrote it and still work for its city"
    DESK = "every editor who may decide about it"
    REVIEWER = "the editors who decided about it or screened it before"


@dataclass(frozen=True, slots=True)
class Words:
    """A message but for what a person wrote; `title` may stand in the first two."""

    subject: Any
    what: Any
    after: Any


MATRIX: dict[str, dict[Role, Words]] = {
    State.DRAFT: {},
    State.SUBMITTED: {
        Role.SENDER: Words(
            _("Handed in: “%(title)s”"),
            _("You have handed in “%(title)s”. Thank you."),
            _("An editor reads it. You are told when that begins and what is decided. You can follow it on your desk."),
        ),
        Role.CITY: Words(
            _("Handed in: “%(title)s”"),
            _("“%(title)s”, to which you contributed, has been handed in."),
            _("An editor reads it. You are told when that begins and what is decided. You can follow it on your desk."),
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
            _("You need do nothing."),
        ),
    },
    State.CHANGES_REQUESTED: {
        Role.CITY: Words(
            _("Please change something: “%(title)s”"),
            _("“%(title)s” can go on once something in it is changed."),
            _("Open the entry on your desk, change what is asked for and hand it in again. Nothing that you wrote is "
              "lost."),
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
        ),
        Role.REVIEWER: Words(
            _("Published: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has been published."),
            _("You need do nothing."),
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
            _("You need do nothing."),
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
            _("An editor reads them. Until then readers see the entry as it was."),
        ),
        Role.CITY: Words(
            _("Changes proposed: “%(title)s”"),
            _("Changes to “%(title)s”, to which you contributed, have been proposed."),
            _("An editor reads them. Until then readers see the entry as it was."),
        ),
        Role.DESK: Words(
            _("Waiting in the inbox: changes to “%(title)s”"),
            _("Changes to “%(title)s” have been proposed and wait for an editor."),
            _("Until they are published readers see the entry as it was."),
        ),
    },
    State.UNCONFIRMED: {
        Role.CITY: Words(
            _("Is it still right? “%(title)s”"),
            _("Nobody has confirmed “%(title)s” for a long time."),
            _("Please open it on your desk and see whether it is still right. Readers can still open it."),
        ),
        Role.REVIEWER: Words(
            _("Not confirmed for a long time: “%(title)s”"),
            _("“%(title)s”, which you reviewed earlier, has not been confirmed for a long time. Its city was asked."),
            _("You need do nothing."),
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
            _("You need do nothing."),
        ),
    },
}
