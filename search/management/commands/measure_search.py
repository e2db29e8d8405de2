"""`manage.py measure_search`: how well this site's search finds what a set of questions asks for."""
from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.progress import Progress
from search import engine
from search.contract import SearchEngine, SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.connections import OwnFile
from search.measuring import Collection, measure, read
from search.vectors import Vectors, configured
from search.vectors.store import FileStore


class Command(BaseCommand):
    """Works in an index of its own and leaves nothing behind; standard output holds only the JSON."""

    help = "Measures search on a set of documents and questions; prints the averages as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the files, the task and the engine."""
        parser.add_argument("--documents", required=True, type=Path)
        parser.add_argument("--queries", required=True, type=Path)
        parser.add_argument("--task", required=True, choices=["mono", "cross", "mixed"])
        parser.add_argument("--short", action="store_true", help="ask the keyword form of each question")
        parser.add_argument("--engine", choices=[engine.EMBEDDED, engine.ELASTICSEARCH], default=engine.EMBEDDED)
        parser.add_argument("--json", action="store_true", help="accepted for clarity: the output is always JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, fill, ask, average."""
        try:
            collection = Collection(
                read(options["documents"]), read(options["queries"]), options["task"], options["short"]
            )
        except (OSError, ValueError) as error:
            raise CommandError(f"The set cannot be read: {error}") from error
        progress = Progress("questions", self.stderr._out)  # type: ignore[arg-type]
        try:
            vectors = Vectors(configured().space, FileStore(settings.DATA_DIR / "measured-vectors.sqlite3"))
            with _own_index(options["engine"], vectors) as measured:
                report = measure(measured, collection, vectors, progress)
        except SearchUnavailable as error:
            raise CommandError(f"The engine does not answer: {error}") from error
        finally:
            progress.close()
        self.stdout.write(json.dumps(report, ensure_ascii=False))


@contextmanager
def _own_index(name: str, vectors: Vectors) -> Iterator[SearchEngine]:
    """An empty index that nobody else sees: a temporary file, or a random name on the server, removed at the end."""
    if name == engine.ELASTICSEARCH:
        with engine.temporary_elasticsearch(vectors) as measured:
            yield measured
        return
    with tempfile.TemporaryDirectory(prefix="measure-search-") as folder:
        file = OwnFile(Path(folder) / "search.sqlite3")
        try:
            yield EmbeddedEngine(file, vectors)
        finally:
            file.close()
