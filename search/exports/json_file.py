"""JSON with the names of the API; `complete` says whether it holds every result."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from search.contract import SearchUnavailable
from search.exports.entries import About, Entry


def write(entries: Iterable[Entry], about: About) -> Iterator[bytes]:
    """One object; what is broken off ends as well formed as the rest, and says so."""
    head = {"site": about.site, "search": about.address, "made": about.made.isoformat()}
    yield (_dumped(head)[:-1] + ', "entries": [').encode()
    count, complete = 0, True
    try:
        for entry in entries:
            yield (("," if count else "") + "\n" + _dumped(_object(entry))).encode()
            count += 1
    except SearchUnavailable:
        complete = False
    end = {"count": count, "complete": complete, "error": None if complete else about.broken_off(count)}
    yield ("\n], " + _dumped(end)[1:] + "\n").encode()


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _object(entry: Entry) -> dict[str, Any]:
    code, label = entry.country
    return {
        "id": entry.id, "kind": entry.kind, "kind_label": entry.kind_label, "url": entry.address,
        "title": entry.title, "language": entry.language, "languages": list(entry.languages),
        "summary": entry.summary, "cities": [{"code": code, "label": label} for code, label in entry.cities],
        "country": {"code": code, "label": label} if code else None, "years": [entry.start, entry.end],
        "evidence": entry.evidence or None, "evidence_label": entry.evidence_label or None,
        "published": entry.published.isoformat() if entry.published else None,
        "confirmed": entry.confirmed.isoformat() if entry.confirmed else None,
    }
