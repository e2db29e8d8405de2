"""A small model of the life of an entry: who may, which state follows, who reads it, who is told.

Written from the promises (`docs/decisions/0007`, the roles), not from the program; it shares no table with it.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from practices.tests.submission import ANSWERS

OWN = {"author", "colleague", "own editor", "own coordinator"}
EDITORS = {"editor", "second editor", "third editor"}
COORDINATORS = {"coordinator", "own coordinator"}
EVERYBODY = sorted(OWN | EDITORS | COORDINATORS | {"other city", "reviewer", "visitor"})
READERS = ("visitor", "other city", "author", "editor", "reviewer")

WRITABLE = {"draft", "changes_requested"}
PUBLIC = {"published", "update_proposed", "unconfirmed"}
LEADS_TO = {
    "draft": {"submitted", "published"},
    "submitted": {"in_review", "published", "declined", "parked"},
    "in_review": {"changes_requested", "published", "declined", "parked"},
    "changes_requested": {"in_review", "submitted", "published"},
    "published": {"update_proposed", "withdrawn", "unconfirmed"},
    "update_proposed": {"published", "withdrawn"},
    "unconfirmed": {"published", "update_proposed", "archived", "withdrawn"},
    "withdrawn": {"published"},
    "parked": {"in_review", "declined"},
    "declined": set(),
    "archived": {"published", "unconfirmed"},
}


@dataclass
class Model:
    """What is true of one entry."""

    state: str = "draft"
    wrote: set = field(default_factory=lambda: {"author"})
    draft: tuple | None = (ANSWERS["title"], None)  # title, and the title that it was begun with
    newest: tuple | None = None  # title and level of the newest version
    live: tuple | None = None  # what readers have
    version_of_text: int = 0
    carded: bool = False
    was_public: bool = False
    paused: bool = False
    members_only: bool = False
    embargoed: bool = False
    screened: int | None = None  # the version that was screened
    signed: str = ""
    second: str = ""
    took_part: set = field(default_factory=set)
    aside: set = field(default_factory=set)
    moves: int = 0

    def decides(self, name):
        return name in EDITORS - self.aside

    def leads_to(self, state):
        return state in LEADS_TO[self.state]

    @property
    def is_open(self):
        return self.state in WRITABLE or (self.state in {"published", "unconfirmed"} and self.draft is not None)

    @property
    def ready(self):
        """Whether it may be published for the first time."""
        two = self.newest is not None and self.newest[1] == "tertiary"
        return self.was_public or (self.carded and self.screened == self.version_of_text and (not two or self.second))

    def read_by(self):
        if self.state not in PUBLIC or self.paused:
            return set()
        found = EDITORS | OWN
        if not self.embargoed:
            found = set(EVERYBODY) - ({"visitor"} if self.members_only else set())
        return found

    def told(self, event, by):
        """Who is told: the city that wrote it; all who reviewed before; who may decide, where somebody has to."""
        city = self.wrote & OWN
        earlier = (self.took_part | {self.signed, self.second}) & (EDITORS | {"reviewer"}) - self.aside
        waits = {"submitted": set(), "again": earlier, "update_proposed": earlier}
        if event in waits:
            return city | {by} | waits[event] | (EDITORS - self.aside)
        also = {"coordinator"} - self.aside if event in {"paused", "resumed"} else set()
        return (city | earlier | also) - {by}
