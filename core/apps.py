"""The app that every other builds on."""
from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Shared records, visibility, files, languages."""

    name = "core"
    verbose_name = "Shared"
