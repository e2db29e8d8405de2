"""One short value that two documents share only when an index would hold the same of them."""
from __future__ import annotations

import hashlib
import json

from search.contract import Document


def seal(document: Document) -> str:
    """A digest of texts, facets, labels, order and readers of a document, but not of its version."""
    held = [
        document.kind,
        document.original,
        [[text.language, text.title, text.summary, text.body] for text in document.texts],
        document.newest.isoformat(),
        document.confirmed.isoformat() if document.confirmed else None,
        sorted((name, sorted(codes)) for name, codes in document.facets.items() if codes),
        sorted((code, sorted(names)) for code, names in document.labels.items() if names),
        sorted(document.audience),
        document.embargo_until.isoformat() if document.embargo_until else None,
        sorted(document.embargo_audience),
    ]
    written = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:32]
