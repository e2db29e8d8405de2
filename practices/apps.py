"""Practices and what readers, search and the admin need of them."""
from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """Listens to Wagtail, wagtail-localize and the vocabularies."""

    name = "practices"

    def ready(self) -> None:
        """Connect the signals that keep state, languages and index in step."""
        from practices import files, filing, freshness, freshness_mail, moving, notifications, signals, workflow_mail
        from practices.collections import panels as collection_panels
        from practices.collections import signals as collection_signals
        from practices.desk import panels
        from practices.machine import checks  # noqa: F401 - registers itself
        from practices.reports import weekly

        signals.connect()
        collection_signals.connect()
        collection_panels.register()
        workflow_mail.silence()
        notifications.register()
        files.register()
        filing.register()
        moving.register()
        weekly.register()
        panels.register()
        freshness.register()
        freshness_mail.register()
