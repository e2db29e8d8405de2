"""Handing an entry over to a colleague of the same city, who is told of its steps from then on."""
from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from cities.models import CityMembership
from core import audit, languages
from practices import decisions, discreet
from practices.models import Draft, Practice
from practices.step_messages import isolated


def colleagues(practice: Practice, user: Any) -> list[User]:
    """The others who work for the city of an entry at present, by name."""
    own = CityMembership.objects.filter(city=practice.owner_city_id, active=True).values("user")
    people = User.objects.filter(is_active=True, pk__in=own).exclude(pk=user.pk)
    return sorted(people, key=lambda each: (str(each).casefold(), each.pk))


@transaction.atomic
def hand_over(practice: Practice, to: User, *, by: Any, stays: bool = False) -> None:
    """Let a colleague answer for an entry, instead of oneself or beside oneself; both are told."""
    practice = Practice.objects.select_for_update(of=("self",)).select_related("owner_city").get(pk=practice.pk)
    decisions.check_own(by, practice)
    if to.pk == by.pk or to not in colleagues(practice, by):
        raise PermissionDenied(_("An entry is handed over to somebody who works for the same city."))
    practice.submitters.add(to)
    if not stays:
        practice.submitters.remove(by)
    entry = audit.record("practice.handed-over", practice, by=by, to=str(to.subject_id), stays=stays)
    _tell(practice, to, entry.pk, _received)
    _tell(practice, by, entry.pk, _given if not stays else _shared)


def _received() -> tuple[str, str]:
    return (_("An entry was handed over to you: “%(title)s”"),
            _("A colleague of your city has handed “%(title)s” over to you. You are told of every step from now on."))


def _given() -> tuple[str, str]:
    return (_("Handed over: “%(title)s”"),
            _("You have handed “%(title)s” over to a colleague. You are told no more of its steps; you still find it "
              "on your desk."))


def _shared() -> tuple[str, str]:
    return (_("Handed over: “%(title)s”"),
            _("You have asked a colleague to answer for “%(title)s” as well. You are both told of every step."))


def _tell(practice: Practice, person: Any, event: int, words: Any) -> None:
    with messages.in_language_of(person):
        subject, text = words()
        title = {"title": _title(practice)}
        messages.post(person, event=f"practice-handed-over:{event}", subject=subject % title, text=text % title,
                      url=reverse("practices:desk-entry", args=[practice.pk]))


def _title(practice: Practice) -> str:
    """The title that the city knows, in its own direction where it is in another language than the message."""
    page, draft = practice.newest_text(), Draft.objects.filter(practice=practice).first()
    title = " ".join(str((draft and draft.answers.get("title")) or (page and page.title) or "").split())
    if not title:
        return _("Entry without a title")
    if (shown := discreet.title(practice, title)) != title:
        return shown
    tongue = page.language if page else languages.by_public(draft.language) if draft else languages.current()
    return title if tongue == languages.current() else isolated(title)
