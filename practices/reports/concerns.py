"""What people were concerned about, and how long they waited for an answer."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.choices import ConcernCategory, ConcernState
from practices.models import Concern
from practices.reports.table import Cell, Table
from practices.reports.times import DAY, median, ninetieth

Row = tuple[str, str, Any, Any, Any]


def rows() -> list[Row]:
    """Category, state, received, due, answered: of every concern, in one query."""
    return list(Concern.objects.order_by("received_at").values_list(
        "category", "state", "received_at", "due_on", "answered_at"))


def table() -> Table:
    """A row for each category, and one for all."""
    found = rows()
    headings = [_("What it is about"), _("Received"), _("Open"), _("Overdue"), _("Answered"),
                _("Days to the answer (median)"), _("Days to the answer (nine of ten)")]
    lines = [[Cell(str(label)), *_figures(row for row in found if row[0] == code)]
             for code, label in ConcernCategory.choices]
    lines.append([Cell(_("All")), *_figures(found)])
    return Table("concerns", _("Concerns by what they are about"), headings, lines)


def _figures(found: Iterable[Row]) -> list[Cell]:
    own = list(found)
    waits = [row for row in own if row[1] == ConcernState.RECEIVED]
    late = [row for row in waits if row[3] < timezone.localdate()]
    days = [(row[4] - row[2]).total_seconds() / DAY for row in own if row[4] is not None]
    inbox = f"{reverse('practices_admin:inbox')}?what=concern"
    return [Cell(len(own)), Cell(len(waits), inbox if waits else ""),
            Cell(len(late), f"{inbox}&overdue=on" if late else ""), Cell(len(own) - len(waits)),
            Cell(median(days)), Cell(ninetieth(days))]
