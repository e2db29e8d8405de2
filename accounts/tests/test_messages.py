"""A message reaches the right person once, in their language, and only when the change it tells of has happened."""
import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts import delivery, messages
from accounts.models import Message, User
from core import outbox
from core.models import OutboxRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver():
    return User.objects.create_user("reader@city.example", first_name="Amal", interface_language="en")


def post(receiver, event="practice-step:1", **fields):
    return messages.post(receiver, event=event, **{"subject": "Your practice", "text": "It is in review.", **fields})


def refuse_with(monkeypatch, error):
    def refuse(backend, mails):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def due_now():
    OutboxRow.objects.update(due_at=timezone.now())


def test_it_is_mailed_once_however_often_it_is_said_and_carried_out(receiver):
    assert post(receiver) is True
    assert post(receiver, subject="Said again") is False
    outbox.drain()
    outbox.put(messages.TOPIC, [str(Message.objects.get().pk)])
    outbox.drain()
    (sent,) = mail.outbox
    assert sent.to == ["reader@city.example"]
    assert sent.subject == "Your practice"
    assert "It is in review." in sent.body
    assert Message.objects.get().mailed_at


def test_the_same_event_is_told_to_each_receiver_and_another_event_to_the_same_one(receiver):
    other = User.objects.create_user("other@city.example")
    assert [post(receiver), post(other), post(receiver, "practice-step:2")] == [True, True, True]
    outbox.drain()
    assert sorted(sent.to[0] for sent in mail.outbox) == ["other@city.example", *["reader@city.example"] * 2]
    assert "other@city.example" not in "".join(sent.body for sent in mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_tells_nobody_anything(receiver):
    with pytest.raises(RuntimeError), transaction.atomic():
        post(receiver)
        raise RuntimeError
    outbox.drain()
    assert mail.outbox == []
    assert not Message.objects.exists()
    assert not OutboxRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_worker_it_goes_when_the_change_is_committed(receiver):
    with transaction.atomic():
        post(receiver)
        assert mail.outbox == []
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_posted_by_several_at_once_it_is_one_message(receiver):
    told, start = [], threading.Barrier(4)

    def tell():
        start.wait()
        told.append(post(receiver))
        connection.close()

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False, False, False, True]
    assert len(mail.outbox) == 1


def test_an_account_that_is_not_active_is_told_nothing(receiver):
    receiver.is_active = False
    assert post(receiver) is False
    assert not Message.objects.exists()


def test_who_was_deactivated_since_is_mailed_nothing(receiver):
    post(receiver)
    User.objects.update(is_active=False)
    outbox.drain()
    assert mail.outbox == []
    assert OutboxRow.objects.get().state == OutboxRow.DONE


def test_it_comes_in_the_language_of_its_receiver(receiver):
    receiver.interface_language = "ar"
    receiver.save()
    with messages.in_language_of(receiver):
        subject, unread = gettext("Messages"), ngettext("{n} practice", "{n} practices", 2)
        expected = gettext("Sign in")
    post(receiver, subject=subject, text=unread, url="/ar/search/")
    outbox.drain()
    (sent,) = mail.outbox
    assert expected != "Sign in", "the catalogue of the language is in use"
    message = Message.objects.get()
    assert message.language == "ar"
    assert f"/ar/desk/messages/{message.pk}/" in sent.body
    assert sent.extra_headers["Content-Language"] == "ar"


def test_the_mail_says_how_to_open_it_and_how_to_reach_the_team(receiver, settings):
    settings.BASE_URL, settings.EDITORS_EMAIL = "https://kb.example", "team@kb.example"
    post(receiver, url="/fr/practices/x/")
    outbox.drain()
    (sent,) = mail.outbox
    assert "Hello Amal," in sent.body
    assert f"https://kb.example/en/desk/messages/{Message.objects.get().pk}/" in sent.body
    assert "https://kb.example/en/practices/x/" in sent.body
    assert "team@kb.example" in sent.body
    assert "How often mail comes, you choose here:\nhttps://kb.example/en/desk/settings/" in sent.body
    assert sent.reply_to == ["team@kb.example"]


