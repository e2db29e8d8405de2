"""Why a file was refused and what to do, in the reader's language."""
from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.uploads.refusal import Refusal

SENTENCES = {
    "empty": _("This file is empty. Choose the file again."),
    "damaged": _(
        "This file is damaged or is not what its name says. Open it in the programme it was made with, save it again "
        "and upload the new file."
    ),
    "too_complex": _(
        "This file needs too much time or memory to check. Make it simpler or smaller, or split it, and upload it "
        "again."
    ),
    "too_busy": _("Too many files are being checked at the moment. Wait a minute and upload this one again."),
    "picture_kind": _(
        "This is not a JPEG, PNG or WebP picture. Save it in one of these formats and upload the new file."
    ),
    "picture_large": _("This picture is larger than 10 MB. Make it smaller and upload it again."),
    "picture_pixels": _(
        "This picture has more than 24 megapixels. Make it smaller, for example 4,000 by 3,000 pixels, and upload it "
        "again."
    ),
    "document_kind": _(
        "Documents can be PDF, DOCX, ODT, XLSX, PPTX or TXT. Save the file in one of these formats and upload it "
        "again."
    ),
    "document_large": _(
        "This document is larger than 20 MB. Make its pictures smaller or split it, and upload it again."
    ),
    "document_mismatch": _(
        "The content of this file is not what the ending of its name says. Export it again in the format you want, and "
        "do not rename it by hand."
    ),
    "extra_bytes": _(
        "This file has something before its beginning or after its end that is not part of the document. Export it "
        "again and upload the new file."
    ),
    "archive_bounds": _(
        "This file unpacks to far more than a document needs. Make it smaller or export it as PDF, and upload it again."
    ),
    "encrypted": _("This file is locked with a password. Remove the password and upload it again."),
    "signed": _(
        "This file has a digital signature, which names people and would break when we remove the author. Upload a "
        "copy without the signature."
    ),
    "macros": _(
        "This file contains macros or scripts. Save a copy without them, or export it as PDF, and upload that."
    ),
    "embedded_object": _(
        "This file contains another file or an object (%(detail)s). Remove it, or export the document as PDF, and "
        "upload that."
    ),
    "embedded_picture": _(
        "A picture inside this file (%(detail)s) cannot be cleaned. Replace it by a JPEG or PNG picture, or export the "
        "document as PDF, and upload that."
    ),
    "linked_content": _(
        "This file loads or opens something outside itself (%(detail)s). Remove the connection; links to web pages and "
        "e-mail addresses can stay."
    ),
    "text_encoding": _(
        "This is not plain text in UTF-8. Save it as plain text with the encoding UTF-8 and upload the new file."
    ),
}


class UploadRefused(ValidationError):
    """A refusal as forms, models and the API understand it."""

    def __init__(self, refusal: Refusal) -> None:
        code = refusal.code if refusal.code in SENTENCES else "damaged"
        super().__init__(SENTENCES[code], code=code, params={"detail": refusal.detail})
