"""Format and size of a picture from its first bytes, without decoding anything."""
from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from core.uploads.refusal import Refusal

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8\xff"
FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
VP8_START = b"\x9d\x01\x2a"


@dataclass(frozen=True)
class Header:
    """What a picture says about itself: `jpeg`, `png` or `webp`, and its size in pixels."""

    format: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        """Width times height."""
        return self.width * self.height


def read(stream: BinaryIO) -> Header:
    """The header of a picture; raises `Refusal` when it is none of the three formats."""
    stream.seek(0)
    start = stream.read(40)
    if start.startswith(PNG_SIGNATURE) and start[12:16] == b"IHDR":
        found = Header("png", int.from_bytes(start[16:20], "big"), int.from_bytes(start[20:24], "big"))
    elif start.startswith(JPEG_SIGNATURE):
        found = _jpeg(stream)
    elif start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        found = _webp(start)
    else:
        raise Refusal("picture_kind")
    stream.seek(0)
    if not found.pixels:
        raise Refusal("damaged")
    return found


def _jpeg(stream: BinaryIO) -> Header:
    """Walk from segment to segment until the frame header."""
    stream.seek(2)
    while True:
        marker = _next_marker(stream)
        if marker in BARE_MARKERS:
            continue
        length = int.from_bytes(stream.read(2), "big")
        if length < 2:
            raise Refusal("damaged")
        if marker in FRAME_MARKERS:
            frame = stream.read(5)
            return Header("jpeg", int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big"))
        stream.seek(length - 2, 1)


def _next_marker(stream: BinaryIO) -> int:
    """The second byte of the next marker; any number of 0xFF may fill the gap."""
    if stream.read(1) != b"\xff":
        raise Refusal("damaged")
    while (byte := stream.read(1)) == b"\xff":
        pass
    if not byte:
        raise Refusal("damaged")
    return byte[0]


def _webp(start: bytes) -> Header:
    """The canvas of an extended file, else the frame of a plain one."""
    chunk, body = start[12:16], start[20:]
    if chunk == b"VP8X":
        size = (1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
    elif chunk == b"VP8L" and body[:1] == b"\x2f":
        bits = int.from_bytes(body[1:5], "little")
        size = (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    elif chunk == b"VP8 " and body[3:6] == VP8_START:
        size = (int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF)
    else:
        raise Refusal("damaged")
    return Header("webp", *size)
