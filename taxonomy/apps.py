"""App configuration of taxonomy."""
from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """See the module list in docs/architecture.md."""

    name = "taxonomy"
