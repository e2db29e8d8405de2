"""BibTeX: one @misc for each entry, what LaTeX would take for a command escaped, every other letter kept."""
from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from search.exports.entries import About, Entry
from search.exports.ris_file import period

# Braces have no escape in BibTeX, which counts them: commands stand for them.
_ESCAPED = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{letter: f"\\{letter}" for letter in "$&#_%"},
})
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9-]")


def write(entries: Iterable[Entry], about: About) -> Iterator[bytes]:
    """Every entry, then a comment with their number; what is broken off has none, and its transfer fails."""
    count = 0
    for entry in entries:
        fields = "".join(f",\n  {name} = {{{value}}}" for name, value in _fields(entry, about) if value)
        yield f"@misc{{{key_of(entry)}{fields}\n}}\n\n".encode()
        count += 1
    yield f"@comment{{{escaped(about.counted(count))}}}\n".encode()


def key_of(entry: Entry) -> str:
    """The same key in every export, made of letters that all programs take; another id never has the same."""
    kept = _NOT_IN_KEYS.sub("", entry.id)
    if kept == entry.id:
        return f"practice-{kept}"
    return f"practice-{kept}-{hashlib.sha256(entry.id.encode()).hexdigest()[:12]}"


def _fields(entry: Entry, about: About) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{escaped(entry.title)}}}"  # in braces of its own, so that no style changes its capitals
    if entry.published:
        yield "year", f"{entry.published:%Y}"
        yield "date", entry.published.isoformat()
    yield "howpublished", escaped(about.site)
    yield "type", escaped(entry.kind_label)
    yield "language", escaped(entry.language)
    yield "keywords", escaped(", ".join(filter(None, [*(name for _code, name in entry.cities), entry.country[1]])))
    yield "note", escaped("; ".join(filter(None, [period(entry), entry.evidence_label])))
    yield "abstract", escaped(entry.summary)
    yield "url", entry.address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
    yield "urldate", about.made.isoformat()


def escaped(text: str) -> str:
    """A text in which LaTeX finds no command."""
    return text.translate(_ESCAPED)
