"""A file of entries that an editor brings in: what it holds, line by line, and what became of each."""
from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models import Practice

USER = settings.AUTH_USER_MODEL


class ImportRun(models.Model):
    """One file: read (nothing is made yet), running, done; undoing, undone."""

    class State(models.TextChoices):
        """How far it is."""

        READ = "read", _("read, nothing is made yet")
        RUNNING = "running", _("being brought in")
        DONE = "done", _("brought in")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "pk")

    def __str__(self) -> str:
        return f"{self.file_name} {self.at:%Y-%m-%d}"


class ImportLine(models.Model):
    """One line of the file: its values, or what is wrong with them; later the entry that was made of it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    practice = models.ForeignKey(Practice, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    kept_because = models.CharField(max_length=300, blank=True)  # why taking back left it

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_line_of_a_file")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"
