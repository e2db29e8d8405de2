"""A question as it is read: its words, phrases, what must not stand, the values it names, how far it may reach."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search import concepts, groups, syntax
from search.contract import Concept
from search.facets import get
from search.query import Query, parse
from search.syntax import Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """A question taken apart. `q` holds the words of phrases too, so that they rank and are marked.

    `concepts` are all values that it names; those in `widening` find documents in other words and languages. A question
    that is only the name of a group of people is answered as it stands: nothing widens it, and no value is tied to it
    but a place.
    """

    q: str
    phrases: tuple[str, ...]
    without: tuple[str, ...]
    concepts: tuple[Concept, ...]
    names_people: bool
    query: Query

    @property
    def widening(self) -> tuple[Concept, ...]:
        """The values that widen the question."""
        return () if self.names_people else self.concepts

    def covers(self, concept: Concept) -> bool:
        """Whether the question says nothing but this value, so that a filter says the same."""
        return not self.phrases and not self.names_people and concept.words == (0, len(self.query.pieces))


def read(text: str, ui: str, chosen: Iterable[str] = ()) -> Reading:
    """A normalised question (without filters written in it) as asked on a page in the language `ui`."""
    written = syntax.parse(text)
    q, chosen = written.plain, tuple(chosen)
    names_people = bool(q) and groups.only_names(q)
    found = concepts.recognised(q, ui, chosen) if q else ()
    if names_people:
        found = tuple(concept for concept in found if _is_place(concept))
    return Reading(q, written.of(Kind.PHRASE), written.of(Kind.WITHOUT), found, names_people, parse(q, ui, chosen))


def _is_place(concept: Concept) -> bool:
    facet = get(concept.facet)
    return facet is not None and facet.proper
