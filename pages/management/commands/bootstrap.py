"""An empty site that is fit for production; asks nothing and can be repeated."""
from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cities.loading import load_geography
from pages.bootstrap import ensure_pages
from pages.roles import ensure_groups
from practices.folders import ensure_folders
from search.preparing import ensure_index
from taxonomy.loading import load_vocabularies

STEPS = (
    ("Languages and folders", ensure_folders),
    ("Vocabularies", load_vocabularies),
    ("Places", load_geography),
    ("Roles", ensure_groups),
    ("Pages", ensure_pages),
    ("Search index", ensure_index),
)


class Command(BaseCommand):
    """Locales, page trees, vocabularies, gazetteer, groups and an index."""

    help = "Prepare an empty site: languages, trees, vocabularies, gazetteer, groups. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step in a transaction of its own."""
        for label, step in STEPS:
            if options["verbosity"]:
                self.stdout.write(f"{label} …")
            with transaction.atomic():
                step()
