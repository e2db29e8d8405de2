"""How documents lie in Elasticsearch: analysers, fields, and a document as the engine stores it. Knows no client."""
from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from core import languages
from search import arabic
from search.contract import Document
from search.sealing import seal
from search.vectors import Vectors
from search.vectors.service import Placed

# Content languages with an analyser of Elasticsearch's own; the two with a definition below differ in one step.
BUILT_IN = {
    "en": "english", "es": "spanish", "fr": "french", "zh": "cjk", "ja": "cjk", "de": "german", "it": "italian",
    "pt": "portuguese", "nl": "dutch", "tr": "turkish", "id": "indonesian", "fa": "persian", "bn": "bengali",
    "sr": "serbian",
}  # fmt: skip
OWN = {"ar": "arabic_words", "ru": "russian_words"}

# A language's three fields, and the three that hold all languages unstemmed.
TITLE, TEXT, LABEL = "title", "text", "label"
FOLD = "fold"
GONE = "gone"  # the id of a document that was deleted while a rebuild runs: it must not bring it back
FOLD_TITLE, FOLD_TEXT, FOLD_LABEL = "fold_title", "fold_text", "fold_label"

_ROOT = "(?:{})$|{}".format("|".join(sorted(arabic._ROOT_WORDS)), "|".join(arabic._ROOT_STARTS))
_ARTICLE = rf"^(?:(?!{_ROOT})(?:[وف]?ال(?=\p{{L}}{{2}})|[وف]?(?:بال|كال|لل)(?=\p{{L}}{{3}})))+"

VECTOR = "vector"
_DIGITS = 6  # of a vector's numbers; more would only make the index's files larger

ANALYSIS: Mapping[str, Any] = {
    "char_filter": {
        "one_ye": {"type": "mapping", "mappings": ["ё=>е", "Ё=>Е"]},
        # As in `search/analysis.py`: an apostrophe is a letter in Cyrillic and parts words elsewhere.
        "no_apostrophe": {
            "type": "pattern_replace",
            "pattern": "(?<=[\\u0400-\\u052f])['’ʼ](?=[\\u0400-\\u052f])",
            "replacement": "",
        },
        "apart": {"type": "mapping", "mappings": ["'=>\\u0020", "’=>\\u0020", "ʼ=>\\u0020"]},
        # What arabic_normalization leaves: carriers of hamza, the tatweel, signs above and below, and the Persian,
        # Urdu and Uyghur forms of letters that a keyboard may give.
        "one_arabic": {
            "type": "mapping",
            "mappings": [
                "ؤ=>و", "ئ=>ي", "ٱ=>ا", "ـ=>", "\\u0670=>", "\\u0653=>", "\\u0654=>", "\\u0655=>",
                "ی=>ي", "ې=>ي", "ک=>ك", "ۃ=>ة", "ہ=>ه", "ھ=>ه", "ە=>ه",
            ],
        },
    },
    "filter": {
        # Article and proclitics go before stemming and as often as they stand there, so that a word whose own letters
        # begin like the article gives one stem with and without it.
        "arabic_article": {"type": "pattern_replace", "pattern": _ARTICLE, "replacement": ""},
        "arabic_stop": {"type": "stop", "stopwords": "_arabic_"},
        "arabic_stemmer": {"type": "stemmer", "language": "arabic"},
        "russian_stop": {"type": "stop", "stopwords": "_russian_"},
        "russian_stemmer": {"type": "stemmer", "language": "russian"},
    },
    "analyzer": {
        "fold": {
            "type": "custom",
            "char_filter": ["no_apostrophe", "apart", "one_ye", "one_arabic"],
            "tokenizer": "standard",
            "filter": [
                "cjk_width", "lowercase", "decimal_digit", "arabic_normalization", "arabic_article", "asciifolding",
                "cjk_bigram",
            ],
        },
        "arabic_words": {
            "type": "custom",
            "char_filter": ["one_arabic"],
            "tokenizer": "standard",
            "filter": [
                "lowercase", "decimal_digit", "arabic_stop", "arabic_normalization", "arabic_article", "arabic_stemmer",
            ],
        },
        "russian_words": {
            "type": "custom",
            "char_filter": ["one_ye"],
            "tokenizer": "standard",
            "filter": ["lowercase", "russian_stop", "russian_stemmer"],
        },
    },
}  # fmt: skip


def analyser(code: str) -> str:
    """The analyser of a content language (public code); plain words where none is known."""
    return OWN.get(code) or BUILT_IN.get(code, FOLD)


