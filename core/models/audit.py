"""One decision that was taken, kept for good."""
from typing import Any

from django.db import models
from django.utils import timezone

from core.querysets import AppendOnlyQuerySet


class AuditEntry(models.Model):
    """Who (a random subject id) did what to which object, when."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.CharField(max_length=36, blank=True)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    detail = models.JSONField(default=dict, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry; an existing one is refused."""
        if self.pk is not None:
            raise TypeError("The audit log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: an entry is never deleted."""
        raise TypeError("The audit log is append-only.")
