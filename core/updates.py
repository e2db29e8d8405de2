"""Bulk updates, of which Django sends no signal, told to whoever follows the rows."""
from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction
from django.dispatch import Signal

rows_updated = Signal()  # sender: the model; keys: of the rows; fields: the names that were set


class ToldQuerySet(models.QuerySet):
    """Rows whose every change matters elsewhere, such as in the index of search."""

    untold: ClassVar[frozenset[str]] = frozenset()  # fields that are set together with what is told otherwise

    def update(self, **kwargs: Any) -> int:
        """Update, and say so in the same transaction."""
        if self.untold.issuperset(kwargs) or self.query.is_sliced:
            return super().update(**kwargs)
        with transaction.atomic(using=self.db):
            keys = list(self.order_by().values_list("pk", flat=True))  # afterwards the rows may not be found any more
            changed = super().update(**kwargs)
            if keys:
                rows_updated.send(sender=self.model, keys=keys, fields=frozenset(kwargs))
        return changed

    update.alters_data = True  # type: ignore[attr-defined]
