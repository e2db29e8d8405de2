"""A city disagrees with what is said about an outcome: others than those who said it decide in ten working days."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from core import audit, languages
from practices import actions, decisions, discreet, rating, remits, ties
from practices.actions import MoveRefused, NotReady, Reading
from practices.concerns.days import after_working_days
from practices.models import Appeal, Practice

WORKING_DAYS = 10


def open_appeals() -> QuerySet:
    """The appeals that nobody has answered yet, the first due first."""
    return Appeal.objects.filter(answered_at=None).order_by("due_on", "at")


@transaction.atomic
def raise_appeal(practice: Practice, outcome: UUID, *, by: Any, text: str, language: str) -> Appeal:
    """Disagree with what readers see about an outcome of one's own entry; one open appeal for each."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check_own(by, practice)
    if not text.strip():
        raise NotReady([_("Say what is not right, and how you know.")])
    if not practice.evidence.filter(outcome=outcome).exists():
        raise MoveRefused(_("Nothing is said about this outcome any more."))
    now = timezone.now()
    appeal, is_new = Appeal.objects.get_or_create(practice=practice, outcome=outcome, answered_at=None, defaults={
        "text": text.strip(), "language": languages.by_public(language).public, "by": by, "at": now,
        "due_on": after_working_days(now.date(), WORKING_DAYS)})
    if not is_new:
        raise MoveRefused(_("Your city has appealed already. You are told when it is answered."))
    audit.record("appeal.raised", appeal, by=by, practice=str(practice.pk), outcome=str(outcome))
    for person in deciders(appeal):
        _tell(appeal, person, "raised", _address_of_desk(appeal))
    return appeal


def refusal(user: Any, appeal: Appeal) -> str:
    """Why this account may not answer an appeal; empty if it may."""
    if user.pk in rating.raters(appeal.practice, appeal.outcome):
        return _("You proposed or confirmed what the city appeals against. Another editor decides.")
    return decisions.tie(user, appeal.practice)


def deciders(appeal: Appeal) -> list[User]:
    """The editors who may answer it."""
    raters, cities = rating.raters(appeal.practice, appeal.outcome), decisions.newest_cities(appeal.practice)
    return [each for each in remits.editors()
            if each.pk not in raters and not ties.reason(each, appeal.practice, cities)]


@transaction.atomic
def answer(appeal: Appeal, *, by: Any, upheld: bool, text: str, language: str) -> Appeal:
    """Answer an appeal, once; where the city is right, what was said is withdrawn and read again by others."""
    held = Appeal.objects.select_for_update().select_related("practice").get(pk=appeal.pk)
    if reason := refusal(by, held):
        raise PermissionDenied(reason)
    if held.answered_at is not None:
        raise MoveRefused(_("This appeal has been answered already."))
    if not text.strip():
        raise NotReady([_("Write an answer: the city reads it.")])
    held.upheld, held.answer, held.answered_by, held.answered_at = upheld, text.strip(), by, timezone.now()
    held.answer_language = languages.by_public(language).public
    held.save(update_fields=["upheld", "answer", "answer_language", "answered_by", "answered_at"])
    audit.record("appeal.answered", held, by=by, practice=str(held.practice_id), upheld=upheld)
    if upheld:
        actions.set_evidence(held.practice, [Reading(held.outcome)], by=by)
    for person in _of_the_city(held):
        _tell(held, person, "answered", reverse("practices:desk-evidence", args=[held.practice_id]))
    return held


def _of_the_city(appeal: Appeal) -> Iterator[User]:
    """Who appealed and who wrote the entry, where they still work for its city."""
    people = {each.pk: each for each in [*appeal.practice.submitters.all(), appeal.by] if each is not None}
    yield from (each for each in people.values() if decisions.works_for(each, appeal.practice.owner_city))


def _address_of_desk(appeal: Appeal) -> str:
    return reverse("practices_admin:appeal", args=[appeal.pk])


def _tell(appeal: Appeal, person: User, what: str, url: str) -> None:
    with messages.in_language_of(person):
        subject = _("A city appeals against evidence") if what == "raised" else _("Your appeal has been answered")
        text = render_to_string("practices/mail/appeal.txt", {
            "appeal": appeal, "raised": what == "raised", "answer": discreet.words(appeal.practice, appeal.answer)})
        messages.post(person, event=f"practice-appeal:{appeal.pk}:{what}", subject=subject, text=text, url=url)
