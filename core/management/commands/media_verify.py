"""`manage.py media_verify`: whether every row has its file, byte for byte, and every file a row."""
from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import stored
from core.progress import Progress


class Command(BaseCommand):
    """Compares stored files with the rows that refer to them; exits with 1 when they do not agree."""

    help = ("Checks that the file of every row is there with its recorded SHA-256, and lists files that no row refers "
            "to; exits with 1 when anything is wrong. Changes nothing unless --remove-orphans is given.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the options."""
        parser.add_argument("--remove-orphans", action="store_true",
                            help="delete files older than a day that no row refers to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found."""
        if options["remove_orphans"]:
            self._remove()
        progress = Progress("stored files", self.stdout._out)  # type: ignore[arg-type]
        try:
            report = stored.verify(progress)
        finally:
            progress.close()
        for line in report.lines():
            self.stdout.write(line)
        if not report.well:
            sys.exit(1)

    def _remove(self) -> None:
        try:
            self.stdout.write(f"{stored.sweep()} files without a row deleted")
        except stored.Suspicious as refusal:
            self.stdout.write(f"{refusal} Is this the right database for this folder?")
            sys.exit(1)
