"""What models made of passages."""
from __future__ import annotations

from django.db import models


class Embedding(models.Model):
    """The vector that one model made of one text; `key` is the hash of both."""

    key = models.CharField(max_length=64, primary_key=True)
    vector = models.BinaryField()

    def __str__(self) -> str:
        return self.key
