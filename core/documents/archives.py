"""Zip archives that office programmes write: bounded before anything is unpacked, written anew afterwards."""
from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import pairwise

from core.uploads.refusal import Refusal

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM = 10 * 1024 * 1024  # small texts that repeat themselves may shrink a lot
LOCAL_HEADER = 30
END_RECORD = b"PK\x05\x06"
END_RECORD_LENGTH = 22
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 0x1
FIRST_DATE = (1980, 1, 1, 0, 0, 0)

Parts = dict[str, bytes]


def unpack(data: bytes) -> Parts:
    """All files of an archive by name, in their order; raises `Refusal`."""
    if data[-END_RECORD_LENGTH : -END_RECORD_LENGTH + 4] != END_RECORD or data[-2:] != b"\0\0":
        raise Refusal("extra_bytes")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        check_bounds(entries, len(data))
        check_names([entry.filename for entry in entries])
        check_places(entries)
        return {entry.filename: _read(archive, entry) for entry in entries if not entry.is_dir()}


def check_bounds(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Number of entries, unpacked size and ratio, from the directory of the archive."""
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Refusal("archive_bounds")
    if unpacked > RATIO_COUNTS_FROM and unpacked > packed * MAX_RATIO:
        raise Refusal("archive_bounds")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Refusal("encrypted")
    if any(entry.compress_type not in METHODS for entry in entries):
        raise Refusal("damaged")


def check_names(names: list[str]) -> None:
    """No name twice, none that leaves the archive."""
    if len({name.casefold() for name in names}) != len(names):
        raise Refusal("damaged")
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Refusal("damaged")


def check_places(entries: list[zipfile.ZipInfo]) -> None:
    """The first entry stands at the very beginning, and no two share bytes."""
    places = sorted(entries, key=lambda entry: entry.header_offset)
    if not places or places[0].header_offset != 0:
        raise Refusal("extra_bytes")
    for one, following in pairwise(places):
        if one.header_offset + LOCAL_HEADER + one.compress_size > following.header_offset:
            raise Refusal("archive_bounds")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry, no more than its directory entry says."""
    with archive.open(entry) as stream:
        body = stream.read(entry.file_size + 1)
    if len(body) != entry.file_size:
        raise Refusal("archive_bounds")
    return body


def pack(parts: Parts, *, stored: str = "") -> bytes:
    """An archive of these files in their order, without dates; `stored` names one that is not compressed."""
    result = BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
    return result.getvalue()
