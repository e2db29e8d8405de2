"""The mailed link with which somebody opens the account that an administrator made."""
from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Invitation(models.Model):
    """One welcome that is owed, or was mailed; the link itself is made when it is mailed and kept nowhere."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.created_at:%Y-%m-%d %H:%M}"
