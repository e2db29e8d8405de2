"""Multilingual search over anything that registers."""
from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    """Finds what content apps declare in their `indexing.py`."""

    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Gather facets and sources and name the consumers of changes and what the worker does."""
        from core import periodic
        from search import asked_rows, changes, facets, healing

        facets.register_generic()
        autodiscover_modules("indexing")
        changes.register_topics()
        healing.register()
        periodic.register("search.asked", lambda breathe: asked_rows.close_days(), every=3600.0)
