"""Courteous reasons to start from, in the language that the city's people chose for their interface.

A template fills the box on the review page; the editor changes it before anything is sent.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core import languages
from practices.models import Practice

CHANGES, PARK, DECLINE, REFUSE = "changes", "park", "decline", "refuse-update"


@dataclass(frozen=True, slots=True)
class Template:
    """A reason, the steps that it fits, and its words."""

    code: str
    label: Any
    steps: tuple[str, ...]
    text: Any


TEMPLATES = (
    Template("consent", _("Consent of the people shown"), (CHANGES, REFUSE), _(
        "Thank you for the pictures. Somebody can be recognised in one of them. Please write that everybody shown has "
        "agreed to it, or choose a picture in which nobody can be recognised. We never show the faces of children.")),
    Template("names", _("Persons are named"), (CHANGES, REFUSE), _(
        "Thank you for this entry. It names persons. Please write the function instead, such as “a social worker” or "
        "“the head of the unit”, so that nobody can be found because of it.")),
    Template("group", _("A group is named as a threat"), (CHANGES, REFUSE, DECLINE), _(
        "Thank you for this entry. One sentence can be read as if a whole group were a threat. Please say instead what "
        "happened and who was harmed. A group may be named as harmed, as a partner, or as consulted.")),
    Template("evidence", _("A result without a report"), (CHANGES, REFUSE), _(
        "Thank you for telling what changed. You name a result, but not how it is known. Please add the report or say "
        "how it was measured. “Not measured” and “too early” are good answers too.")),
    Template("told", _("Told already: please update"), (CHANGES, DECLINE), _(
        "Thank you for this entry. Your city has told of this work before. Please add what is new to the entry that is "
        "there already, so that readers find everything in one place.")),
    Template("unclear", _("Others could not repeat it yet"), (CHANGES,), _(
        "Thank you for this entry. Somebody in another city could not yet repeat what you did. Please say in a few "
        "more sentences who did what, with whom, and in which order.")),
    Template("early", _("Too early"), (PARK, DECLINE), _(
        "Thank you for this entry. The work has only just begun, so there is little that other cities can learn from "
        "it yet. We keep the entry and would like to come back to it when there is more to tell.")),
    Template("waits", _("We need more time"), (PARK,), _(
        "Thank you for this entry. We would like to read it with care and need more time for that. You need do "
        "nothing; you are told when we go on.")),
    Template("subject", _("Outside our subject"), (DECLINE, PARK), _(
        "Thank you for this entry and for the work that it tells of. This place is about preventing hate, polarization "
        "and violent extremism. Your work is about something else, so we do not publish it here.")),
    Template("network", _("For another network"), (DECLINE,), _(
        "Thank you for this entry. Your work deserves readers, but they are in another network rather than in ours. "
        "If you like, answer this message and we help you to find the right place.")),
    Template("rights", _("Rights are not protected"), (DECLINE, CHANGES), _(
        "Thank you for this entry. From what it says we cannot see that taking part was voluntary and that people’s "
        "rights and privacy were protected. We publish only work for which both are clear.")),
)
_BY_CODE = {each.code: each for each in TEMPLATES}


def for_step(step: str) -> Iterator[tuple[str, Any]]:
    """The codes and labels of what fits a step, for a list to choose from."""
    yield from ((each.code, each.label) for each in TEMPLATES if step in each.steps)


def text(code: str, language: languages.Language) -> str:
    """The words of a reason in an interface language; KeyError for a code that is none."""
    with translation.override(language.django):
        return str(_BY_CODE[code].text)


def language_of(practice: Practice) -> languages.Language:
    """What the city's people read: the interface of one who submitted, else the entry's language, else English."""
    person = practice.submitters.filter(is_active=True).order_by("pk").last()
    if person is not None:
        return languages.by_public(person.interface_language)
    page = practice.original
    return languages.interface_or_default(page.language.django if page else None)
