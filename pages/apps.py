"""App configuration of pages."""
from django.apps import AppConfig


class PagesConfig(AppConfig):
    """See the module list in docs/architecture.md."""

    name = "pages"
