"""Turns an uploaded document into one that may be kept."""
from __future__ import annotations

from pathlib import Path

from django.core.files.base import File

from core.uploads import sandbox
from core.uploads.clean import CleanUpload, bytes_of, is_clean, renamed
from core.uploads.refusal import Refusal
from core.uploads.sentences import UploadRefused

MAX_BYTES = 20 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain; charset=utf-8",
}
_ZIP = b"PK\x03\x04"
SIGNATURES = {"pdf": b"%PDF-", "docx": _ZIP, "xlsx": _ZIP, "pptx": _ZIP, "odt": _ZIP, "txt": b""}


def clean(upload: File) -> CleanUpload:
    """The document without its author; raises `UploadRefused`. A clean one comes back as it is."""
    if is_clean(upload):
        return upload  # type: ignore[return-value]
    try:
        return _clean(upload)
    except Refusal as refusal:
        raise UploadRefused(refusal) from refusal


def _clean(upload: File) -> CleanUpload:
    kind = Path(upload.name or "").suffix.lower().removeprefix(".")
    if kind not in SIGNATURES:
        raise Refusal("document_kind")
    data = bytes_of(upload, MAX_BYTES, too_large="document_large")
    if not data.startswith(SIGNATURES[kind]):
        raise Refusal("document_mismatch")
    return CleanUpload(sandbox.run(kind, data), renamed(upload.name, kind), CONTENT_TYPES[kind])
