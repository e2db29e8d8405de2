"""What the database knows of each index: which copy it wrote last, who fills it, what the last comparison found."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class IndexState(models.Model):
    """One index, by the name of its engine.

    `mark` is the value that the index must hold (`search/healing.py`). `builder` fills it until `builder_until`, and
    renews that as long as it lives.
    """

    name = models.CharField(max_length=40, primary_key=True)
    mark = models.CharField(max_length=40, blank=True)
    marked_at = models.DateTimeField(null=True)
    builder = models.CharField(max_length=40, blank=True)
    builder_until = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    equal = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    ghost = models.PositiveIntegerField(default=0)
    different = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, name: str) -> IndexState:
        """The row of an index; one that was never noted is made."""
        return cls.objects.get_or_create(name=name)[0]

    @property
    def differences(self) -> int:
        """How many documents the last comparison found that are not as they must be."""
        return self.missing + self.ghost + self.different

    def note(self, **values: Any) -> None:
        """Write some values, and nothing else, so that two processes do not undo each other's."""
        for name, value in values.items():
            setattr(self, name, value)
        type(self).objects.filter(pk=self.pk).update(**values)

    def is_built(self, now: datetime) -> bool:
        """Whether somebody is filling the index at this moment."""
        return bool(self.builder) and self.builder_until is not None and self.builder_until > now