def settings(shards: int) -> dict[str, Any]:
    """The settings of an index that is being filled: nothing is copied or shown before it is complete."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "auto_expand_replicas": False,
        "refresh_interval": "-1",
        "gc_deletes": "0s",  # a document that comes back under its old version must not meet its own deletion
        "analysis": ANALYSIS,
    }


def settings_when_filled(replicas: str) -> dict[str, Any]:
    """What changes then; `replicas` is a range such as 0-1, so that a second node is used when it is there."""
    return {"auto_expand_replicas": replicas, "refresh_interval": "1s"}


_FOLDED: Mapping[str, Any] = {"type": "text", "analyzer": FOLD}


def _text(code: str) -> dict[str, Any]:
    return {"type": "text", "analyzer": analyser(code)}


def _per_language() -> dict[str, Any]:
    return {"properties": {language.public: _text(language.public) for language in languages.ALL}}


def passages_of_space(space: str) -> str:
    """The path of the passages whose vectors some models made; a question never meets those of other models."""
    return f"passages_{hashlib.sha256(space.encode()).hexdigest()[:8]}"


def _passages(vectors: Vectors | None) -> dict[str, Any]:
    if not (vectors and vectors.ready):
        return {}
    vector = {
        "type": "dense_vector",
        "dims": vectors.size,
        "index": True,
        "similarity": "max_inner_product",  # a model that is left out makes a part of a vector zero
        "index_options": {"type": "int8_hnsw"},
    }
    parts = {"language": {"type": "keyword"}, "place": {"type": "integer"}, VECTOR: vector}
    return {passages_of_space(vectors.name): {"type": "nested", "dynamic": False, "properties": parts}}


def mappings(vectors: Vectors | None = None) -> dict[str, Any]:
    """The fields of an index; facets and the codes in them may grow, nothing else does."""
    keyword, date = {"type": "keyword"}, {"type": "date"}
    return {
        "dynamic": False,
        "dynamic_templates": [{"codes": {"path_match": "facets.*", "mapping": keyword}}],
        "_meta": {"vectors": vectors.name if vectors and vectors.ready else "", "mark": ""},
        "_source": {"includes": ["kind", "original", "texts", "labels"]},
        "properties": {
            "id": keyword,
            "seal": {"type": "keyword", "index": False},
            "kind": keyword,
            "original": {"type": "keyword", "index": False},
            "newest": date,
            "confirmed": date,
            "audience": keyword,
            "embargo_until": date,
            "embargo_audience": keyword,
            "facets": {"type": "object", "dynamic": True},
            "texts": {"type": "object", "enabled": False},
            "labels": {"type": "object", "enabled": False},
            TITLE: _per_language(),
            TEXT: _per_language(),
            LABEL: _per_language(),
            FOLD_TITLE: _FOLDED,
            FOLD_TEXT: _FOLDED,
            FOLD_LABEL: _FOLDED,
            **_passages(vectors),
            GONE: keyword,
        },
    }


def source(document: Document, vectors: Vectors | None = None) -> dict[str, Any]:
    """A document as it is sent to Elasticsearch."""
    known = [text for text in document.texts if languages.is_public(text.language)]
    labels = {code: list(names) for code, names in document.labels.items() if names}
    return {
        "id": document.id,
        "seal": seal(document),
        "kind": document.kind,
        "original": document.original,
        "newest": document.newest.isoformat(),
        "confirmed": document.confirmed.isoformat() if document.confirmed else None,
        "audience": sorted(document.audience),
        "embargo_until": document.embargo_until.isoformat() if document.embargo_until else None,
        "embargo_audience": sorted(document.embargo_audience),
        "facets": facets(document),
        "texts": {
            text.language: {"title": text.title, "summary": text.summary, "body": text.body} for text in document.texts
        },
        "labels": labels,
        TITLE: {text.language: text.title for text in known},
        TEXT: {text.language: [text.summary, text.body] for text in known},
        LABEL: {code: names for code, names in labels.items() if languages.is_public(code)},
        FOLD_TITLE: [text.title for text in document.texts],
        FOLD_TEXT: [part for text in document.texts for part in (text.summary, text.body)],
        FOLD_LABEL: [name for names in labels.values() for name in names],
        **_placed(document, vectors),
    }


def _placed(document: Document, vectors: Vectors | None) -> dict[str, list[dict[str, Any]]]:
    if not (vectors and vectors.ready):
        return {}
    return {passages_of_space(vectors.name): [_passage(each) for each in vectors.of(document)]}


def _passage(placed: Placed) -> dict[str, Any]:
    return {
        "language": placed.passage.language,
        "place": placed.passage.place,
        VECTOR: numbers(placed.vector.tolist()),
    }


def numbers(vector: Sequence[float]) -> list[float]:
    """A vector as it is sent."""
    return [round(number, _DIGITS) for number in vector]


def facets(document: Document) -> dict[str, list[str]]:
    """The codes a document counts for, with the two that every document has."""
    given = {name: list(codes) for name, codes in document.facets.items()}
    return {**given, "kind": [document.kind], "language": [text.language for text in document.texts]}
