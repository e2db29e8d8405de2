"""A question to the unit that answers for a practice, relayed without showing its address."""
from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from practices.models.practice import Practice


class ContactMessage(models.Model):
    """One relayed question; the asker's address is given to the unit because the asker agreed to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="questions")
    name = models.CharField(max_length=120, blank=True)
    reply_to = models.EmailField()
    language = models.CharField(max_length=10)
    text = models.TextField(max_length=4000)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.practice_id} {self.created_at:%Y-%m-%d}"
