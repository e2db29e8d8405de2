"""App configuration of interchange."""
from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    """See the module list in docs/architecture.md."""

    name = "interchange"
