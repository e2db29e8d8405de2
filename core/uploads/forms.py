"""The forms of Wagtail's admin (one file, several, choosers, its API) with fields that clean what comes in."""
from __future__ import annotations

from typing import Any

from django.forms.fields import Field, FileField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.documents import cleaning as documents
from core.pictures import cleaning as pictures

PICTURE_HELP = _(
    "JPEG, PNG or WebP, up to 10 MB and 24 megapixels. Place, date, camera and every other note inside the file are "
    "removed."
)
DOCUMENT_HELP = _(
    "PDF, DOCX, ODT, XLSX, PPTX or TXT, up to 20 MB. The author's name and other notes about the file are removed."
)


class PictureUploadField(WagtailImageField):
    """A picture, cleaned; Wagtail's own checks would decode it in this process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = PICTURE_HELP

    def to_python(self, data: Any) -> Any:
        """The clean picture, or None; raises `UploadRefused`."""
        upload = FileField.to_python(self, data)
        return upload and pictures.clean(upload)


class DocumentUploadField(WagtailDocumentField):
    """A document, cleaned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = DOCUMENT_HELP

    def to_python(self, data: Any) -> Any:
        """The clean document, or None; raises `UploadRefused`."""
        upload = FileField.to_python(self, data)
        return upload and documents.clean(upload)


def replace_file_field(fields: dict[str, Field], field_class: type[Field]) -> None:
    """Put the cleaning field where Wagtail builds its own, with the same label and widget."""
    if "file" in fields:
        stock = fields["file"]
        fields["file"] = field_class(required=stock.required, label=stock.label, widget=stock.widget)


class PictureForm(BaseImageForm):
    """Every form of Wagtail that takes a picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replace_file_field(self.fields, PictureUploadField)
        self.original_file = None  # the record deletes a replaced file, once the transaction is certain


class DocumentForm(BaseDocumentForm):
    """Every form of Wagtail that takes a document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replace_file_field(self.fields, DocumentUploadField)
        self.original_file = None  # as above


class AvatarForm(AvatarPreferencesForm):
    """The picture of an account in the admin, cleaned before Wagtail makes it smaller."""

    avatar = PictureUploadField(label=_("Upload a profile picture"), required=False)

    def clean_avatar(self) -> Any:
        """The picture under a name that says nothing about the uploader's own files."""
        picture = super().clean_avatar()
        if "avatar" in self.changed_data and picture:
            picture.name = "picture." + picture.name.rpartition(".")[2]
        return picture
