"""Where somebody goes on who comes back to a draft, perhaps on another device."""
from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core import cldr
from practices import answers
from practices.desk import pages
from practices.desk.questions import ALL, Asked
from practices.models import Draft


def question(draft: Draft) -> str:
    """The question that was left unfinished, else the next one that is open; nothing where none is."""
    lacking, last = answers.lacking(draft.answers), pages.last_question(draft)
    if last in lacking:
        return last
    order = list(ALL)
    after = order[order.index(last):] if last in order else []
    return next((code for code in after if code in lacking), next(iter(lacking), ""))


def words(draft: Draft, code: str) -> str:
    """What the button says that leads to a question."""
    if not pages.last_question(draft):
        return _("Go on")
    asked = ALL[code]
    if asked.number:
        return _("Continue with question %(number)s") % {"number": cldr.number(asked.number)}
    return _("Continue with “%(question)s”") % {"question": asked.label}


def about(draft: Draft, asked: str = "") -> dict[str, Any]:
    """For the page of an entry; what editors `asked` comes first."""
    code = asked or question(draft)
    return {"next": code, "go_on": words(draft, code) if code else "", "left_at": left_at(draft)}


def left_at(draft: Draft) -> Any:
    """Which question was saved last, in words; nothing before the first."""
    asked: Asked | None = ALL.get(pages.last_question(draft))
    return _("Last saved: “%(question)s”") % {"question": asked.label} if asked else ""

