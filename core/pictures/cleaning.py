"""Turns an uploaded picture into one that may be kept."""
from __future__ import annotations

from io import BytesIO

from django.core.files.base import File

from core.pictures import header
from core.uploads import sandbox
from core.uploads.clean import CleanUpload, bytes_of, is_clean, renamed
from core.uploads.refusal import Refusal
from core.uploads.sentences import UploadRefused

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 24_000_000  # as in decode.py, which this process does not load
ENDINGS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


def clean(upload: File) -> CleanUpload:
    """The picture with nothing but its pixels; raises `UploadRefused`. A clean one comes back as it is."""
    if is_clean(upload):
        return upload  # type: ignore[return-value]
    try:
        return _clean(upload)
    except Refusal as refusal:
        raise UploadRefused(refusal) from refusal


def _clean(upload: File) -> CleanUpload:
    data = bytes_of(upload, MAX_BYTES, too_large="picture_large")
    found = header.read(BytesIO(data))
    if found.pixels > MAX_PIXELS:
        raise Refusal("picture_pixels")
    return CleanUpload(
        sandbox.run("picture", data), renamed(upload.name, ENDINGS[found.format]), f"image/{found.format}"
    )
