"""A concern that somebody raises about a practice, without an account."""
from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.choices import ConcernCategory, ConcernState
from practices.models.practice import Practice


class Concern(models.Model):
    """What somebody says about a practice; known to them by a receipt code of which only a digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="concerns_raised")
    receipt = models.CharField(max_length=64, unique=True, editable=False)
    category = models.CharField(_("what it is about"), max_length=10, choices=ConcernCategory.choices)
    text = models.TextField(_("concern"), max_length=4000)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=ConcernState.choices, default=ConcernState.RECEIVED)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    due_on = models.DateField(_("answer due"))
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answer_language = models.CharField(_("language of the answer"), max_length=10, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("received_at",)
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")

    def __str__(self) -> str:
        return f"{self.practice_id} {self.category}"
