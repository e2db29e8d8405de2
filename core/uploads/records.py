"""What a record with a cleaned file does when it is saved."""
from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

if TYPE_CHECKING:
    Record = models.Model
else:
    Record = object  # no model at run time: its Meta would replace Wagtail's
NOTED = frozenset({"sha256", "file_size", "file_hash"})


class KeepsCleanFile(Record):
    """Every new file is cleaned before the row is written, and a replaced one is deleted once that is certain."""

    clean_name: str | None = None  # the stored name that this object cleaned itself
    noted_fields = NOTED
    file: Any

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save the record; raises `UploadRefused` when its new file may not be kept."""
        if update_fields is not None and "file" not in update_fields:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        before = self._stored_name()
        unclean = self._clean_new_file(before)
        if update_fields is not None:
            update_fields = {*update_fields, *self.noted_fields}
        super().save(*args, update_fields=update_fields, **kwargs)
        if before and before != self.file.name:
            self.file_replaced()
        for name in {before, unclean} - {self.file.name, None, ""}:
            self._delete_when_certain(str(name))

    def file_replaced(self) -> None:
        """Called after another file took the place of the old one."""

    def _stored_name(self) -> str | None:
        """The name of the file that the row in the database refers to."""
        if self.pk is None:
            return None
        return type(self)._base_manager.filter(pk=self.pk).values_list("file", flat=True).first()

    def _clean_new_file(self, before: str | None) -> str | None:
        """Clean what is new; the result is the name of a file that was put into the storage past the gate, if any."""
        if not self.file:
            return None
        name = self.file.name
        if not self.file._committed:
            self.file.save(name, self.file.file, save=False)
            return None
        if name in (before, self.clean_name):
            return None
        with self.file.storage.open(name) as raw:
            self.file.save(name, raw, save=False)
        return name

    def _delete_when_certain(self, name: str) -> None:
        """Delete a stored file after the transaction, unless another record refers to it."""
        if not type(self)._base_manager.filter(file=name).exists():
            transaction.on_commit(partial(self.file.storage.delete, name))
