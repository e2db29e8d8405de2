"""The tables of the embedded index, under a prefix, so that a rebuild can fill a second set beside the first."""
from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from core import languages

LIVE, SHADOW = "search_", "searchnew_"
VERSION = "2"  # of the tables; a set of another version counts as none and is made anew
# Terms come ready from our analysis: the tokeniser only splits at ASCII spaces and keeps everything else.
_TOKENISER = "tokenize=\"ascii tokenchars '_'\""

_PLAIN_TABLES = {
    "meta": "(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "document": (
        "(num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, version INTEGER NOT NULL, "
        "newest INTEGER NOT NULL, confirmed INTEGER, original TEXT NOT NULL, audience INTEGER NOT NULL, "
        "embargo INTEGER, embargo_audience INTEGER NOT NULL, codes BLOB NOT NULL, labels TEXT NOT NULL, "
        "seal TEXT NOT NULL, stamp INTEGER NOT NULL)"
    ),
    # One row for each document with vectors: the language and place of every passage, and their vectors together.
    "meaning": (
        "(stamp INTEGER PRIMARY KEY, document INTEGER NOT NULL UNIQUE, places TEXT NOT NULL, vectors BLOB NOT NULL)"
    ),
    "audience": "(num INTEGER PRIMARY KEY, tokens TEXT NOT NULL UNIQUE)",
    "code": "(num INTEGER PRIMARY KEY, facet TEXT NOT NULL, code TEXT NOT NULL, UNIQUE (facet, code))",
    "text": (
        "(num INTEGER PRIMARY KEY, document INTEGER NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL, "
        "summary TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (document, language))"
    ),
    "gone": "(id TEXT PRIMARY KEY) WITHOUT ROWID",  # deleted while a rebuild runs: it must not bring them back
}
_TERM_TABLES = {"words": "title, body", "label": "terms"}


@dataclass(frozen=True, slots=True)
class Tables:
    """The names of one set of tables."""

    prefix: str = LIVE

    def name(self, table: str) -> str:
        """The full name of a table."""
        return f"{self.prefix}{table}"

    def stems(self, language: str) -> str:
        """The table with the stemmed texts of one language: its counts are the language's own."""
        return f"{self.prefix}stems_{languages.by_public(language).public}"

    def existing(self, raw: sqlite3.Connection) -> frozenset[str]:
        """The tables of this set that are there, without SQLite's own and those of models with the same prefix."""
        rows = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, ?) = ? AND sql LIKE 'CREATE%'",
            (len(self.prefix), self.prefix),
        ).fetchall()
        return frozenset(name for (name,) in rows if self._is_own(name))

    def _is_own(self, name: str) -> bool:
        own = name.removeprefix(self.prefix)
        return own in _PLAIN_TABLES or own in _TERM_TABLES or (own.startswith("stems_") and not _belongs_to_fts(own))

    def present(self, raw: sqlite3.Connection) -> bool:
        """Whether the set is there, as this version of the project made it."""
        known = raw.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (self.name("meta"),)
        ).fetchone()
        if not known:
            return False
        row = raw.execute(f"SELECT value FROM {self.name('meta')} WHERE key = 'version'").fetchone()
        return bool(row and row[0] == VERSION)

    def create(self, raw: sqlite3.Connection) -> None:
        """Make the set where it is missing."""
        if self.present(raw):
            return
        self.drop(raw)
        for table, columns in _PLAIN_TABLES.items():
            raw.execute(f"CREATE TABLE IF NOT EXISTS {self.name(table)} {columns}")
        for table, columns in _TERM_TABLES.items():
            raw.execute(_term_table(self.name(table), columns))
        raw.execute(f"INSERT INTO {self.name('meta')} VALUES ('version', ?)", (VERSION,))

    def create_stems(self, raw: sqlite3.Connection, language: str) -> str:
        """Make the table of a language where it is missing; its name."""
        name = self.stems(language)
        raw.execute(_term_table(name, "title, body"))
        return name

    def drop(self, raw: sqlite3.Connection) -> None:
        """Remove the set."""
        for name in self.existing(raw):
            raw.execute(f"DROP TABLE IF EXISTS {name}")

    def become(self, raw: sqlite3.Connection, other: Tables) -> None:
        """Take the place of another set."""
        other.drop(raw)
        for name in self.existing(raw):
            raw.execute(f"ALTER TABLE {name} RENAME TO {other.prefix}{name.removeprefix(self.prefix)}")


def _term_table(name: str, columns: str) -> str:
    return f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5({columns}, {_TOKENISER})"


def _belongs_to_fts(name: str) -> bool:
    return name.endswith(("_data", "_idx", "_content", "_docsize", "_config"))
