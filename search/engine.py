"""Which engine answers: Elasticsearch where it is configured, the embedded one otherwise and in its absence."""
from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from search.contract import Hit, Request, Results, SearchEngine, SearchUnavailable
from search.vectors import Vectors, configured

logger = logging.getLogger(__name__)
EMBEDDED, ELASTICSEARCH = "embedded", "elasticsearch"
Hidden = Callable[[str], frozenset[str]]  # the ids that an index, named by its topic, must not show any more
NONE = "none"  # what results are said to come from when no engine answers


@dataclass(frozen=True, slots=True)
class Index:
    """A configured engine and how changes reach it.

    `immediate`: inside the transaction of the change; `on_commit`: by the process that wrote; else by the worker.
    """

    name: str
    topic: str
    immediate: bool = False
    on_commit: bool = False

    @property
    def engine(self) -> SearchEngine:
        """The engine itself, built when it is first needed."""
        return build(self.name)


def build(name: str) -> SearchEngine:
    """An engine by its name, as this site is configured."""
    if name == ELASTICSEARCH:
        return _elasticsearch(settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX_PREFIX, configured())
    return _embedded()


@lru_cache(maxsize=4)
def _elasticsearch(url: str, prefix: str, vectors: Vectors) -> SearchEngine:
    from search.engines.elasticsearch import ElasticsearchEngine

    return ElasticsearchEngine(url=url, prefix=prefix, vectors=vectors)


def _embedded() -> SearchEngine:
    from search.engines.embedded import EmbeddedEngine
    from search.engines.embedded.connections import DjangoDatabase, OwnFile

    if in_own_database():
        return EmbeddedEngine(DjangoDatabase())
    return EmbeddedEngine(OwnFile(settings.DATA_DIR / "search.sqlite3"))


def in_own_database() -> bool:
    """Whether the embedded index lives in the content's own file and commits with it."""
    return connection.vendor == "sqlite"


@contextmanager
def temporary_elasticsearch(vectors: Vectors | None = None) -> Iterator[SearchEngine]:
    """An empty index of a random name on the configured server, removed at the end."""
    from search.engines.elasticsearch import ElasticsearchEngine

    if not settings.ELASTICSEARCH_URL:
        raise SearchUnavailable("ELASTICSEARCH_URL is not set")
    prefix = f"measure-{uuid.uuid4().hex[:12]}"
    own = ElasticsearchEngine(url=settings.ELASTICSEARCH_URL, prefix=prefix, vectors=vectors)
    try:
        yield own
    finally:
        own.drop()


def indexes() -> tuple[Index, ...]:
    """Every index that is kept up to date; the first is the one that answers."""
    own = in_own_database()
    embedded = Index(EMBEDDED, "" if own else f"search.{EMBEDDED}", immediate=own, on_commit=not own)
    if not settings.ELASTICSEARCH_URL:
        return (embedded,)
    return (Index(ELASTICSEARCH, f"search.{ELASTICSEARCH}"), embedded)


def main_answers() -> bool:
    """Whether readers get the engine that is asked first; one that failed repeatedly is not asked for it."""
    main = indexes()[0].engine
    return not getattr(main, "resting", False) and main.status().available


def answer(request: Request, hidden: Hidden | None = None) -> Results:
    """Ask the engines in their order; an outage is said in `degraded`, never shown as nothing found.

    `hidden` gives the ids that an index, named by its topic, must not show because the database hid them meanwhile.
    """
    degraded: str | None = None
    for index in indexes():
        try:
            results = index.engine.search(_without_hidden(request, index, hidden))
        except SearchUnavailable as error:
            logger.warning("Search engine %s does not answer: %s", index.name, error)
            degraded = _("The main search is not answering. These results come from a simpler search of this site.")
            continue
        return replace(results, degraded=results.degraded or degraded)
    return _plainly(request)


def _plainly(request: Request) -> Results:
    """Words compared with the database itself, where not one index answers."""
    from search.engines.plain import PlainEngine

    try:
        return PlainEngine().search(request)
    except (SearchUnavailable, DatabaseError) as error:
        logger.warning("Words cannot be compared with the database: %s", error)
    return Results(0, (), {}, NONE, degraded=_("Search is not answering at the moment. Please try again shortly."))


def titles(request: Request, hidden: Hidden | None = None) -> tuple[Hit, ...]:
    """Documents by the beginning of their title, of the first engine that answers; none when none does."""
    for index in indexes():
        with suppress(SearchUnavailable):
            return index.engine.titles(_without_hidden(request, index, hidden))
    return ()


def spellings(
    words: Sequence[str], request: Request, hidden: Hidden | None = None
) -> Mapping[str, tuple[str, ...]]:
    """Near words for those that no text of the request's reader has, of the first engine that answers."""
    for index in indexes():
        with suppress(SearchUnavailable):
            return index.engine.spellings(words, _without_hidden(request, index, hidden))
    return {}


def _without_hidden(request: Request, index: Index, hidden: Hidden | None) -> Request:
    return replace(request, excluded=request.excluded | hidden(index.topic)) if hidden else request


def every(request: Request, hidden: Hidden | None = None) -> Iterator[Hit]:
    """All results in their order, of the first engine that answers; SearchUnavailable when none does, or no longer."""
    for index in indexes():
        hits = iter(index.engine.every(_without_hidden(request, index, hidden)))
        try:
            return chain([next(hits)], hits)
        except StopIteration:
            return iter(())
        except SearchUnavailable as error:
            logger.warning("Search engine %s does not answer: %s", index.name, error)
    raise SearchUnavailable("No engine answers")
