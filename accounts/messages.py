"""Messages to people: on their desk at once, and mailed once, in their language, at once or in a digest as they chose.

Whoever has something to say renders it inside `in_language_of(receiver)` and posts it in the transaction of the change:
a change that is rolled back tells nobody anything. A message names no other person and no address of one.

`urgent` is for what asks something of its receiver by a day or holds up others: it is mailed at once to everybody. What
only tells of something is not urgent. Any app may post; the name of an event begins with what it is about, such as
"practice-step:12", and is the same whenever the same thing is told.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator

from accounts.delivery import deliver as mail_each
from accounts.delivery import frame, framed
from accounts.models import SUBJECT_LENGTH, Message, Pace
from core import languages, mailing, outbox

TOPIC = "accounts.message"


def register() -> None:
    """Name the consumer; the process that wrote mails at once, so that a site without a worker mails too."""
    outbox.register(TOPIC, deliver, on_commit=True, slow=True, unit=mailing.TRIES_STRETCHED)


@contextmanager
def in_language_of(user: Any) -> Iterator[None]:
    """What is rendered inside is in the interface language that this person chose."""
    with translation.override(languages.by_public(user.interface_language).django):
        yield


def post(receiver: Any, *, event: str, subject: str, text: str, url: str = "", urgent: bool = False) -> bool:
    """Tell a person of an event, once however often it is said; whether this call was the one that told them.

    `subject` and `text` are plain and already in the receiver's language, `url` is a path of this site (ValueError for
    any other address). An account that is not active is told nothing.
    """
    if url and not (url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)):
        raise ValueError(f"A message leads to a path of this site, not to {url!r}.")
    if not receiver.is_active:
        return False
    waits = receiver.message_pace != Pace.IMMEDIATE and not urgent
    told = {
        "language": receiver.interface_language, "subject": _one_line(subject), "text": text.strip(), "url": url,
        "waits": waits,
    }
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(receiver=receiver, event=event, defaults=told)
        if is_new and not waits:
            outbox.put(TOPIC, [str(message.pk)])
    return is_new


def _one_line(text: str) -> str:
    """A subject without line breaks, which would be headers of a mail, and no longer than its column."""
    return Truncator(" ".join(text.split())).chars(SUBJECT_LENGTH)


def deliver(keys: Sequence[str]) -> None:
    """Mail what is still owed of these messages."""
    mail_each(Message, keys, _mail)


def _mail(message: Message) -> EmailMessage:
    """The message in its frame: how to open it, how to reach the team, what does not belong in an answer."""
    with in_language_of(message.receiver):
        text = render_to_string("accounts/mail/message.txt", {"message": message, **frame(message)})
    return framed(message, message.subject, text)
