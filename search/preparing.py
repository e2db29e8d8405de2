"""An index for a new site: every configured engine holds what the database holds, also before the first change."""
from __future__ import annotations

import logging

from search import engine, sources
from search.contract import SearchUnavailable

logger = logging.getLogger(__name__)


def ensure_index() -> None:
    """Fill the indexes that are empty; one whose server is away is left to the worker and `search_rebuild`."""
    total = sum(source.count() for source in sources.all_sources())
    for index in engine.indexes():
        status = index.engine.status()
        if status.documents:
            continue
        try:
            documents = (document for source in sources.all_sources() for document in source.documents())
            index.engine.rebuild(documents, total)
        except SearchUnavailable as error:
            logger.warning("The index of %s could not be prepared: %s", index.engine.name, error)
