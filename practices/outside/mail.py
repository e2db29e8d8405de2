"""The mail with the link: once, in the language that was chosen; after a crash at most one repeat."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import languages, mailing, outbox
from practices import keys
from practices.models import Key

IN_HAND = timedelta(minutes=5)  # longer than any conversation with a mail server; then its process counts as dead


def send(given: Sequence[str]) -> None:
    """Mail the links that are still owed."""
    elsewhere = [key for key in given if not _settled(key)]
    if elsewhere:
        raise outbox.Later(f"{len(elsewhere)} are in the hands of another process")


def _settled(id: str) -> bool:
    """Mail a link unless that is done; whether nothing is owed any more. One taken back meanwhile is not mailed."""
    now = timezone.now()
    owed = Key.objects.filter(pk=id, mailed_at=None, revoked_at=None, used_at=None, expires_at__gt=now)
    free = Q(sending_since=None) | Q(sending_since__lt=now - IN_HAND)
    if not owed.filter(free).update(sending_since=now):
        return not owed.exists()
    key = Key.objects.get(pk=id)
    mailed_at = None
    try:
        mailing.send(_mail(key))
        mailed_at = timezone.now()
    finally:
        Key.objects.filter(pk=id, mailed_at=None).update(sending_since=None, mailed_at=mailed_at)
    return True


def _mail(key: Key) -> EmailMessage:
    """What is asked, by when, and the link; the entry's title and city stand behind the link alone."""
    site = urlsplit(settings.BASE_URL).hostname or "localhost"
    with translation.override(languages.interface_or_default(languages.by_public(key.language).django).django):
        context: dict[str, Any] = {
            "key": key, "link": keys.link(key), "site_name": settings.SITE_NAME or settings.REPOSITORY_NAME,
            "team": settings.EDITORS_EMAIL,
        }
        subject, text = _("You are asked for a review"), render_to_string("practices/mail/outside_review.txt", context)
        tag = languages.current().html
    return EmailMessage(
        subject, text, settings.DEFAULT_FROM_EMAIL, [key.email], reply_to=[settings.EDITORS_EMAIL],
        headers={"Message-ID": f"<review.{key.pk}@{site}>", "Auto-Submitted": "auto-generated",
                 "Content-Language": tag})
