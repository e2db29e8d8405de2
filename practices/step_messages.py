"""Each step in the life of a submission is told once to everybody whom it concerns, in their own language.

A message says who moved the entry (the editors' desk or the city, never a person), what happened, why, and what comes
next. Rights are looked up when it is told: who has left the city or the editors since then is told nothing.
"""
from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from accounts.roles import ADMINISTRATOR, EDITOR
from core import languages
from practices import decisions
from practices.choices import State
from practices.models import FieldComment, Screening, Step
from practices.step_wording import MATRIX, Role, Words

CITY_SIDE = (Role.SENDER, Role.CITY)
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"  # a quotation keeps its own direction inside another


def tell(keys: Sequence[str]) -> None:
    """Tell of these steps whoever was not told yet."""
    for step in Step.objects.filter(pk__in=keys).select_related("practice__owner_city", "by"):
        for person, role in receivers(step):
            with messages.in_language_of(person):
                subject, text = _rendered(step, MATRIX[step.state][role])
                messages.post(person, event=f"practice-step:{step.pk}", subject=subject, text=text,
                              url=_address(step, role))


# ---------- To whom ----------
def receivers(step: Step) -> Iterator[tuple[User, Role]]:
    """Everybody who is told of a step, each once; of what the system does by itself only if somebody wrote it."""
    if step.by is None and not step.practice.submitters.exists():
        return
    told: set[int] = set()
    for role in MATRIX[step.state]:
        for person in _PEOPLE[role](step):
            if person.pk not in told and (role is Role.SENDER or person.pk != step.by_id):
                told.add(person.pk)
                yield person, role


def _sender(step: Step) -> list[User]:
    return _of_city(step, [step.by]) if step.by is not None else []


def _writers(step: Step) -> list[User]:
    return _of_city(step, step.practice.submitters.order_by("pk"))


def _of_city(step: Step, people: Iterable[User]) -> list[User]:
    city = step.practice.owner_city
    return [each for each in people if each.is_active and decisions.works_for(each, city)]


def _deciding(step: Step) -> list[User]:
    return _untied(step, User.objects.with_role(EDITOR, ADMINISTRATOR).order_by("pk"))


def _reviewers(step: Step) -> list[User]:
    """Who took a step before this one or signed the screening, and is still an editor without a tie."""
    earlier = step.practice.steps.filter(pk__lt=step.pk).exclude(by=None).values("by")
    screening = Screening.objects.filter(practice=step.practice).first()
    signed = [screening.signed_by_id, screening.second_by_id] if screening else []
    people = User.objects.with_role(EDITOR, ADMINISTRATOR).filter(Q(pk__in=earlier) | Q(pk__in=filter(None, signed)))
    return _untied(step, people.order_by("pk"))


def _untied(step: Step, people: Iterable[User]) -> list[User]:
    page = step.practice.original
    cities = list(page.cities.all()) if page else []
    return [each for each in people if not decisions.refusal(each, step.practice, cities)]


_PEOPLE: dict[Role, Callable[[Step], list[User]]] = {
    Role.SENDER: _sender, Role.CITY: _writers, Role.DESK: _deciding, Role.REVIEWER: _reviewers,
}


# ---------- What ----------
def _rendered(step: Step, words: Words) -> tuple[str, str]:
    """Subject and text in the language of the moment."""
    title = {"title": _title(step)}
    text = render_to_string("practices/mail/step.txt", {
        "what": words.what % title, "who": _who(step), "reason": quoted(step.reason),
        "comments": [{"question": each.get_question_display(), "text": quoted(each.text)} for each in _comments(step)],
        "after": words.after,
    })
    return words.subject % title, text


def _title(step: Step) -> str:
    """The newest title, in its own direction where it is in another language than the message."""
    page = step.practice.newest_text()
    if page is None:
        return _("Entry without a title")
    title = " ".join(page.title.split())
    return title if page.language == languages.current() else isolated(title)


def _who(step: Step) -> str:
    if step.by is None:
        return _("this site, by itself")
    practice = step.practice
    own = practice.submitters.filter(pk=step.by_id).exists() or decisions.works_for(step.by, practice.owner_city)
    return _("the city") if own else _("the editors’ desk")


def _comments(step: Step) -> list[FieldComment]:
    """What the editor wrote about single answers on the occasion of this step."""
    before = step.practice.steps.filter(pk__lt=step.pk).last()
    since = {"at__gt": before.at} if before else {}
    found = step.practice.field_comments.filter(at__lte=step.at, **since)
    return list(found) if step.state == State.CHANGES_REQUESTED else []


def quoted(text: str) -> str:
    """What a person wrote, each line in its own direction where that is not the message's."""
    own = languages.current().direction
    lines = text.strip().splitlines()
    return "\n".join(line if _direction(line) in ("", own) else isolated(line) for line in lines)


def isolated(text: str) -> str:
    """A quotation whose direction is decided by its own letters."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def _direction(text: str) -> str:
    """The direction of most letters of a text, empty where it has none."""
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    left, right = kinds.count("L"), kinds.count("R") + kinds.count("AL")
    return "" if not left + right else "rtl" if right > left else "ltr"


def _address(step: Step, role: Role) -> str:
    """Where to go on: the desk for people of a city, who never get a link into the admin."""
    name = "practices:desk-entry" if role in CITY_SIDE else "practices_admin:review"
    return reverse(name, args=[step.practice_id])
