"""A city's people and answers for tests."""
from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import EDITOR, GROUPS
from cities.models import City, CityMembership
from practices import reviewing, submitting
from practices.models import Draft, Practice
from practices.tests.factories import make_city
from taxonomy.models import Concept

_numbers = count(1)
ANSWERS = {
    "title": "Dialogue at the market", "summary": "Neighbours did not talk. We set a table on the square.",
    "kind": "case_study", "status": "completed", "start_year": 2021, "end_year": 2023,
    "took_part": "Traders\n\nPupils of two schools", "organisation": "Town hall, culture unit",
    "results_known": "known", "change": "More people greet each other", "how_known": "We asked 80 people twice.",
    "challenges": "Rain. We would start in May.", "rights": "Nobody was recorded. Leaving was possible at any time.",
    "unit": "Culture unit", "contact_email": "culture@town.example", "visibility": "public", "licence": True,
    "not_before": "", "not_before_zone": "",
    "pictures": [], "documents": [],
}
SCREENING = {
    "voluntary": "Yes, by invitation.", "legal_basis": "Council decision; the ombudsperson.", "records": "Nothing.",
    "complaint": "At the town hall.", "consulted": "The traders' association.", "concerns": "Nothing found.",
    "untied": True,
}


def make_person(city: City | None = None, *, role: str = "", **fields: Any) -> User:
    """Somebody who works for a city, or has a role."""
    user = User.objects.create_user(f"person-{next(_numbers)}@site.example", **fields)
    if city is not None:
        CityMembership.objects.create(user=user, city=city)
    if role:
        user.groups.add(Group.objects.get_or_create(name=GROUPS[role])[0])
    return user


def make_editor(city: City | None = None) -> User:
    """An editor, of a city or of none."""
    return make_person(city, role=EDITOR)


def make_draft(by: User | None = None, *, language: str = "en", city: City | None = None, **answers: Any) -> Draft:
    """A draft with every question answered."""
    city = city or make_city("Ownville")
    by = by or make_person(city)
    draft = submitting.start(city, by=by, language=language)
    return submitting.save(draft, {**ANSWERS, **answers}, by=by)


def submitted(by: User | None = None, **answers: Any) -> Practice:
    """An entry that was handed in."""
    draft = make_draft(by, **answers)
    return submitting.submit(draft, by=draft.saved_by)


def concept(scheme: str, code: str) -> Concept:
    """A concept, made where it is missing."""
    return Concept.objects.get_or_create(scheme=scheme, code=code)[0]


def completed(practice: Practice, editor: User, *, level: str = "primary") -> int:
    """The card completed by an editor; the revision that results."""
    page = practice.newest_text()
    page.concepts = [concept("level", level), concept("form", "any"), concept("approach", "dialogue"),
                     concept("participants", "general-public")]
    page.concerns = "<p>None found in the press.</p>"
    return page.save_revision(user=editor).pk


def published(practice: Practice, editor: User) -> Practice:
    """An entry that went the whole way."""
    reviewing.take_up(practice, by=editor)
    revision = completed(practice, editor)
    reviewing.screen(practice, SCREENING, by=editor, revision=revision)
    reviewing.publish(practice, by=editor, revision=revision)
    return Practice.objects.get(pk=practice.pk)
