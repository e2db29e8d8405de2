"""Imports of whole files."""
from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    """Names the consumer that carries imports out."""

    name = "interchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in the worker's jobs."""
        from interchange.imports import running

        running.register()
