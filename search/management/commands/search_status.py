"""`manage.py search_status`: which engine answers, what each index holds, what still waits."""
from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.progress import Progress
from search import sources, standing


class Command(BaseCommand):
    """Plain lines for an operator; exits with 1 when an engine is away."""

    help = "Says which search engines are configured, whether they answer, what they hold and what waits for them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the one option."""
        parser.add_argument("--quick", action="store_true", help="do not count the passages that wait for the models")

    def handle(self, *args: Any, **options: Any) -> None:
        """One paragraph for each index."""
        self.stdout.write(f"database: {sources.total()} documents can be found")
        found = standing.standings()
        for each in found:
            self._index(each)
        self._meaning(quick=options["quick"])
        if not all(each.status.available for each in found):
            sys.exit(1)

    def _index(self, each: standing.Standing) -> None:
        role = "answers" if each.answers else "fallback"
        state = f"{each.status.documents} documents" if each.status.available else "NOT AVAILABLE"
        self.stdout.write(f"{each.index.name} ({role}): {state}")
        for name, value in each.status.detail.items():
            self.stdout.write(f"  {name}: {value}")
        self.stdout.write(f"  {_lag(each)}")
        self.stdout.write(f"  {_compared(each)}")
        read: dict[str, list[str]] = defaultdict(list)
        for language, analyser in standing.analysers(each.index.name).items():
            read[analyser].append(language)
        for analyser, names in read.items():
            self.stdout.write(f"  read with {analyser}: {', '.join(names)}")

    def _meaning(self, *, quick: bool) -> None:
        known = standing.meaning()
        if known is None:
            self.stdout.write("vectors: none, search is lexical")
            return
        progress = Progress("vectors", self.stdout._out)  # type: ignore[arg-type]
        missing = "" if quick else f", {standing.missing_passages(progress)} missing"
        progress.close()
        self.stdout.write(f"vectors: {known.models}, {known.held} passages held{missing}")
        self.stdout.write(f"  {known.waiting} documents wait to be read by the worker")


def _lag(each: standing.Standing) -> str:
    if each.index.immediate:
        return "changes are applied with the content"
    oldest = f", the oldest for {each.oldest.total_seconds():.0f} s" if each.waiting else ""
    return f"{each.waiting} changes wait{oldest}; {each.dead} dead"


def _compared(each: standing.Standing) -> str:
    state = each.state
    if state.verified_at is None:
        return "never compared with the database: run search_verify"
    counts = f"{state.equal} equal, {state.missing} missing, {state.ghost} ghost, {state.different} different"
    return f"compared {state.verified_at:%Y-%m-%d %H:%M} UTC: {counts}"
