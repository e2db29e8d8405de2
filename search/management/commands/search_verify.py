"""`manage.py search_verify`: whether every index holds exactly what the database holds."""
from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.progress import Progress
from search import engine
from search.contract import SearchUnavailable
from search.verifying import verify


class Command(BaseCommand):
    """Compares ids, versions, readers and contents; exits with 1 on any difference."""

    help = "Compares every search index with the database; exits with 1 when anything differs. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """One paragraph for each index."""
        clean = [self._verify(index) for index in engine.indexes()]
        if not all(clean):
            sys.exit(1)

    def _verify(self, index: engine.Index) -> bool:
        progress = Progress(index.name, self.stdout._out)  # type: ignore[arg-type]
        try:
            report = verify(index, progress)
        except SearchUnavailable as error:
            self.stdout.write(f"{index.name}: NOT AVAILABLE: {error}")
            return False
        finally:
            progress.close()
        for line in report.lines():
            self.stdout.write(line)
        return not report.differences
