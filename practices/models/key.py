"""Links that open one thing for somebody without an account: a preview, the yearly question, an outside review."""
from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import languages
from practices.models.practice import Practice


class Key(models.Model):
    """What a link opens, for whom (a function, never a name) and until when; the link itself is signed, not kept."""

    class Purpose(models.TextChoices):
        """What the link is for; each opens nothing else."""

        PREVIEW = "preview", _("preview for approval")
        FRESHNESS = "freshness", _("yearly confirmation")
        REVIEW = "review", _("outside review")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="keys")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    function = models.CharField(
        _("for whom"), max_length=200, blank=True, help_text=_("By function, such as “the mayor’s office”.")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10, default=languages.DEFAULT)
    revision = models.PositiveBigIntegerField(_("version of the text"), null=True, blank=True)
    draft_version = models.PositiveIntegerField(_("version of the draft"), null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of what was shown, so that a later change is noticed
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    sending_since = models.DateTimeField(null=True)  # a process has its mail in hand
    mailed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.purpose} {self.practice_id}"

    @property
    def is_open(self) -> bool:
        """Whether it has neither run out nor been taken back."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class Freshness(models.Model):
    """One yearly round of asking whether an entry is still right, with what came of it."""

    class Answer(models.TextChoices):
        """What the unit says."""

        RUNNING = "running", _("still running, and the entry is right")
        CHANGED = "changed", _("something has changed")
        ENDED = "ended", _("it has ended")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="freshness")
    key = models.OneToOneField(Key, null=True, on_delete=models.SET_NULL, related_name="round")
    asked_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    text = models.TextField(blank=True, max_length=4000)
    ended_year = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [models.UniqueConstraint(
            fields=["practice"], condition=models.Q(closed_at=None), name="one_open_round_of_freshness")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.asked_at:%Y-%m-%d}"
