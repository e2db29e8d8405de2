"""Which page of the desk wrote an answer last, so that nobody is in their own way.

Every page of a question carries a name of its own and counts what it sends. While nobody else has written, what comes
from the same page is no conflict, however late or often it arrives; and what it sent earlier never overwrites what it
sent later.
"""
from __future__ import annotations

import re
import secrets
from typing import Any

from django.http import HttpRequest

from practices.models import Draft

PAGE, TURN = "page", "turn"
NAME = re.compile(r"[0-9a-f]{16}")
WROTE, LAST = "wrote", "last"


def new() -> str:
    """The name of a page that is shown now."""
    return secrets.token_hex(8)


def name_of(request: HttpRequest) -> str:
    """The name that came with what was sent; nothing where it is none."""
    sent = request.POST.get(PAGE, "")
    return sent if NAME.fullmatch(sent) else ""


def turn_of(request: HttpRequest) -> int:
    """How many times the page had sent something before."""
    sent = request.POST.get(TURN, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 7 else 0


def wrote_last(draft: Draft, question: str, request: HttpRequest) -> bool:
    """Whether this page wrote the question's answers last."""
    return bool(name_of(request)) and _last(draft, question)[0] == name_of(request)


def is_late(draft: Draft, question: str, request: HttpRequest) -> bool:
    """Whether the same page has sent something newer already, which has arrived before this."""
    return wrote_last(draft, question, request) and turn_of(request) < _last(draft, question)[1]


def note(draft: Draft, question: str, request: HttpRequest) -> None:
    """Remember who wrote, and where one stopped; the draft is held by whoever calls this."""
    wrote = {**draft.notes.get(WROTE, {}), question: [name_of(request), turn_of(request)]}
    draft.notes = {**draft.notes, WROTE: wrote, LAST: question}
    draft.save(update_fields=["notes"])


def last_question(draft: Draft) -> str:
    """The question that was written last; nothing before the first."""
    return str(draft.notes.get(LAST, ""))


def _last(draft: Draft, question: str) -> tuple[str, int]:
    found: Any = draft.notes.get(WROTE, {}).get(question) or ("", 0)
    return str(found[0]), int(found[1])
