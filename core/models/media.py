"""Pictures and documents: stored under random names, re-encoded or checked before they are kept."""
from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, get_upload_to

from core.uploads.fields import DocumentField, PictureField
from core.uploads.records import NOTED, KeepsCleanFile


def random_name(folder: str, filename: str) -> str:
    """A path that tells nothing: a fresh UUID with the ending of the file."""
    return f"{folder}/{uuid.uuid4().hex}{Path(filename).suffix.lower()}"


def document_name(instance: Attachment, filename: str) -> str:
    """A random name in the folder of documents."""
    return random_name("documents", filename)


class Picture(KeepsCleanFile, AbstractImage):
    """A picture, kept only as re-encoded pixels."""

    file = PictureField(_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    consent_on_file = models.BooleanField(
        _("consent on file"), default=False,
        help_text=_("Tick only if everybody who can be recognised has agreed in writing. Never show children's faces."),
    )

    admin_form_fields = (*Image.admin_form_fields, "consent_on_file")

    noted_fields = NOTED | {"width", "height"}

    def get_upload_to(self, filename: str) -> str:
        """A random name in the folder of pictures."""
        return random_name("pictures", filename)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """A size of the picture in memory; Wagtail leaves its temporary file open."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), made.name)

    def _set_image_file_metadata(self) -> None:
        """Nothing: the gate notes size and digests of what is kept, and leaves no file open."""

    def file_replaced(self) -> None:
        """The sizes of the old picture are of no use."""
        self.renditions.all().delete()


class PictureRendition(AbstractRendition):
    """A size of a picture."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_picture_rendition")
        ]

    def get_upload_to(self, filename: str) -> str:
        """A random name in the folder of renditions."""
        return random_name("renditions", filename)


class Attachment(KeepsCleanFile, AbstractDocument):
    """A document to download, checked and stripped of its author before it is kept."""

    file = DocumentField(_("file"), upload_to=document_name)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)

    admin_form_fields = (*Document.admin_form_fields, "language")

    def _set_document_file_metadata(self) -> None:
        """Nothing: as for pictures."""

    def clean(self) -> None:
        """Wagtail would complain about the ending of a file that was refused already."""
        if self.file:
            super().clean()

    def __str__(self) -> Any:
        return self.title
