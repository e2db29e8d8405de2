"""QuerySets of the records that every app writes to."""
from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from core.updates import ToldQuerySet


class AppendOnlyQuerySet(models.QuerySet):
    """A table whose rows are written once: changing or deleting them is a mistake in the program."""

    def update(self, **kwargs: Any) -> int:
        """Refused: an entry is never changed."""
        raise TypeError("The audit log is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: an entry is never deleted."""
        raise TypeError("The audit log is append-only.")


class BasePageQuerySet(ToldQuerySet, PageQuerySet):
    """Pages as a reader may see them."""

    def visible_to(self, user: Any) -> Any:
        """Pages that are published and not behind a view restriction; content apps narrow it."""
        return self.live().public()


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
