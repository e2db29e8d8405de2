"""App configuration of demo."""
from django.apps import AppConfig


class DemoConfig(AppConfig):
    """See the module list in docs/architecture.md."""

    name = "demo"
