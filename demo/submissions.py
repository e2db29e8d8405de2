"""What lies on the demo desks: a draft half written, and a submission that was sent back."""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from cities.models import City
from demo.accounts import ACCOUNTS
from practices import reviewing, submitting
from practices.choices import State
from practices.models import Draft, Practice

FILE = Path(__file__).parent / "content" / "desk.json"
EDITOR = "editor@demo.example"


def load_submissions(cities: Mapping[str, City]) -> None:
    """Make what is not there yet; the people of the invented municipalities answer for their entries."""
    people = {account.city: User.objects.get(email=account.email) for account in ACCOUNTS if account.city}
    for key, person in people.items():
        for practice in Practice.objects.filter(invented=True, owner_city=cities[key], submitters=None):
            practice.submitters.add(person)
    with _no_mail():
        for data in json.loads(FILE.read_text(encoding="utf-8")):
            with transaction.atomic():
                _load(data, cities[data["city"]], people[data["city"]])


def _load(data: dict[str, Any], city: City, person: User) -> None:
    title = data["answers"]["title"]
    if Draft.objects.filter(answers__title=title).exists() or Practice.objects.filter(original__title=title).exists():
        return
    draft = submitting.start(city, by=person, language=data["language"])
    draft = submitting.save(draft, data["answers"], by=person)
    Practice.objects.filter(pk=draft.practice_id).update(invented=True)
    if data["state"] == State.DRAFT:
        return
    practice = submitting.submit(draft, by=person)
    editor = User.objects.get(email=EDITOR)
    reviewing.take_up(practice, by=editor)
    if data["state"] == State.CHANGES_REQUESTED:
        reviewing.ask_for_changes(practice, by=editor, reason=data["reason"], comments=data["comments"])


@contextmanager
def _no_mail() -> Iterator[None]:
    """Nobody in the demonstration has a mailbox; the messages stay on the desks."""
    before, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = before
