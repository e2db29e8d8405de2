"""App configuration of practices."""
from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """See the module list in docs/architecture.md."""

    name = "practices"
