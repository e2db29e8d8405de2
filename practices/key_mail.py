"""Mailing the link of a key once, by whichever process has it; after a crash at most one repeat."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from core import languages, mailing, outbox
from practices.models import Key

IN_HAND = timedelta(minutes=5)  # longer than any conversation with a mail server; then its process counts as dead
Writing = Callable[[Key], EmailMessage]


def deliver(given: Sequence[str], write: Writing) -> None:
    """Mail what is still owed of these keys; `write` makes the mail of one."""
    elsewhere = [pk for pk in given if not _settled(pk, write)]
    if elsewhere:
        raise outbox.Later(f"{len(elsewhere)} are in the hands of another process")


def _settled(pk: str, write: Writing) -> bool:
    """Mail a link unless that is done or nobody may open it any more; whether nothing is owed of it."""
    free = Q(sending_since=None) | Q(sending_since__lt=timezone.now() - IN_HAND)
    owed = Key.objects.filter(pk=pk, mailed_at=None)
    if not owed.filter(free).update(sending_since=timezone.now()):
        return not owed.exists()
    key = Key.objects.select_related("practice__original__locale", "round").get(pk=pk)
    try:
        if key.is_open and key.used_at is None:
            mailing.send(write(key))
            Key.objects.filter(pk=pk).update(mailed_at=timezone.now())
    finally:
        Key.objects.filter(pk=pk).update(sending_since=None)
    return True


def framed(key: Key, subject: str, text: str, *, name: str, tongue: languages.Language) -> EmailMessage:
    """A mail to the address of a key, whose name for mailboxes stays the same when it is sent again."""
    site = urlsplit(settings.BASE_URL).hostname or "localhost"
    return EmailMessage(
        subject, text, settings.DEFAULT_FROM_EMAIL, [key.email], reply_to=[settings.EDITORS_EMAIL],
        headers={"Message-ID": f"<{name}@{site}>", "Auto-Submitted": "auto-generated",
                 "Content-Language": tongue.html})
