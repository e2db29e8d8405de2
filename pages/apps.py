"""App configuration of pages."""
from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Puts the panels that everybody has on the desk."""

    name = "pages"

    def ready(self) -> None:
        """Take part in the desk."""
        from pages import desk_panels

        desk_panels.register()
