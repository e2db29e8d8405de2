"""Who wants it so has the messages of a day or a week in one mail, each message in exactly one."""
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts import delivery, digests, messages
from accounts.checks import digests_have_an_hour
from accounts.models import Digest, Message, Pace, User
from core import outbox
from core.models import OutboxRow

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def receiver():
    return User.objects.create_user("reader@city.example", first_name="Amal", message_pace=Pace.DAILY)


def post(receiver, event, **fields):
    said = {"subject": f"About {event}", "text": f"The text of {event}.", "url": "/en/search/", **fields}
    assert messages.post(receiver, event=event, **said)


def an_hour_comes():
    """Everything was written before it."""
    Message.objects.update(created_at=timezone.now() - timedelta(days=8))
    digests.gather_due(lambda: None)
    outbox.drain()


def test_what_waits_stands_on_the_desk_and_comes_in_one_mail(receiver):
    post(receiver, "one")
    post(receiver, "two")
    outbox.drain()
    assert mail.outbox == []
    assert Message.objects.of(receiver).unread().count() == 2
    for _hour in range(3):
        an_hour_comes()
    (sent,) = mail.outbox
    assert sent.to == ["reader@city.example"]
    assert sent.subject == "2 messages from City Practice Repository"
    first, second = Message.objects.order_by("pk")
    for each in (first, second):
        assert f"{each.subject}\n" in sent.body
        assert each.text in sent.body
        assert f"/en/desk/messages/{each.pk}/" in sent.body
        assert each.mailed_at
    assert "/en/desk/settings/" in sent.body


def test_an_urgent_message_is_mailed_at_once_and_not_again(receiver):
    post(receiver, "one", urgent=True)
    outbox.drain()
    an_hour_comes()
    assert [sent.subject for sent in mail.outbox] == ["About one"]


def test_what_is_written_after_the_hour_waits_for_the_next(receiver, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(digests, "last_hour", lambda pace, at: now - timedelta(hours=1))
    post(receiver, "one")
    Message.objects.update(created_at=now - timedelta(minutes=59))
    digests.gather_due(lambda: None)
    assert not Digest.objects.exists()
    Message.objects.update(created_at=now - timedelta(minutes=61))
    digests.gather_due(lambda: None)
    assert Digest.objects.count() == 1


@pytest.mark.parametrize(("pace", "now", "last"), [
    ("daily", timedelta(hours=5, minutes=59), timedelta(days=-1, hours=6)),
    ("daily", timedelta(hours=6), timedelta(hours=6)),
    ("daily", timedelta(days=3, hours=23), timedelta(days=3, hours=6)),
    ("weekly", timedelta(hours=5), timedelta(days=-7, hours=6)),
    ("weekly", timedelta(hours=6), timedelta(hours=6)),
    ("weekly", timedelta(days=6, hours=23), timedelta(hours=6)),
    ("immediate", timedelta(hours=3), timedelta(hours=3)),
])
def test_the_hour_is_fixed(pace, now, last):
    assert digests.last_hour(pace, MONDAY + now) == MONDAY + last


def test_the_hour_is_that_of_the_place_that_the_site_names(settings):
    settings.DIGEST_TIME_ZONE = "America/New_York"
    assert digests.last_hour("daily", MONDAY + timedelta(hours=11)) == MONDAY + timedelta(hours=11)
    assert digests.last_hour("daily", MONDAY + timedelta(hours=10)) == MONDAY + timedelta(hours=-13)


def test_who_wants_mail_at_once_again_is_sent_what_waited(receiver):
    post(receiver, "one")
    post(receiver, "two")
    digests.choose(receiver, Pace.IMMEDIATE)
    outbox.drain()
    assert len(mail.outbox) == 1
    post(receiver, "three")
    outbox.drain()
    assert [sent.subject for sent in mail.outbox][1:] == ["About three"]


def test_what_was_written_in_the_moment_of_that_choice_is_not_forgotten(receiver):
    digests.choose(User.objects.get(pk=receiver.pk), Pace.IMMEDIATE)
    post(receiver, "one")  # by a process that still had the pace of before
    assert Message.objects.get().waits
    digests.gather_due(lambda: None)
    outbox.drain()
    assert len(mail.outbox) == 1


def test_who_lost_the_account_is_mailed_nothing(receiver):
    post(receiver, "one")
    User.objects.update(is_active=False)
    an_hour_comes()
    assert mail.outbox == []


def test_it_is_in_the_language_of_its_receiver(receiver):
    User.objects.update(interface_language="ar")
    post(receiver, "one")
    an_hour_comes()
    assert mail.outbox[0].extra_headers["Content-Language"] == "ar"
    assert f"/ar/desk/messages/{Message.objects.get().pk}/" in mail.outbox[0].body


def test_after_a_crash_in_the_middle_of_sending_it_is_repeated_at_most_once_and_under_the_same_name(
    receiver, monkeypatch
):
    post(receiver, "one")
    send = EmailBackend.send_messages

    def killed(backend, mails):
        send(backend, mails)
        raise KeyboardInterrupt  # what is not caught ends the process

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(EmailBackend, "send_messages", killed)
        an_hour_comes()
    Digest.objects.update(sending_since=timezone.now() - delivery.IN_HAND - timedelta(seconds=1))
    OutboxRow.objects.update(due_at=timezone.now())
    an_hour_comes()
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second
    assert Digest.objects.count() == 1


def test_looking_whose_hour_has_come_costs_the_same_however_many_wait(receiver, django_assert_num_queries):
    for number in range(5):
        post(User.objects.create_user(f"{number}@city.example", message_pace=Pace.WEEKLY), "one")
    Message.objects.update(created_at=timezone.now() + timedelta(hours=1))
    with django_assert_num_queries(1):
        digests.gather_due(lambda: None)


@pytest.mark.parametrize(("name", "value"), [("DIGEST_HOUR", 24), ("DIGEST_TIME_ZONE", "Nowhere/Town")])
def test_an_hour_that_does_not_exist_is_said_when_the_site_starts(settings, name, value):
    assert digests_have_an_hour(None) == []
    setattr(settings, name, value)
    assert len(digests_have_an_hour(None)) == 1
