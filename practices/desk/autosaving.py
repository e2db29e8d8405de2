"""Saving by itself: what is typed is kept while the page is open, as it stands, with its mistakes.

What the server cannot be told is kept by static/js/desk-saving.js in the window's own `sessionStorage`, for this
person, entry and question alone: it goes when it is saved, when the person signs out, when somebody else signs in
there, and with the window. Nothing is kept in `localStorage`, so that whoever uses the computer next
finds nothing.
"""
from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from practices import submitting
from practices.desk import pages, replies, saving
from practices.desk.forms import form_for
from practices.models import Draft


def answer(request: HttpRequest, draft: Draft, question: str) -> HttpResponse:
    """Keep what was typed so far; 409 where somebody else has answered the question in another way."""
    form = form_for(question, draft, request.user, saving.settled(request, draft))
    try:
        stored = saving.keep_typed(draft, question, form.given(), request=request)
    except submitting.Conflict as conflict:
        return replies.told(409, replies.CONFLICT, version=conflict.draft.version)
    if form.unkept():
        return replies.told(422, replies.UNKEPT, message=_(
            "Something here cannot be saved as it is: it is too long, or no answer that is offered."))
    return replies.told(200, replies.SAVED, saved=time_of(stored), seen=saving.mark_of(stored, question),
                        version=stored.version)


def time_of(draft: Draft) -> str:
    """When a draft was saved, as a clock that shows UTC says it; the page says it as the reader's clock does."""
    return f"{draft.saved_at.astimezone(timezone.get_default_timezone()):%H:%M}"


def about(draft: Draft, user: Any, question: str = "") -> dict[str, str]:
    """What the page needs: under which name the window keeps unsaved text, and which pages' text has arrived."""
    person = salted_hmac("practices.desk.unsaved", str(user.pk)).hexdigest()[:16]
    return {
        "page": pages.new(),
        "person": f"unsaved:{person}:",
        "entry": f"unsaved:{person}:{draft.practice_id}:",
        "question": question,
        "wrote": json.dumps(draft.notes.get(pages.WROTE, {})),
    }
