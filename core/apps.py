"""The app that every other builds on."""
from django.apps import AppConfig
from django.db.models.signals import pre_save


class CoreConfig(AppConfig):
    """Shared records, visibility, files, languages."""

    name = "core"
    verbose_name = "Shared"

    def ready(self) -> None:
        """Register the system checks, the gate for uploads that wait, and what the worker does now and then."""
        from wagtail.models import UploadedFile

        from core import checks, outbox, periodic, stored  # noqa: F401
        from core.uploads.receivers import clean_waiting_upload

        periodic.register("outbox.purge", lambda breathe: outbox.purge(), every=3600.0)
        periodic.register("media.sweep", stored.sweep, every=86_400.0)
        pre_save.connect(clean_waiting_upload, sender=UploadedFile, dispatch_uid="core.clean_waiting_upload")
