"""Wagtail's search backends behind the two members of our engines that measuring needs."""
from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.utils import OperationalError

from bench.stock.models import FILTERS, StockText
from search.contract import Document, Hit, Request, Results, Text

CHUNK = 500
TEXTS_OF_A_DOCUMENT = 3  # so many more results are read, because a document may come in several languages


class StockEngine:
    """One backend with one operator; `refused` counts the questions that it answered with an error."""

    def __init__(self, backend: str, operator: str) -> None:
        from wagtail.search.backends import get_search_backend

        self._backend = get_search_backend(backend)
        self._operator = operator
        shown = "SQLite" if backend == "default" else "Elasticsearch"
        self.name = f"stock {shown} {operator.upper()}"
        self.refused = 0

    def rebuild(self, documents: Iterable[Document], total: int, progress: object = None) -> int:
        """Fill table and index."""
        StockText.objects.all().delete()
        rows = 0
        for chunk in _chunks(row for document in documents for row in _rows(document)):
            rows += len(StockText.objects.bulk_create(chunk))
        self.fill_index()
        return rows

    def fill_index(self) -> int:
        """Write what stands in the table into the index, as `update_index` does; the number of texts."""
        rebuilder = self._backend.rebuilder_class(self._backend.get_index_for_model(StockText))
        index = rebuilder.start()
        index.add_model(StockText)
        written = 0
        for chunk in _chunks(StockText.objects.order_by("pk").iterator(chunk_size=CHUNK)):
            index.add_items(StockText, chunk)
            written += len(chunk)
        rebuilder.finish()
        return written

    def search(self, request: Request) -> Results:
        """Hits, total and facets; Wagtail offers no highlight and has to be asked once for each facet."""
        began = time.perf_counter()
        try:
            results = self._search(request)
        except OperationalError:
            self.refused += 1
            results = Results(0, (), {}, self.name)
        spent = (time.perf_counter() - began) * 1000
        return Results(results.total, results.hits, results.facets, self.name, round(spent, 1))

    def _search(self, request: Request) -> Results:
        if not request.q:
            return Results(0, (), {}, self.name)
        found = self._found(request)
        rows = list(found[: request.size * TEXTS_OF_A_DOCUMENT])
        hits = {row.document: Hit(row.document, row.kind, 0.0, row.language) for row in reversed(rows)}
        best = dict.fromkeys(row.document for row in rows)
        plain = self._found(request, order_by_relevance=False) if request.facets else None
        facets = {name: _counts(plain.facet(name)) for name in request.facets} if plain is not None else {}
        return Results(found.count(), tuple(hits[id] for id in best)[: request.size], facets, self.name)

    def _found(self, request: Request, **options: Any) -> Any:
        rows = StockText.objects.filter(audience__in=sorted(request.tokens))
        for name, codes in request.filters.items():
            rows = rows.filter(**{f"{name}__in": list(codes)})
        return self._backend.search(request.q, rows, operator=self._operator, **options)

    def drop(self) -> None:
        """Remove what lies on a server."""
        index = self._backend.get_index_for_model(StockText)
        if hasattr(index, "aliased_indices") and index.is_alias():
            for each in index.aliased_indices():
                each.delete()


def _rows(document: Document) -> Iterator[StockText]:
    for text in document.texts:
        yield _row(document, text)


def _row(document: Document, text: Text) -> StockText:
    codes = {name: next(iter(document.facets.get(name, ())), "") for name in FILTERS}
    given = {"language": text.language, "audience": min(document.audience), "kind": document.kind}
    return StockText(document=document.id, title=text.title, summary=text.summary, body=text.body, **{**codes, **given})


def _counts(facet: dict[Any, int]) -> dict[str, int]:
    return {str(code): count for code, count in facet.items() if code}


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    held: list[Any] = []
    for row in rows:
        held.append(row)
        if len(held) == CHUNK:
            yield held
            held = []
    if held:
        yield held
