"""What Elasticsearch answered, as the contract's hits: which language is shown, what matched. Knows no client."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.contract import Hit, Request, Text
from search.engines.embedded.showing import matched_labels, shown_language
from search.engines.understanding import Question
from search.highlight import find_marks, highlight


def hit(row: Mapping[str, Any], request: Request, question: Question) -> Hit:
    """One row of the answer as a hit."""
    source = row["_source"]
    versions = {code: Text(code, **parts) for code, parts in source["texts"].items()}
    original = source.get("original") or ""
    if not request.q:
        return Hit(row["_id"], source["kind"], 0.0, shown_language(versions, request.ui, "", original))
    best = "" if request.ui in versions else best_language(row.get("matched_queries") or {}, versions, question)
    language = shown_language(versions, request.ui, best, original)
    text = versions.get(language)
    return Hit(
        id=row["_id"],
        kind=source["kind"],
        score=round(float(row["_score"] or 0.0), 6),
        language=language,
        highlight=highlight((text.summary, text.body), question.query, language) if text else "",
        matched=matched_labels(source.get("labels") or {}, question.query),
    )


def best_language(scores: Mapping[str, float], versions: Mapping[str, Text], question: Question) -> str:
    """The version that matched best, by its language's own score, else by how many of the words it has as written."""
    scored = {code: score for code, score in scores.items() if code in versions}
    if scored:
        return max(scored, key=lambda code: scored[code])
    counted = {code: _words_found(text, question) for code, text in versions.items()}
    best = max(counted, key=lambda code: counted[code], default="")
    return best if counted.get(best) else ""


def _words_found(text: Text, question: Question) -> int:
    whole = "\n".join((text.title, text.summary, text.body))
    return len({mark.term for mark in find_marks(whole, question.query, text.language)})
