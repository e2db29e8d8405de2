"""The vocabularies as tables for readers: one row a concept, one column a language."""
from __future__ import annotations

from dataclasses import dataclass

from core import languages
from taxonomy import labels
from taxonomy.schemes import Scheme

SHOWN = (
    Scheme.KIND, Scheme.FORM, Scheme.LEVEL, Scheme.APPROACH, Scheme.SETTING, Scheme.PARTICIPANTS, Scheme.HARMED,
    Scheme.HARM, Scheme.DRIVER, Scheme.THEME, Scheme.SECTOR, Scheme.EVIDENCE_QUALITY, Scheme.DIRECTION,
)


@dataclass(frozen=True, slots=True)
class Term:
    """A label with the others by which the same concept is found."""

    language: languages.Language
    label: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One vocabulary."""

    code: str
    title: str
    rows: tuple[tuple[Term, ...], ...]


def tables() -> list[Table]:
    """Every vocabulary that classifies practices, hidden labels included: they are searched, so they are shown here."""
    return [
        Table(scheme.value, str(scheme.label), tuple(_row(scheme.value, code) for code in labels.codes(scheme.value)))
        for scheme in SHOWN
    ]


def columns() -> tuple[languages.Language, ...]:
    """The reader's own language first, so that a phone shows it without scrolling, then the others."""
    own = languages.current()
    return (own, *(language for language in languages.INTERFACE if language != own))


def _row(scheme: str, code: str) -> tuple[Term, ...]:
    return tuple(_term(scheme, code, language) for language in columns())


def _term(scheme: str, code: str, language: languages.Language) -> Term:
    shown = labels.label(scheme, code, language.public)
    others = tuple(text for text in labels.searched(scheme, code, language.public) if text != shown)
    return Term(language, shown, others)
