"""What a search engine takes and gives: frozen records and one protocol; no content app is named here."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Sort = Literal["relevance", "newest", "confirmed"]
PAGE_SIZE = 20
SUGGESTED = 10  # titles where a request names no number
WINDOW = 1_000  # page x size never reaches past this


@dataclass(frozen=True, slots=True)
class Text:
    """One readable language version of a document, as plain text; `language` is a public code."""

    language: str
    title: str
    summary: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found: all its texts, the codes it is filtered by, and who may find it.

    `facets` maps a facet's name to every code the document counts for (a region with all its parents, every year
    from start to end). `labels` maps a public language code to the displayed, alternative and hidden labels of the
    document's facts in that language; they are searched at low weight and never shown as its text. A reader finds
    the document who has one of the `audience` tokens, and before `embargo_until` one of `embargo_audience`.
    `version` grows with every change, `newest` is the first publication, `confirmed` the last confirmation.
    """

    id: str
    kind: str
    version: int
    texts: tuple[Text, ...]
    newest: datetime
    original: str = ""
    confirmed: datetime | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audience: frozenset[str] = frozenset({"public"})
    embargo_until: datetime | None = None
    embargo_audience: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Concept:
    """A coded value that the words of a question name in any language; it may be offered as a filter.

    `facet` and `code` are what documents carry; both are empty for a synonym that editors noted. `words` is the place
    of the naming words among the words of `q` (first, last + 1), `labels` every label of the value by public language
    code (local names under an empty one). A document carries the concept when it has the code, or when its text in
    a language has all terms of one of that language's labels side by side.
    """

    facet: str
    code: str
    words: tuple[int, int]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """One question of one reader.

    `q` is normalised text (`search/normalise.py`), `ui` the public code of the interface language, `filters` the
    chosen codes by facet name (OR inside, AND between), `kinds` what is searched when no kind is chosen, `tokens`
    the reader's audience tokens, `facets` the names to count, `excluded` ids that the database has hidden since
    the index was written. `size` is the number of hits on a page, 0 for counts alone.

    `phrases` must stand in a result word by word, `without` must not stand in it at all. `concepts` widen the
    question to what carries them in any language. `meaning` lets the closeness of meaning find, too; it is off for
    a question that only names a group of people. `like` is the id of a document whose neighbours are asked for
    instead of words.
    """

    q: str = ""
    ui: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    size: int = PAGE_SIZE
    tokens: frozenset[str] = frozenset({"public"})
    facets: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    now: datetime | None = None
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    concepts: tuple[Concept, ...] = ()
    meaning: bool = True
    like: str = ""

    @property
    def asks(self) -> bool:
        """Whether there is anything to find, beyond listing what the filters leave."""
        return bool(self.q or self.phrases or self.like)


@dataclass(frozen=True, slots=True)
class Hit:
    """One found document: its id, the language version that is shown, and a safe highlight (only `<mark>`).

    `found_in` is the language of the text with the best evidence and `passage` the safe passage in it, where that is
    not the text shown. `matched` are the labels of its facts that the question names, `concepts` the question's
    concepts that it carries (facet, code). `by_meaning`: no word of the question stands in it, its meaning is close.
    """

    id: str
    kind: str
    score: float
    language: str
    highlight: str = ""
    matched: tuple[str, ...] = ()
    found_in: str = ""
    passage: str = ""
    concepts: tuple[tuple[str, str], ...] = ()
    by_meaning: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index holds of a document, for comparing with the database; `seal` as in `search/sealing.py`."""

    id: str
    version: int
    seal: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, the exact total, and per facet the count of every code that has any."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    engine: str
    took_ms: float = 0.0
    degraded: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What `search_status` tells of an engine."""

    engine: str
    available: bool
    documents: int
    detail: Mapping[str, str] = field(default_factory=dict)


Progress = Callable[[int, int], None]


class SearchUnavailable(Exception):
    """The engine cannot answer now; the caller falls back and says so."""


class DocumentRefused(SearchUnavailable):
    """The engine answers, but does not take a document; trying the others is worth while."""


class SearchEngine(Protocol):
    """What both engines do; every method is safe to repeat."""

    name: str

    def search(self, request: Request) -> Results:
        """Answer a request; SearchUnavailable when the engine does not answer in its budget."""

    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents (an older `version` never replaces a newer one); the number written."""

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents that may or may not be there."""

    def rebuild(self, documents: Iterable[Document], total: int, progress: Progress | None = None) -> int:
        """Fill a new index beside the old one, swap, clean up; the number of documents."""

    def tidy(self) -> None:
        """Remove what a rebuild left that ended early; never called while one is under way."""

    def every(self, request: Request) -> Iterator[Hit]:
        """Every result of a request in its order, without highlights: the same set that `search` counts."""

    def titles(self, request: Request) -> tuple[Hit, ...]:
        """Documents with a title that has all words of `q`, the last as a beginning; the reader's filters hold."""

    def spellings(self, words: Sequence[str], request: Request) -> Mapping[str, tuple[str, ...]]:
        """For each word that no text has which the reader may find, the nearest ones that such a text has.

        Of the request only the reader counts. That a word stands in a hidden text must not be told by silence either.
        """

    def entries(self) -> Iterator[Entry]:
        """What the index holds, in the order of ids."""

    def mark(self) -> str:
        """What `set_mark` wrote last; empty where the index is missing or was never filled to its end."""

    def set_mark(self, value: str) -> None:
        """Note a value in the index, by which an older copy of it is known again (`search/healing.py`)."""

    def status(self) -> Status:
        """Size and health of the engine, never raising."""
