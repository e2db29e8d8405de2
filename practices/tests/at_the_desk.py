"""A person of a city at their desk: addresses, and forms sent as the pages send them."""
from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from practices.choices import Question
from practices.desk import saving
from practices.models import Draft
from practices.tests.submission import make_person


def at_desk(person=None, city=None):
    """A browser with somebody signed in."""
    client = Client()
    client.force_login(person or make_person(city))
    return client


def address(name, practice=None, *more):
    return reverse(f"practices:desk-{name}", args=[practice.pk, *more] if practice else list(more))


def answer(client, draft, question, *, opened=None, **values):
    """Answer a question as its page does; `opened` is the draft as it stood when the page was opened."""
    opened = opened or Draft.objects.get(pk=draft.pk)
    sent = {"version": opened.version, "seen": saving.mark_of(opened, question), "next": "on", **values}
    return client.post(address("question", draft.practice, question), sent)


def send_files(client, draft, **values):
    opened = Draft.objects.get(pk=draft.pk)
    sent = {"seen": saving.mark_of(opened, Question.FILES), "next": "stay", **values}
    return client.post(address("files", draft.practice), sent)


def described(draft):
    """The words that a page of pictures sends for all of them."""
    rows = Draft.objects.get(pk=draft.pk).answers["pictures"]
    return {f"pictures-{row['id']}-{name}": value for row in rows
            for name, value in (("sent", "1"), ("alternative", "A bus at night"), ("caption", ""), ("safe", "1"))}


def hidden(response, name):
    """The value of a hidden input."""
    return re.search(rf'name="{name}" value="([^"]*)"', response.text)[1]


def answers_of(draft):
    return Draft.objects.get(pk=draft.pk).answers
