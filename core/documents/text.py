"""Plain text: UTF-8 without control characters."""
from __future__ import annotations

from core.uploads.refusal import Refusal

ALLOWED = frozenset("\t\n\r\f")


def clean(data: bytes) -> bytes:
    """The same text without a byte order mark; raises `Refusal`."""
    try:
        written = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("text_encoding") from error
    if any((letter < " " and letter not in ALLOWED) or letter == "\x7f" for letter in written):
        raise Refusal("text_encoding")
    return written.encode()
