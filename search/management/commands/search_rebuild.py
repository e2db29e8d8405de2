"""`manage.py search_rebuild`: fill every configured index anew from the database."""
from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.progress import Progress
from search import engine, preparing, sources
from search.contract import SearchUnavailable
from search.verifying import Report, verify


class Command(BaseCommand):
    """Readers keep the old index until the new one is complete; `--only KIND` refreshes one kind in place.

    Can be killed anywhere and run again: what it was filling is thrown away by the next one.
    """

    help = "Fills every search index anew from the database; can be repeated at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the options."""
        parser.add_argument("--only", metavar="KIND", help="refresh the documents of one kind, without swapping")
        parser.add_argument(
            "--without-vectors", action="store_true",
            help="do not wait for the models to read what is new: the worker lets them, and words find it meanwhile",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild index after index; the exit code is not zero when one is away or did not come out right."""
        if only := options["only"]:
            self._known(only)
        if not options["without_vectors"]:
            self._prepare()
        failed = [index.name for index in engine.indexes() if not self._rebuild(index, only)]
        if options["without_vectors"]:
            preparing.owe_vectors()
        if failed:
            raise CommandError(f"Not rebuilt: {', '.join(failed)}. Run search_rebuild again when it answers.")

    def _known(self, kind: str) -> None:
        if not sources.of_kind(kind):
            raise CommandError(f"There is no kind “{kind}”; known: {', '.join(each.code for each in sources.kinds())}.")

    def _progress(self, label: str) -> Progress:
        return Progress(label, self.stdout._out)  # type: ignore[arg-type]

    def _prepare(self) -> None:
        """Vectors first, so that no index is filled twice."""
        progress = self._progress("vectors of documents")
        read = preparing.prepare_vectors(progress)
        progress.close()
        if read:
            self.stdout.write(f"vectors: {read} passages read")

    def _rebuild(self, index: engine.Index, only: str | None) -> bool:
        progress = self._progress(index.name)
        try:
            count = _refresh(index, only, progress) if only else preparing.fill(index, told=progress)
            progress.close()
            self.stdout.write(f"{index.name}: {count} documents")
            return only is not None or self._is_true(verify(index))
        except SearchUnavailable as error:
            progress.close()
            self.stderr.write(f"{index.name}: {error}")
            return False

    def _is_true(self, report: Report) -> bool:
        """Compared with the database; what the outbox owes is brought by the worker and is no failure."""
        for line in report.lines():
            self.stdout.write(line)
        return report.differences == report.on_the_way


def _refresh(index: engine.Index, only: str, progress: Progress) -> int:
    """Write the documents of one kind again, in batches."""
    found = sources.of_kind(only)
    total, written, seen = sum(source.count() for source in found), 0, 0
    for batch in preparing.batches(document for source in found for document in source.documents()):
        own = [document for document in batch if document.kind == only]
        written += index.engine.index(own) if own else 0
        seen += len(batch)
        progress(seen, total)
    return written
