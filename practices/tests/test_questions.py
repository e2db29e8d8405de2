"""A question reaches the unit once, in its language, without showing its address; nobody sends more than three."""
import time
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail, signing
from django.core.mail.backends.locmem import EmailBackend

from core import outbox
from core.models import OutboxRow
from practices import actions, forms
from practices.limits import TooMany
from practices.models import ContactMessage, Practice
from practices.tests.factories import make_practice

pytestmark = pytest.mark.django_db
UNIT = "unit@city.example"


def opened(seconds_ago):
    return signing.dumps(int(time.time()) - seconds_ago, salt=forms.SALT)


def question(**fields):
    return {"text": "How did you begin with the parents?", "language": "en", "name": "", "agreed": "on",
            "reply_to": "reader@site.example", "opened": opened(60), "website": "", **fields}


def url(practice):
    return f"/en/practices/{practice.pk}/contact/"


def ask(practice, address="203.0.113.9", **fields):
    return actions.ask(practice, question(**fields), address=address)


@pytest.fixture
def practice():
    return make_practice(title="Parents", practice_contact_email=UNIT, contact_languages="sw, fr")


def test_it_is_mailed_once_in_the_units_language_and_answered_to_the_reader(client, practice):
    assert client.post(url(practice), question()).status_code == 302
    outbox.drain()
    outbox.drain()
    (message,) = mail.outbox
    assert message.to == [UNIT]
    assert message.reply_to == ["reader@site.example"]
    assert "Une question" in message.subject
    assert f"/fr/practices/{practice.pk}/" in message.body
    assert UNIT not in client.get(f"{url(practice)}sent/").content.decode()


def test_no_line_of_a_form_becomes_a_header_or_a_line_of_the_mail(client, practice):
    assert client.post(url(practice), question(name="A\r\nBcc: all@site.example")).status_code == 302
    practice.original.title = "Parents\nBcc: all@site.example"
    practice.original.save()
    outbox.drain()
    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert "A Bcc: all@site.example" in message.body
    assert set(message.recipients()) == {UNIT}
    refused = client.post(url(practice), question(reply_to="a@b.example\nBcc: c@d.example"))
    assert refused.status_code == 422


def test_no_more_than_three_an_hour_from_one_place(practice):
    for _ in range(3):
        ask(practice)
    with pytest.raises(TooMany):
        ask(practice)
    assert ContactMessage.objects.count() == 3
    ask(practice, "203.0.113.10")


def test_the_addresses_of_one_subscriber_are_one_place(practice):
    for number in range(3):
        ask(practice, f"2001:db8:1:2::{number}")
    with pytest.raises(TooMany):
        ask(practice, "2001:db8:1:2:ffff::1")
    ask(practice, "2001:db8:1:3::1")


def test_a_form_that_stood_open_too_long_can_be_sent_again(client, practice):
    shown = client.post(url(practice), question(opened=opened(forms.OLDEST + 60)))
    assert shown.status_code == 422
    fresh = shown.context["form"]["opened"].value()
    assert 0 <= time.time() - signing.loads(fresh, salt=forms.SALT) < 60
    assert shown.context["form"]["text"].value() == question()["text"]


def test_a_form_sent_at_once_is_no_persons_until_some_seconds_have_passed(client, practice):
    token = opened(0)
    shown = client.post(url(practice), question(opened=token))
    assert shown.status_code == 422
    assert shown.context["form"]["opened"].value() == token
    assert client.post(url(practice), question(website="x")).status_code == 422


def test_a_receiver_that_is_refused_holds_up_no_other_and_nobody_is_mailed_twice(practice, monkeypatch, caplog):
    other = make_practice(practice_contact_email="gone@city.example")
    send = EmailBackend.send_messages

    def refuse(backend, messages):
        if "gone@city.example" in messages[0].to:
            raise SMTPRecipientsRefused({"gone@city.example": (550, b"unknown")})
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for address, each in enumerate((practice, other, practice)):
        ask(each, f"203.0.113.{address}")
    outbox.drain()
    assert [message.to for message in mail.outbox] == [[UNIT], [UNIT]]
    assert ContactMessage.objects.filter(sent_at=None).count() == 1
    assert "gone@city.example" not in caplog.text


def test_while_the_mail_server_is_away_questions_wait(practice, monkeypatch):
    def refuse(backend, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    ask(practice)
    outbox.drain()
    row = OutboxRow.objects.get(topic=actions.QUESTION_TOPIC)
    assert (row.state, row.tries) == (OutboxRow.WAITING, 0)


@pytest.mark.parametrize("hidden", [{"visibility": "members"}, {"state": "withdrawn"}, {"city_withheld": True}])
def test_nobody_asks_about_what_they_may_not_see_or_whose_city_is_not_named(client, practice, hidden):
    Practice.objects.filter(pk=practice.pk).update(**hidden)
    assert client.get(url(practice)).status_code == 404
    assert client.post(url(practice), question()).status_code == 404
    assert not ContactMessage.objects.exists()
