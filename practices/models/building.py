"""Where a building block is found: an address that stays, whatever becomes of the text around it."""
from __future__ import annotations

from django.db import models

from core.updates import ToldQuerySet
from practices.models.practice import Practice


class BlockPlace(models.Model):
    """A building block that readers had once; its key is the block's own in the text of every language."""

    id = models.UUIDField(primary_key=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="block_places")

    objects = ToldQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)
