"""App configuration of search."""
from django.apps import AppConfig


class SearchConfig(AppConfig):
    """See the module list in docs/architecture.md."""

    name = "search"
