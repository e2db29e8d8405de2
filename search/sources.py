"""What can be found: content apps register sources here from their `indexing.py`; no content class is known."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from search.contract import Document, Hit

Card = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found; `default` kinds are searched when the reader chooses none."""

    code: str
    label: Any  # lazily translated
    default: bool = True


class Source(Protocol):
    """One content app's side of search: it reads the present state of the database, never an event.

    A source may also have `matching(words, tokens, limit)`: the newest documents that a reader with these tokens may
    find and that have one of the words in them (every document without any), for the time when no index answers.

    A card holds the keys of a hit in the API (`url title languages summary cities country years evidence`; a city or
    country is `{"code", "label"}`), `template` with the name of the template that shows it as `card`, and whatever
    else that template needs.
    """

    kinds: tuple[Kind, ...]

    def document(self, id: str) -> Document | None:
        """The document as it must stand in every index now; None when it is not to be found by anybody."""

    def documents(self) -> Iterator[Document]:
        """Every document in the order of ids, in batches of queries, for filling and comparing an index."""

    def count(self) -> int:
        """How many documents `documents()` gives."""

    def visible(self, ids: Sequence[str], user: Any) -> set[str]:
        """Those of the ids that the reader may see now; one query, unknown ids are left out."""

    def cards(self, hits: Sequence[Hit], ui: str, user: Any) -> dict[str, Card]:
        """A card by id for each hit that the reader may see (`visible_to` again), in a constant number of queries.

        `ui` is the public code of the interface language; `hit.language` is the version whose title and summary
        are shown. Hits of other sources are left out.
        """


_sources: list[Source] = []


def register(source: Source) -> Source:
    """Take part in search; registering the same kinds again replaces the source."""
    codes = {kind.code for kind in source.kinds}
    _sources[:] = [known for known in _sources if codes.isdisjoint(kind.code for kind in known.kinds)]
    _sources.append(source)
    return source


def unregister(source: Source) -> None:
    """Take a source back (for tests)."""
    if source in _sources:
        _sources.remove(source)


def all_sources() -> tuple[Source, ...]:
    """Every registered source, in the order of registration."""
    return tuple(_sources)


def kinds() -> tuple[Kind, ...]:
    """Every kind that can be found."""
    return tuple(kind for source in _sources for kind in source.kinds)


def default_kinds() -> tuple[str, ...]:
    """The codes that are searched when no kind is chosen."""
    return tuple(kind.code for kind in kinds() if kind.default)


def of_kind(code: str) -> tuple[Source, ...]:
    """The source that gives a kind, if any."""
    return tuple(source for source in _sources if any(kind.code == code for kind in source.kinds))


def document(id: str) -> Document | None:
    """The present document of an id, whichever source it belongs to."""
    for source in _sources:
        if found := source.document(id):
            return found
    return None


def documents() -> Iterator[Document]:
    """Every document of every source."""
    for source in _sources:
        yield from source.documents()


def total() -> int:
    """How many documents there are about: some of what a source counts may turn out not to be findable."""
    return sum(source.count() for source in _sources)


def visible(ids: Sequence[str], user: Any) -> set[str]:
    """Those of the ids that the reader may see now; one query per source."""
    return {id for source in _sources for id in source.visible(ids, user)} if ids else set()


def cards(hits: Sequence[Hit], ui: str, user: Any) -> dict[str, Card]:
    """The cards of a page of hits, source by source."""
    found: dict[str, Card] = {}
    for source in _sources:
        codes = {kind.code for kind in source.kinds}
        own = [hit for hit in hits if hit.kind in codes]
        if own:
            found.update(source.cards(own, ui, user))
    return found
