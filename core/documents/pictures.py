"""Pictures inside office files take the same path as every other picture."""
from __future__ import annotations

from io import BytesIO

from core.pictures import decode, header
from core.uploads.refusal import Refusal

ENDINGS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp"}


def is_picture(name: str) -> bool:
    """Whether a part is, by its name, a picture that can be cleaned."""
    return ending(name) in ENDINGS


def ending(name: str) -> str:
    """The lower-case ending of a part's name."""
    last = name.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


def clean(body: bytes, name: str) -> bytes:
    """The picture's pixels, encoded anew in the same format and as they lie; the document turns them itself."""
    try:
        if header.read(BytesIO(body)).format != ENDINGS[ending(name)]:
            raise Refusal("embedded_picture", name)
        return decode.reencode(body, orient=False)
    except (Refusal, OSError, ValueError) as error:
        raise Refusal("embedded_picture", name) from error
