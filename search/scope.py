"""All languages, or only one: the choice that stands above the results."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from core.cldr import language_name
from search import finding
from search.contract import Results
from search.parameters import Chosen

FACET = "language"
Row = dict[str, Any]


def scopes(chosen: Chosen, asked: Chosen, results: Results, *, ui: str, user: Any, path: str) -> list[Row]:
    """Each choice with what it finds, if they differ; `asked` has the words that the results answer."""
    present = chosen.filters.get(FACET, ())
    every = chosen.without(FACET)
    total = finding.total(asked.without(FACET), ui=ui, user=user) if present else results.total
    rows = [_row(_("All languages"), total, every.address(path), current=not present)]
    for code in dict.fromkeys((ui, *present)):
        only = replace(every, filters={**every.filters, FACET: (code,)})
        label = _("Only %(language)s") % {"language": language_name(code, ui)}
        rows.append(_row(label, results.facets.get(FACET, {}).get(code, 0), only.address(path), present == (code,)))
    return rows if present or any(row["count"] != total for row in rows) else []


def _row(label: str, count: int, url: str, current: bool) -> Row:
    return {"label": label, "count": count, "url": url, "current": current}
