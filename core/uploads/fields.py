"""Model fields whose files are cleaned on their way into the storage, whoever saves them."""
from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import File
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from core.documents import cleaning as documents
from core.pictures import cleaning as pictures
from core.pictures import header
from core.uploads.clean import CleanUpload
from core.uploads.refusal import Refusal


class CleanFieldFile(FieldFile):
    """A stored file; `save` is the gate that every new content passes."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Clean the content, store it, note its digests and size on the record; raises `UploadRefused`."""
        clean = self.clean(content)
        super().save(str(clean.name), clean, save=False)
        self._note(clean)
        if save:
            self.instance.save()

    save.alters_data = True  # type: ignore[attr-defined]

    def clean(self, content: File) -> CleanUpload:
        """What of the content may be kept."""
        raise NotImplementedError

    def _note(self, clean: CleanUpload) -> None:
        record: Any = self.instance
        record.sha256 = clean.sha256
        record.file_size = clean.size
        clean.seek(0)
        record.file_hash = hashlib.sha1(clean.read(), usedforsecurity=False).hexdigest()  # Wagtail finds doubles by it
        record.clean_name = self.name


class PictureFieldFile(CleanFieldFile, WagtailImageFieldFile):
    """A picture in the storage."""

    def clean(self, content: File) -> CleanUpload:
        """Pixels, encoded anew."""
        return pictures.clean(content)

    def get_image_dimensions(self) -> tuple[int, int]:
        """Width and height from the header: this process decodes nothing that a stranger made."""
        close = self.closed
        try:
            self.open()
            found = header.read(self)  # type: ignore[arg-type]
            return found.width, found.height
        except (Refusal, OSError):
            return 0, 0  # saving refuses it with the reason
        finally:
            if close:
                self.close()
            else:
                self.seek(0)


class PictureField(WagtailImageField):
    """The file of a picture."""

    attr_class = PictureFieldFile


class DocumentFieldFile(CleanFieldFile):
    """A document in the storage."""

    def clean(self, content: File) -> CleanUpload:
        """Checked, and without its author."""
        return documents.clean(content)


class DocumentField(FileField):
    """The file of a document."""

    attr_class: Any = DocumentFieldFile
