"""Mailing what is owed to a person, once: a message, or a digest of several."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from accounts.models import Mailed
from core import languages, mailing, outbox

IN_HAND = timedelta(minutes=5)  # longer than any conversation with a mail server; then its process counts as dead
Writing = Callable[[Any], EmailMessage]


def deliver(model: type[Mailed], keys: Sequence[str], write: Writing) -> None:
    """Mail what is still owed of these rows; `write` makes the mail of one."""
    elsewhere = [key for key in keys if not _settled(model, key, write)]
    if elsewhere:
        raise outbox.Later(f"{len(elsewhere)} are in the hands of another process")


def _settled(model: type[Mailed], key: str, write: Writing) -> bool:
    """Mail a row unless that is done; whether nothing is owed of it any more.

    A lease of the outbox may end while a slow server still has the batch, so each row is claimed for itself. Who dies
    between sending and marking causes one repeat, under the same Message-ID.
    """
    rows = model._default_manager
    if not _claim(rows, key):
        return not rows.filter(pk=key, mailed_at=None).exists()
    row = rows.select_related("receiver").get(pk=key)
    try:
        if row.receiver.is_active:
            mailing.send(write(row))
            row.was_mailed()
    finally:
        rows.filter(pk=key).update(sending_since=None)
    return True


def _claim(rows: Any, key: str) -> bool:
    """Take a row in hand, in one statement on one table: only so does PostgreSQL look again after waiting."""
    free = Q(sending_since=None) | Q(sending_since__lt=timezone.now() - IN_HAND)
    return bool(rows.filter(free, pk=key, mailed_at=None).update(sending_since=timezone.now()))


def framed(row: Mailed, subject: str, text: str) -> EmailMessage:
    """A mail to the receiver of a row, whose name for mailboxes stays the same when it is sent again."""
    site = urlsplit(settings.BASE_URL).hostname or "localhost"
    name = f"{row._meta.model_name}.{row.pk}.{row.created_at:%Y%m%d%H%M%S%f}"
    return EmailMessage(
        subject, text, settings.DEFAULT_FROM_EMAIL, [row.receiver.email], reply_to=[settings.EDITORS_EMAIL],
        headers={
            "Message-ID": f"<{name}@{site}>",
            "Auto-Submitted": "auto-generated",  # no machine answers that it is on holiday
            "Content-Language": languages.by_public(row.language).html,
        },
    )


def frame(row: Mailed) -> dict[str, Any]:
    """What the templates of such mails say around the text: to whom, from which site, whom to answer."""
    return {
        "name": " ".join(row.receiver.get_full_name().split()),
        "site_name": settings.SITE_NAME or settings.REPOSITORY_NAME,
        "team": settings.EDITORS_EMAIL,
    }
