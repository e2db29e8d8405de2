"""Reads of what belongs to an account."""
from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.lookups import IsNull


class MessageQuerySet(models.QuerySet):
    """Messages as their receiver reads them."""

    def of(self, user: Any) -> MessageQuerySet:
        """Those to one person; nobody reads another's."""
        return self.filter(receiver=user)

    def unread(self) -> MessageQuerySet:
        """Those that were not opened yet."""
        return self.filter(read_at=None)

    def waiting(self) -> MessageQuerySet:
        """Those that wait for a digest of somebody who still has an account."""
        return self.filter(waits=True, receiver__is_active=True)

    def newest_first(self) -> MessageQuerySet:
        """In the order of a list of all."""
        return self.order_by("-created_at", "-pk")

    def unread_first(self) -> MessageQuerySet:
        """In the order of the desk: what was not opened stands above what was."""
        return self.order_by(IsNull(F("read_at"), True).desc(), "-created_at", "-pk")
