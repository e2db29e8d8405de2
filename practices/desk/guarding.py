"""The guard on the check page: what it found, question by question, and a reason to choose for each."""
from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from practices import attaching, submitting
from practices.actions import NotReady
from practices.choices import Question
from practices.guard import asking
from practices.models import Draft, GuardNote, Practice

FIELD = "guard-"  # and the mark of what was found


def about(draft: Draft, *, refused: bool = False) -> dict[str, Any]:
    """What the check page shows: whether the language is read, and what was found in each question."""
    found: dict[str, list[dict[str, Any]]] = {}
    for asked in asking.about(draft):
        found.setdefault(asked.question, []).append(_row(asked, refused=refused))
    return {
        "checked": asking.is_checked(draft),
        "questions": [{"code": code, "label": Question(code).label, "found": rows} for code, rows in found.items()],
        "reasons": GuardNote.Reason.choices,
        "open": sum(not row["reason"] for rows in found.values() for row in rows),
    }


def _row(asked: asking.Asked, *, refused: bool) -> dict[str, Any]:
    passage, excerpt = asked.finding.passage, asked.finding.excerpt
    before, marked, after = passage.partition(excerpt)
    return {"name": f"{FIELD}{asked.finding.mark}", "said": asked.finding.kind.label, "reason": asked.reason,
            "before": before, "marked": marked, "after": after, "bad": refused and not asked.reason}


def keep(request: HttpRequest, practice: Practice) -> None:
    """Keep the reasons that came with a form, also where the entry is not handed in now."""
    sent = {name.removeprefix(FIELD): str(value) for name, value in request.POST.items() if name.startswith(FIELD)}
    draft = Draft.objects.filter(practice=practice).first() if sent else None
    if attaching.is_open(practice, draft) and draft is not None:
        asking.choose(draft, sent, by=request.user)


@transaction.atomic
def hand_in(draft: Draft, *, by: Any) -> Practice:
    """Hand an entry in with the reasons for what stays as it is; NotReady where one is lacking."""
    asked = asking.about(draft)
    if any(not each.reason for each in asked):
        raise NotReady([_("Change each sentence that is pointed out, or say why it stays.")])
    practice = submitting.submit(draft, by=by)
    asking.keep_notes(practice, asked, by=by)
    return practice
