"""Messages to people: on their desk at once, and mailed once, in their language.

Whoever has something to say renders it inside `in_language_of(receiver)` and posts it in the transaction of the change:
a change that is rolled back tells nobody anything. A message names no other person and no address of one.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator

from accounts.models import SUBJECT_LENGTH, Message
from core import languages, mailing, outbox

TOPIC = "accounts.message"
IN_HAND = timedelta(minutes=5)  # longer than any conversation with a mail server; then its process counts as dead


def register() -> None:
    """Name the consumer; the process that wrote mails at once, so that a site without a worker mails too."""
    outbox.register(TOPIC, deliver, on_commit=True)


@contextmanager
def in_language_of(user: Any) -> Iterator[None]:
    """What is rendered inside is in the interface language that this person chose."""
    with translation.override(languages.by_public(user.interface_language).django):
        yield


def post(receiver: Any, *, event: str, subject: str, text: str, url: str = "") -> bool:
    """Tell a person of an event, once however often it is said; whether this call was the one that told them.

    `subject` and `text` are plain and already in the receiver's language, `url` is a path of this site (ValueError for
    any other address). An account that is not active is told nothing.
    """
    if url and not (url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)):
        raise ValueError(f"A message leads to a path of this site, not to {url!r}.")
    if not receiver.is_active:
        return False
    told = {
        "language": receiver.interface_language, "subject": _one_line(subject), "text": text.strip(), "url": url,
    }
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(receiver=receiver, event=event, defaults=told)
        if is_new:
            outbox.put(TOPIC, [str(message.pk)])
    return is_new


def _one_line(text: str) -> str:
    """A subject without line breaks, which would be headers of a mail, and no longer than its column."""
    return Truncator(" ".join(text.split())).chars(SUBJECT_LENGTH)


def deliver(keys: Sequence[str]) -> None:
    """Mail what is still owed of these messages."""
    elsewhere = [key for key in keys if not _settled(key)]
    if elsewhere:
        raise outbox.Away(f"{len(elsewhere)} are in the hands of another process")


def _settled(key: str) -> bool:
    """Mail a message unless that is done; whether nothing is owed of it any more.

    A lease of the outbox may end while a slow server still has the batch, so each message is claimed for itself. Who
    dies between sending and marking causes one repeat, under the same Message-ID.
    """
    if not _claim(key):
        return not Message.objects.filter(pk=key, mailed_at=None).exists()
    message = Message.objects.select_related("receiver").get(pk=key)
    mailed_at = None
    try:
        if message.receiver.is_active:
            mailing.send(_mail(message))
            mailed_at = timezone.now()
    finally:
        Message.objects.filter(pk=key, mailed_at=None).update(sending_since=None, mailed_at=mailed_at)
    return True


def _claim(key: str) -> bool:
    """Take a message in hand, in one statement on one table: only so does PostgreSQL look again after waiting."""
    free = models.Q(sending_since=None) | models.Q(sending_since__lt=timezone.now() - IN_HAND)
    owed = Message.objects.filter(free, pk=key, mailed_at=None)
    return bool(owed.update(sending_since=timezone.now()))


def _mail(message: Message) -> EmailMessage:
    """The message in its frame: how to open it, how to reach the team, what does not belong in an answer."""
    site = urlsplit(settings.BASE_URL).hostname or "localhost"
    with in_language_of(message.receiver):
        text = render_to_string("accounts/mail/message.txt", {
            "message": message,
            "name": " ".join(message.receiver.get_full_name().split()),
            "site_name": settings.SITE_NAME or settings.REPOSITORY_NAME,
            "team": settings.EDITORS_EMAIL,
        })
    return EmailMessage(
        message.subject, text, settings.DEFAULT_FROM_EMAIL, [message.receiver.email], reply_to=[settings.EDITORS_EMAIL],
        headers={
            "Message-ID": f"<message.{message.pk}.{message.created_at:%Y%m%d%H%M%S%f}@{site}>",
            "Auto-Submitted": "auto-generated",  # no machine answers that it is on holiday
            "Content-Language": languages.by_public(message.language).html,
        },
    )
