"""Keeping what was answered: only what this page asked, and not over what somebody else wrote meanwhile."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, QueryDict

from cities.models import City
from practices import answers, attaching, submitting
from practices.choices import Question
from practices.desk import pages
from practices.desk.answering import AnswerForm, as_sent
from practices.desk.showing import value_of
from practices.models import Draft

THEIRS, MINE = "theirs", "mine"


def mark_of(draft: Draft, question: str) -> str:
    """A short sign for what a question's answers are now; it changes when they do."""
    now = {name: draft.answers.get(name) for name in answers.FIELDS[question]}
    return hashlib.sha256(json.dumps(now, sort_keys=True, default=str).encode()).hexdigest()[:16]


@transaction.atomic
def keep(draft: Draft, question: str, values: Mapping[str, Any], *, request: HttpRequest) -> Draft:
    """Save answers; Conflict where the same question was answered in another way since this page was opened.

    Somebody who works on another question is in nobody's way, although the draft's version has changed.
    """
    found = attaching.locked(draft, by=request.user)
    untouched = request.POST.get("seen") == mark_of(found, question) or pages.wrote_last(found, question, request)
    saved = submitting.save(found, values, by=request.user, version=None if untouched else _opened(request))
    if question == Question.CITY and values.get("city"):
        submitting.set_city(saved, City.objects.get(pk=values["city"]), by=request.user)
    pages.note(saved, question, request)
    return saved


@transaction.atomic
def keep_typed(draft: Draft, question: str, values: Mapping[str, Any], *, request: HttpRequest) -> Draft:
    """The same while somebody types; what stands already, or comes after something newer of its page, is left out."""
    found = attaching.locked(draft, by=request.user)
    if pages.is_late(found, question, request) or all(
        found.answers.get(name, type(value)()) == value for name, value in values.items()
    ):
        return found
    return keep(found, question, values, request=request)


def _opened(request: HttpRequest) -> int:
    """The version that stood in the form; what is none was never opened."""
    number = request.POST.get("version", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with two answers."""

    name: str
    label: str
    theirs: Any
    mine: Any
    said: bool  # in the city's own words


def differences(form: AnswerForm, stored: Draft) -> list[Difference]:
    """The fields in which what was typed differs from what stands now."""
    given = form.given()
    return [
        Difference(name, str(form[name].label), value_of(form, name, stored.answers.get(name)),
                   value_of(form, name, given[name]), bool(getattr(form.fields[name], "said", False)))
        for name in given if given[name] != (stored.answers.get(name) or type(given[name])())
    ]


def settled(request: HttpRequest, draft: Draft) -> QueryDict:
    """What was sent, with theirs where the person chose it; the rest is mine."""
    data = request.POST.copy()
    for name, stored in draft.answers.items():
        if data.get(f"keep-{name}") == THEIRS:
            data.pop(name, None)
            if stored not in (None, "", False):
                data[name] = as_sent(stored)
    return data
