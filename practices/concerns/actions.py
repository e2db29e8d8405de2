"""Raising a concern and answering it: permission, change, audit entry, notice; its words stand in its row alone."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, languages, outbox
from practices import decisions, limits
from practices.actions import MoveRefused, NotReady
from practices.choices import ConcernState
from practices.concerns import receipts
from practices.concerns.days import after_working_days
from practices.models import Concern, Practice

TOPIC = "practices.concern"
WORKING_DAYS = 10


@transaction.atomic
def raise_concern(practice: Practice, data: Mapping[str, Any], *, address: str) -> tuple[Concern, str]:
    """Take a concern, with the code to follow it by; TooMany where one network address has sent too many."""
    code = receipts.code_for(practice, data)
    known = receipts.find(code)
    if known is not None:
        return known, code
    limits.count_concern(address)
    now = timezone.now()
    concern, is_new = Concern.objects.get_or_create(receipt=receipts.digest(code), defaults={
        "practice": practice, "category": data["category"], "text": data["text"], "language": data["language"],
        "received_at": now, "due_on": after_working_days(now.date(), WORKING_DAYS),
    })
    if is_new:
        audit.record("concern.raised", concern, practice=str(practice.pk), category=concern.category)
        outbox.put(TOPIC, [str(concern.pk)])
    return concern, code


@transaction.atomic
def answer(concern: Concern, *, by: Any, text: str, language: str) -> Concern:
    """Answer a concern, once; only an editor whom nothing ties to the entry."""
    locked = Concern.objects.select_for_update().select_related("practice").get(pk=concern.pk)
    decisions.check_screener(by, locked.practice)
    if locked.state != ConcernState.RECEIVED:
        raise MoveRefused(_("This concern has been answered already."))
    if not text.strip():
        raise NotReady([_("Write an answer: whoever raised the concern reads it.")])
    locked.answer, locked.answer_language = text.strip(), languages.by_public(language).public
    locked.answered_by, locked.answered_at, locked.state = by, timezone.now(), ConcernState.ANSWERED
    locked.save(update_fields=["answer", "answer_language", "answered_by", "answered_at", "state"])
    audit.record("concern.answered", locked, by=by, practice=str(locked.practice_id))
    return locked
