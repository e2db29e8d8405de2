"""What is known about each outcome: direction and quality, never merged into one mark."""
from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.updates import ToldQuerySet
from practices.choices import Direction, Quality
from practices.models.practice import Practice


class OutcomeEvidence(models.Model):
    """An editor's reading of a cited report for one outcome of the original text."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="evidence")
    outcome = models.UUIDField(_("outcome"))
    direction = models.CharField(_("what was found"), max_length=20, choices=Direction.choices)
    quality = models.CharField(_("how it was measured"), max_length=20, choices=Quality.choices)
    report_title = models.CharField(_("cited report"), max_length=300, blank=True)
    report_url = models.URLField(_("address of the report"), max_length=500, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    set_at = models.DateTimeField(auto_now=True)

    objects = ToldQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "outcome"], name="one_evidence_per_outcome")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.direction} {self.quality}"

    @property
    def is_measured(self) -> bool:
        """Whether anything was measured at all."""
        return self.direction != Direction.NOT_MEASURED
