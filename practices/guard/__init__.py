"""The guard: wording that puts a group under suspicion, contact data and names of persons, single cases.

It asks, it never decides: a city may keep any wording with a reason. What it finds and what not: docs/guard.md.
"""
from __future__ import annotations

from practices.guard.finding import Finding, Kind, findings
from practices.guard.lexicon import CHECKED

__all__ = ["CHECKED", "Finding", "Kind", "findings"]
