"""RIS as reference managers read it: tags of six characters, lines that end in CR LF, a record from TY to ER.

The format has no place for a remark, so a file that is broken off ends without its last record being closed, and the
transfer fails.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from search.exports.entries import About, Entry

_NOT_IN_IDS = re.compile(r"[^0-9A-Z]")


def write(entries: Iterable[Entry], about: About) -> Iterator[bytes]:
    """A generic record (GEN) for each entry."""
    end = b""
    for entry in entries:
        yield end + "".join(f"{tag}  - {value}\r\n" for tag, value in _fields(entry, about) if value).encode()
        end = b"ER  - \r\n"
    yield end


def _fields(entry: Entry, about: About) -> Iterator[tuple[str, str]]:
    yield "TY", "GEN"
    yield "ID", _NOT_IN_IDS.sub("", entry.id.upper())
    yield "TI", entry.title
    yield "AB", entry.summary
    if entry.published:
        yield "PY", f"{entry.published:%Y}"
        yield "DA", f"{entry.published:%Y/%m/%d}"
    yield "LA", entry.language
    yield "M3", entry.kind_label
    for keyword in (*(name for _code, name in entry.cities), entry.country[1]):
        yield "KW", keyword.replace("*", "")  # the one character that keywords may not have
    yield "N1", "; ".join(filter(None, [period(entry), entry.evidence_label]))
    yield "PB", about.site
    yield "AN", entry.id
    yield "UR", entry.address


def period(entry: Entry) -> str:
    """The years of the work, as far as they are known."""
    return "–".join(str(year) for year in (entry.start, entry.end) if year)
