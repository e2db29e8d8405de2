"""The sample knowledge base: bootstrap, demo content in six languages, one account per role."""
from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.progress import Progress
from demo.accounts import ACCOUNTS, PASSWORD, load_accounts
from demo.collections import load_collections
from demo.content_files import CONTENT
from demo.loading import ensure_municipalities, load_practices
from demo.submissions import load_submissions
from demo.wishes import load_wishes
from practices.models import LanguageVersion, Practice
from search.vectors.store import DatabaseStore


def _nothing(done: int, total: int) -> None:
    """Progress that nobody wants to see."""


class Command(BaseCommand):
    """Loads what is missing; a second run changes nothing."""

    help = "Load the demonstration: bootstrap, practices in six languages and more, one account per role."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", metavar="FILE", help="write accounts and counts to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bootstrap, load, and say what is there."""
        if not settings.DEMO:
            raise CommandError("Demo content is for demonstration only: this site does not run with DEMO on.")
        quiet = options["verbosity"] == 0
        call_command("bootstrap", verbosity=options["verbosity"], stdout=self.stdout)
        DatabaseStore().fill(CONTENT / "vectors.npz")
        progress = Progress("Practices", self.stdout._out)  # type: ignore[arg-type]
        load_practices(_nothing if quiet else progress)
        progress.close()
        municipalities = ensure_municipalities()
        load_accounts(municipalities)
        load_submissions(municipalities)
        load_collections()
        load_wishes()
        counts = self._counts()
        if not quiet:
            self._say(counts)
        if options["json"]:
            Path(options["json"]).write_text(json.dumps(self._report(counts), indent=1), encoding="utf-8")

    def _counts(self) -> dict[str, Any]:
        versions = LanguageVersion.objects.filter(practice__in=Practice.objects.visible_to(None))
        return {
            "practices": Practice.objects.count(),
            "public": Practice.objects.visible_to(None).count(),
            "languages": dict(Counter(versions.values_list("language", flat=True))),
        }

    def _report(self, counts: dict[str, Any]) -> dict[str, Any]:
        accounts = [
            {"role": item.role, "email": item.email, "password": PASSWORD, "city": item.city} for item in ACCOUNTS
        ]
        return {"accounts": accounts, "counts": counts}

    def _say(self, counts: dict[str, Any]) -> None:
        self.stdout.write(f"{counts['public']} practices for everybody, {counts['practices']} in all.")
        self.stdout.write(f"Accounts (password for all: {PASSWORD}):")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:32} {account.role}")
