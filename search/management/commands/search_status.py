"""`manage.py search_status`: which engine answers, what each index holds, what still waits."""
from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core import outbox
from search import engine, sources


class Command(BaseCommand):
    """Plain lines for an operator; exits with 1 when an engine is away."""

    help = "Says which search engines are configured, whether they answer, and what they hold."

    def handle(self, *args: Any, **options: Any) -> None:
        """One paragraph for each index."""
        expected = sum(source.count() for source in sources.all_sources())
        self.stdout.write(f"database: {expected} documents can be found")
        states = [self._index(index, place == 0) for place, index in enumerate(engine.indexes())]
        self.stdout.write("vectors: none, search is lexical")
        if not all(states):
            sys.exit(1)

    def _index(self, index: engine.Index, answers: bool) -> bool:
        status = index.engine.status()
        role = "answers" if answers else "fallback"
        state = f"{status.documents} documents" if status.available else "NOT AVAILABLE"
        self.stdout.write(f"{index.name} ({role}): {state}")
        for name, value in status.detail.items():
            self.stdout.write(f"  {name}: {value}")
        waiting = len(outbox.waiting(index.topic)) if index.topic else 0
        how = "changes are applied with the content" if index.immediate else f"{waiting} changes wait"
        self.stdout.write(f"  {how}")
        return status.available
