"""How documents lie in Elasticsearch: analysers, fields, and a document as the engine stores it. Knows no client."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import languages
from search import arabic
from search.contract import Document

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

ANALYSIS: Mapping[str, Any] = {
    "char_filter": {
        "one_ye": {"type": "mapping", "mappings": ["ё=>е", "Ё=>Е"]},
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
            "char_filter": ["one_ye", "one_arabic"],
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


def settings(shards: int, replicas: str) -> dict[str, Any]:
    """The settings of an index; `replicas` is a range such as 0-1, so that a second node is used when it is there."""
    return {
        "number_of_shards": shards,
        "auto_expand_replicas": replicas,
        "refresh_interval": "1s",
        "gc_deletes": "0s",  # a document that comes back under its old version must not meet its own deletion
        "analysis": ANALYSIS,
    }


_FOLDED: Mapping[str, Any] = {"type": "text", "analyzer": FOLD}


def _text(code: str) -> dict[str, Any]:
    return {"type": "text", "analyzer": analyser(code)}


def _per_language() -> dict[str, Any]:
    return {"properties": {language.public: _text(language.public) for language in languages.ALL}}


def mappings() -> dict[str, Any]:
    """The fields of an index; facets and the codes in them may grow, nothing else does."""
    keyword, date = {"type": "keyword"}, {"type": "date"}
    return {
        "dynamic": False,
        "dynamic_templates": [{"codes": {"path_match": "facets.*", "mapping": keyword}}],
        "_source": {"includes": ["kind", "original", "texts", "labels", GONE]},
        "properties": {
            "id": keyword,
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
            GONE: keyword,
        },
    }


def source(document: Document) -> dict[str, Any]:
    """A document as it is sent to Elasticsearch."""
    known = [text for text in document.texts if languages.is_public(text.language)]
    labels = {code: list(names) for code, names in document.labels.items() if names}
    return {
        "id": document.id,
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
    }


def facets(document: Document) -> dict[str, list[str]]:
    """The codes a document counts for, with the two that every document has."""
    given = {name: list(codes) for name, codes in document.facets.items()}
    return {**given, "kind": [document.kind], "language": [text.language for text in document.texts]}
