"""`manage.py search_rebuild`: fill every configured index anew from the database."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.progress import Progress
from search import engine, sources
from search.contract import Document, SearchUnavailable

BATCH = 100


class Command(BaseCommand):
    """Readers keep the old index until the new one is complete; `--only KIND` refreshes one kind in place."""

    help = "Fills every search index anew from the database; can be repeated at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the one option."""
        parser.add_argument("--only", metavar="KIND", help="refresh the documents of one kind, without swapping")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild index after index; the exit code is not zero when one is away."""
        if only := options["only"]:
            self._known(only)
        failed = [index.name for index in engine.indexes() if not self._rebuild(index, only)]
        if failed:
            raise CommandError(f"Not rebuilt: {', '.join(failed)}. Run search_rebuild again when it answers.")

    def _known(self, kind: str) -> None:
        if not sources.of_kind(kind):
            raise CommandError(f"There is no kind “{kind}”; known: {', '.join(each.code for each in sources.kinds())}.")

    def _rebuild(self, index: engine.Index, only: str | None) -> bool:
        progress = Progress(index.name, self.stdout._out)  # type: ignore[arg-type]
        try:
            count = _refresh(index, only, progress) if only else index.engine.rebuild(_all(), _total(), progress)
        except SearchUnavailable as error:
            progress.close()
            self.stderr.write(f"{index.name}: {error}")
            return False
        progress.close()
        self.stdout.write(f"{index.name}: {count} documents")
        return True


def _all() -> Iterator[Document]:
    for source in sources.all_sources():
        yield from source.documents()


def _total() -> int:
    return sum(source.count() for source in sources.all_sources())


def _refresh(index: engine.Index, only: str, progress: Progress) -> int:
    """Write the documents of one kind again, in batches."""
    found = [source for source in sources.of_kind(only)]
    total, seen, batch = sum(source.count() for source in found), 0, []
    for source in found:
        for document in source.documents():
            if document.kind == only:
                batch.append(document)
            if len(batch) == BATCH:
                seen += index.engine.index(batch)
                batch = []
                progress(seen, total)
    return seen + (index.engine.index(batch) if batch else 0)
