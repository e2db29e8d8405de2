"""App configuration of cities."""
from django.apps import AppConfig


class CitiesConfig(AppConfig):
    """See the module list in docs/architecture.md."""

    name = "cities"
