"""Whoever dies in the middle of telling leaves the rest to the next try, and nobody is told twice."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts import messages
from accounts.models import Message
from accounts.roles import EDITOR
from core import outbox
from core.models import OutboxRow
from practices import actions, step_messages, submitting
from practices.folders import ensure_folders
from practices.tests.submission import make_draft, make_person
from practices.tests.test_step_messages import Cast, expected

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders():
    ensure_folders()


@pytest.fixture
def cast():
    return Cast()


def test_a_step_that_is_told_again_is_told_to_nobody_twice(cast):
    key = str(cast.step("published", "plain").pk)
    step_messages.tell([key])
    step_messages.tell([key, key])
    assert Message.objects.count() == len(expected("in_review > published", "plain"))
    outbox.drain()
    outbox.drain()
    assert len(mail.outbox) == len(expected("in_review > published", "plain"))


def test_who_dies_between_two_receivers_leaves_the_rest_to_the_next_try(cast, monkeypatch):
    step = cast.step("published", "plain")
    outbox.put(actions.STEP_TOPIC, [str(step.pk)])
    post, posted = messages.post, []

    def dying(person, **said):
        if len(posted) == 2:
            raise RuntimeError
        posted.append(person.pk)
        return post(person, **said)

    monkeypatch.setattr(messages, "post", dying)
    outbox.drain([actions.STEP_TOPIC])
    assert Message.objects.count() == 2
    monkeypatch.setattr(messages, "post", post)
    OutboxRow.objects.update(due_at=timezone.now())
    outbox.drain()
    assert cast.told() == expected("in_review > published", "plain")
    assert Message.objects.count() == len(mail.outbox) == len(expected("in_review > published", "plain"))


def test_what_a_dead_worker_had_in_its_hands_is_told_by_the_next_once_the_lease_is_over(cast):
    step = cast.step("published", "plain")
    outbox.put(actions.STEP_TOPIC, [str(step.pk)])
    row = OutboxRow.objects.filter(topic=actions.STEP_TOPIC)
    row.update(state=OutboxRow.TAKEN, due_at=timezone.now() + timedelta(minutes=1))
    outbox.drain()
    assert not Message.objects.exists()
    row.update(due_at=timezone.now() - timedelta(seconds=1))
    outbox.drain()
    outbox.drain()
    assert cast.told() == expected("in_review > published", "plain")
    assert row.get().state == OutboxRow.DONE


def test_a_step_that_is_rolled_back_tells_nobody(django_capture_on_commit_callbacks):
    draft = make_draft()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        submitting.submit(draft, by=draft.saved_by)
        raise RuntimeError
    outbox.drain()
    assert not Message.objects.exists()
    assert mail.outbox == []


def test_handing_in_confirms_by_mail_as_soon_as_it_is_committed(django_capture_on_commit_callbacks):
    editor = make_person(role=EDITOR)
    draft = make_draft()
    with django_capture_on_commit_callbacks(execute=True):
        submitting.submit(draft, by=draft.saved_by)
    outbox.drain()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([editor.email, draft.saved_by.email])


def test_everybody_who_wrote_is_told(django_capture_on_commit_callbacks):
    draft = make_draft()
    colleague = make_person(draft.practice.owner_city)
    submitting.save(draft, {"title": "A better title"}, by=colleague)
    submitting.submit(draft, by=draft.saved_by)
    outbox.drain()
    assert set(Message.objects.values_list("receiver", flat=True)) == {draft.saved_by_id, colleague.pk}