def test_no_line_of_a_subject_or_name_becomes_a_header_or_a_line(receiver):
    User.objects.update(first_name="A\nB")
    post(receiver, subject="About “x\r\nBcc: all@site.example\x85y”", text="<b>Plain</b> & 'simple'")
    outbox.drain()
    (sent,) = mail.outbox
    assert sent.subject == "About “x Bcc: all@site.example y”"
    assert sent.recipients() == ["reader@city.example"]
    assert "Hello A B," in sent.body
    assert "<b>Plain</b> & 'simple'" in sent.body


def test_a_subject_that_is_too_long_is_shortened(receiver):
    post(receiver, subject="word " * 100)
    assert len(Message.objects.get().subject) <= 250
    assert Message.objects.get().subject.endswith("…")


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "desk/"])
def test_it_leads_nowhere_but_to_this_site(receiver, url):
    with pytest.raises(ValueError, match="path of this site"):
        post(receiver, url=url)
    assert not Message.objects.exists()


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError()])
def test_while_the_mail_server_is_away_messages_wait_and_go_when_it_is_back(receiver, monkeypatch, error):
    with monkeypatch.context() as broken:
        refuse_with(broken, error)
        post(receiver)
        outbox.drain()
    row = OutboxRow.objects.get()
    assert (row.state, row.tries) == (OutboxRow.WAITING, 0)
    assert mail.outbox == []
    due_now()
    outbox.drain()
    outbox.drain()
    assert len(mail.outbox) == 1


def test_a_receiver_that_is_refused_holds_up_no_other_and_nobody_is_mailed_twice(receiver, monkeypatch, caplog):
    gone = User.objects.create_user("gone@city.example")
    send = EmailBackend.send_messages

    def refuse(backend, mails):
        if "gone@city.example" in mails[0].to:
            raise SMTPRecipientsRefused({"gone@city.example": (550, b"unknown")})
        return send(backend, mails)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for number, each in enumerate((receiver, gone, receiver)):
        post(each, f"step:{number}")
    outbox.drain()
    assert [sent.to for sent in mail.outbox] == [["reader@city.example"]] * 2
    assert list(Message.objects.filter(mailed_at=None).values_list("receiver", flat=True)) == [gone.pk]
    assert "gone@city.example" not in caplog.text


def test_two_workers_with_the_same_message_send_it_once(receiver, monkeypatch):
    post(receiver)
    key = str(Message.objects.get().pk)
    send = EmailBackend.send_messages

    def slow(backend, mails):
        with pytest.raises(outbox.Later):
            messages.deliver([key])  # another worker comes while the server has not answered yet
        return send(backend, mails)

    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    messages.deliver([key])
    assert len(mail.outbox) == 1


def test_after_a_crash_between_sending_and_marking_it_is_repeated_at_most_once(receiver):
    post(receiver)
    message = Message.objects.get()
    Message.objects.update(sending_since=timezone.now())
    outbox.drain()
    assert mail.outbox == [], "whoever has it in hand may still be sending"
    assert OutboxRow.objects.get().state == OutboxRow.WAITING
    Message.objects.update(sending_since=timezone.now() - delivery.IN_HAND - timedelta(seconds=1))
    due_now()
    outbox.drain()
    messages.deliver([str(message.pk)])
    assert len(mail.outbox) == 1


def test_a_repeat_bears_the_same_name_for_the_receivers_mailbox(receiver):
    post(receiver)
    for _ in range(2):
        Message.objects.update(mailed_at=None)
        messages.deliver([str(Message.objects.get().pk)])
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second


def test_a_message_that_is_gone_is_owed_no_more():
    messages.deliver(["999"])
    assert mail.outbox == []
