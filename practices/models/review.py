"""What reviewers and outside reviewers say about an entry, who stands aside, and how evidence is agreed on."""
from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Hub
from core import languages
from practices.choices import Direction, Quality
from practices.models.key import Key
from practices.models.practice import Practice

USER = settings.AUTH_USER_MODEL


class Remit(models.Model):
    """What a person of the staff looks after, and what ties them: an employer, a funder, a country."""

    user = models.OneToOneField(USER, on_delete=models.CASCADE, related_name="remit")
    hubs = models.ManyToManyField(Hub, blank=True, related_name="+", verbose_name=_("regional hubs"))
    languages = models.JSONField(
        _("languages read"), default=list, blank=True, help_text=_("Empty: entries in every language.")
    )
    employer = models.CharField(_("employer"), max_length=250, blank=True)
    funders = models.TextField(_("funders"), blank=True, help_text=_("One on each line."))
    countries = models.JSONField(_("countries or areas"), default=list, blank=True)
    weekly = models.BooleanField(_("digest of the week, on Mondays"), default=True)

    def __str__(self) -> str:
        return f"{self.user_id}"


class Recusal(models.Model):
    """Somebody stands aside from one entry for a reason that the site cannot know."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="recusals")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="one_recusal_each")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.user_id}"


class NamedEditor(models.Model):
    """The editor whom a coordinator names where every editor is tied; ties of country, employer and funder only."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="named_editor")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.practice_id} {self.user_id}"


class Recommendation(models.Model):
    """What a reviewer, or somebody from outside with a link, recommends about one version of a text."""

    class Verdict(models.TextChoices):
        """What should happen."""

        PUBLISH = "publish", _("Publish")
        CHANGES = "changes", _("Ask for changes")
        DECLINE = "decline", _("Do not publish")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="recommendations")
    revision = models.PositiveBigIntegerField(_("version of the text that was read"))
    verdict = models.CharField(_("recommendation"), max_length=10, choices=Verdict.choices)
    text = models.TextField(_("comment"), max_length=4000, blank=True)
    comments = models.JSONField(default=dict)  # by question; editors read them, the city does not
    language = models.CharField(max_length=10, default=languages.DEFAULT)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    key = models.OneToOneField(Key, null=True, blank=True, on_delete=models.SET_NULL, related_name="recommendation")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.practice_id} {self.verdict}"


class EvidenceReading(models.Model):
    """One person's reading of a cited report for one outcome; readers see it once a second person agrees."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="readings")
    outcome = models.UUIDField(_("outcome"))
    direction = models.CharField(_("what was found"), max_length=20, choices=Direction.choices, blank=True)
    quality = models.CharField(_("how it was measured"), max_length=20, choices=Quality.choices, blank=True)
    report_title = models.CharField(_("cited report"), max_length=300, blank=True)
    report_url = models.URLField(_("address of the report"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_key = models.ForeignKey(Key, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("what the second person says"), max_length=2000, blank=True)

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = [models.UniqueConstraint(
            fields=["practice", "outcome"], condition=models.Q(confirmed_at=None, rejected_at=None),
            name="one_open_reading_per_outcome")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.direction} {self.quality}"


class Appeal(models.Model):
    """A city disagrees with what is said about an outcome; decided by others than those who said it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="appeals")
    outcome = models.UUIDField(_("outcome"))
    text = models.TextField(_("why"), max_length=4000)
    language = models.CharField(max_length=10, default=languages.DEFAULT)
    by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("answer due"))
    upheld = models.BooleanField(null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answer_language = models.CharField(max_length=10, blank=True)
    answered_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(
            fields=["practice", "outcome"], condition=models.Q(answered_at=None), name="one_open_appeal_per_outcome")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.at:%Y-%m-%d}"
