"""The bytes that may be kept, marked so that nothing is cleaned twice."""
from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File

from core.uploads.refusal import Refusal


def digest(data: bytes) -> str:
    """The SHA-256 of kept bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(stored: File) -> str:
    """The SHA-256 of a stored file, read piece by piece and closed."""
    with stored:
        found = hashlib.sha256()
        for piece in stored.chunks():
            found.update(piece)
    return found.hexdigest()


class CleanUpload(ContentFile):
    """A file that went through cleaning; `sha256` is that of exactly these bytes."""

    def __init__(self, data: bytes, name: str, content_type: str) -> None:
        super().__init__(data, name)
        self.content_type = content_type
        self.sha256 = digest(data)

    def intact(self) -> bool:
        """Whether the bytes are still those that were cleaned."""
        return digest(bytes_of(self, self.size)) == self.sha256


def is_clean(upload: Any) -> bool:
    """Whether a file has been cleaned already."""
    return isinstance(upload, CleanUpload) and upload.intact()


def bytes_of(upload: File, most: int, *, too_large: str = "too_complex") -> bytes:
    """All bytes of a file that may have at most `most`; the file is left at its start."""
    upload.seek(0)
    data = upload.read(most + 1)
    upload.seek(0)
    if len(data) > most:
        raise Refusal(too_large)
    if not data:
        raise Refusal("empty")
    return data


def renamed(name: str | None, ending: str) -> str:
    """The name of an upload with the ending of what it really is."""
    return f"{Path(name or 'file').stem or 'file'}.{ending}"
