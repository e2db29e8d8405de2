"""A JPEG stream without what is not picture, byte for byte: in a PDF, encoding it anew would cost quality."""
from __future__ import annotations

from core.uploads.refusal import Refusal

START, END, SCAN = 0xD8, 0xD9, 0xDA
COMMENT = 0xFE
APPLICATION = range(0xE0, 0xF0)
KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
JFIF_WITHOUT_THUMBNAIL = 16


def without_metadata(data: bytes) -> bytes:
    """The picture without comments, EXIF, XMP, IPTC, thumbnails and what follows its end; raises `Refusal`."""
    if data[:2] != b"\xff\xd8":
        raise Refusal("embedded_picture", "JPEG")
    result, place = bytearray(b"\xff\xd8"), 2
    while True:
        place, marker = next_marker(data, place)
        if marker == END:
            return bytes(result + b"\xff\xd9")
        body = segment(data, place)
        following = place + 4 + len(body)
        if marker == SCAN:
            following = end_of_scan(data, following)
        if keeps(marker, body):
            result += data[place:following]
        place = following


def next_marker(data: bytes, place: int) -> tuple[int, int]:
    """Where the next marker stands, after any filling, and which it is."""
    while data[place : place + 2] == b"\xff\xff":
        place += 1
    if data[place : place + 1] != b"\xff" or place + 1 >= len(data):
        raise Refusal("embedded_picture", "JPEG")
    return place, data[place + 1]


def segment(data: bytes, place: int) -> bytes:
    """What the segment at a marker holds."""
    length = int.from_bytes(data[place + 2 : place + 4], "big")
    if length < 2 or place + 2 + length > len(data):
        raise Refusal("embedded_picture", "JPEG")
    return data[place + 4 : place + 2 + length]


def keeps(marker: int, body: bytes) -> bool:
    """Whether a segment is needed to show the picture in its colours."""
    if marker == COMMENT:
        return False
    if marker == 0xE0 and len(body) + 2 != JFIF_WITHOUT_THUMBNAIL:
        return False
    return marker not in APPLICATION or (marker in KEPT and body.startswith(KEPT[marker]))


def end_of_scan(data: bytes, place: int) -> int:
    """Where the entropy-coded bytes end: at a marker that is neither a stuffed zero nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise Refusal("embedded_picture", "JPEG")
        if data[place + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return place
        place += 1
