"""What happens to an entry is told once to everybody whom it concerns, in their own language (`step_wording.MATRIX`).

A message says who moved the entry (the editors' desk or the city, never a person), what happened, why, and what comes
next. Rights are looked up when it is told: who has left the city or the editors since then is told nothing. The name of
a city that is not named stands in no message, also where somebody wrote it.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from cities import candidates
from core import languages
from core.models import AuditEntry
from practices import decisions, naming, step_wording
from practices.choices import State
from practices.models import FieldComment, Practice, Step
from practices.quoting import isolated, quoted
from practices.receivers import Around
from practices.step_wording import HIDDEN, MATRIX, Role, Words

CITY_SIDE = (Role.SENDER, Role.CITY)
BY_LINK = (State.UNCONFIRMED, State.PUBLISHED)  # nobody has signed in: the unit has answered by its link
BY_DECISION = {"practice.paused": step_wording.PAUSED, "practice.resumed": step_wording.RESUMED,
               "practice.screened": step_wording.SECOND_LOOK}


@dataclass(frozen=True)
class Happening:
    """What is told: a move, or a decision that moves nothing, known by its entry in the audit log."""

    practice: Practice
    event: str
    name: str
    by: User | None = None
    reason: str = ""
    step: Step | None = None

    @cached_property
    def around(self) -> Around:
        """The people around the entry."""
        return Around(self.practice, self.step)

    @cached_property
    def title(self) -> tuple[str, str]:
        """The newest title with its language (public code), both empty where there is none."""
        page = self.practice.newest_text()
        return (" ".join(page.title.split()), page.language.public) if page is not None else ("", "")

    @cached_property
    def withheld_names(self) -> tuple[str, ...]:
        """What may stand in no mail: every name of a city that is not named."""
        if not self.practice.city_withheld:
            return ()
        return candidates.all_names(sorted({city.pk for city in self.around.cities}))

    def names_the_city(self, text: str) -> bool:
        """Whether a text gives away what is withheld."""
        return bool(self.withheld_names and naming.found([naming.Text("", text)], self.withheld_names))


def tell(keys: Sequence[str]) -> None:
    """Tell of these steps whoever was not told yet."""
    for step in Step.objects.filter(pk__in=keys).select_related("practice__owner_city", "by"):
        told(of_step(step))


def tell_decisions(keys: Sequence[str]) -> None:
    """Tell of these entries of the audit log whoever was not told yet."""
    for entry in AuditEntry.objects.filter(pk__in=keys, action__in=BY_DECISION):
        practice = Practice.objects.select_related("owner_city").filter(pk=entry.object_id).first()
        if practice is not None:
            by = User.objects.filter(subject_id=entry.actor).first() if entry.actor else None
            told(Happening(practice, BY_DECISION[entry.action], f"practice-decision:{entry.pk}", by))


def of_step(step: Step) -> Happening:
    """What a step is to those who are told."""
    event = step_wording.event_of(step.was, step.state, refused=step.refused)
    return Happening(step.practice, event, f"practice-step:{step.pk}", step.by, step.reason, step)


def told(happening: Happening) -> None:
    """Tell of something whoever was not told yet."""
    for person, role in receivers(happening):
        words = MATRIX[happening.event][role]
        with messages.in_language_of(person):
            subject, text = rendered(happening, words)
            messages.post(person, event=happening.name, subject=subject, text=text, urgent=words.urgent,
                          url=_address(happening.practice, role))


# ---------- To whom ----------
def receivers(happening: Happening) -> Iterator[tuple[User, Role]]:
    """Everybody who is told, each once; of what the system does by itself only if somebody wrote the entry."""
    if happening.by is None and not happening.practice.submitters.exists():
        return
    told: set[int] = set()
    for role in (each for each in Role if each in MATRIX[happening.event]):
        for person in _people(happening, role):
            if person.pk not in told and (role is Role.SENDER or person != happening.by):
                told.add(person.pk)
                yield person, role


def _people(happening: Happening, role: Role) -> list[User]:
    around = happening.around
    if role is Role.SENDER:
        return around.of_city([happening.by]) if happening.by is not None else []
    return {
        Role.CITY: lambda: around.writers, Role.ASSIGNEE: lambda: around.assignee, Role.DESK: lambda: around.deciding,
        Role.REVIEWER: lambda: around.reviewers, Role.COORDINATOR: lambda: around.coordinators,
        Role.NAMING: lambda: around.naming,
    }[role]()


# ---------- What ----------
def rendered(happening: Happening, words: Words) -> tuple[str, str]:
    """Subject and text in the language of the moment."""
    title = {"title": _title(happening)}
    text = render_to_string("practices/mail/step.txt", {
        "what": words.what % title, "who": _who(happening), "reason": _quoted(happening, happening.reason),
        "comments": [{"question": each.get_question_display(), "text": _quoted(happening, each.text)}
                     for each in _comments(happening)],
        "after": _after(happening.practice, words),
    })
    return words.subject % title, text


def _title(happening: Happening) -> str:
    """The newest title, in its own direction where it is in another language than the message."""
    title, language = happening.title
    if not title:
        return _("Entry without a title")
    if happening.names_the_city(title):
        return _("Entry whose city is not named")
    return title if language == languages.current().public else isolated(title)


def _quoted(happening: Happening, text: str) -> str:
    if happening.names_the_city(text):
        return _("(It names the city, which is named in no message. Open the entry to read it.)")
    return quoted(text)


def _after(practice: Practice, words: Words) -> Any:
    embargoed = practice.embargo_until is not None and practice.embargo_until > timezone.now()
    if not words.open or (practice.is_readable and not embargoed):
        return words.after
    return HIDDEN


def _who(happening: Happening) -> str:
    by, practice, step = happening.by, happening.practice, happening.step
    if by is None:
        by_link = step is not None and (step.was, step.state) == BY_LINK
        return _("the city") if by_link else _("this site, by itself")
    own = practice.submitters.filter(pk=by.pk).exists() or decisions.works_for(by, practice.owner_city)
    return _("the city") if own else _("the editors’ desk")


def _comments(happening: Happening) -> list[FieldComment]:
    """What the editor wrote about single answers on the occasion of this step."""
    step = happening.step
    if step is None or not (step.state == State.CHANGES_REQUESTED or step.refused):
        return []
    before = step.practice.steps.filter(pk__lt=step.pk).last()
    since = {"at__gt": before.at} if before else {}
    return list(step.practice.field_comments.filter(at__lte=step.at, **since))


def _address(practice: Practice, role: Role) -> str:
    """Where to go on: the desk for people of a city, who never get a link into the admin."""
    name = "practices:desk-entry" if role in CITY_SIDE else "practices_admin:review"
    return reverse(name, args=[practice.pk])
