"""The mail with the yearly question to a unit, and its reminder: each is sent once, by whichever process has it."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core import languages, mailing, outbox
from practices import keys
from practices.freshness import TOPIC
from practices.models import Key

IN_HAND = timedelta(minutes=5)  # longer than any conversation with a mail server; then its process counts as dead


def register() -> None:
    """Name the consumer."""
    outbox.register(TOPIC, deliver, on_commit=True, slow=True, unit=mailing.TRIES_STRETCHED)


def deliver(given: Sequence[str]) -> None:
    """Mail what is still owed of these keys."""
    elsewhere = [pk for pk in given if not _settled(pk)]
    if elsewhere:
        raise outbox.Later(f"{len(elsewhere)} are in the hands of another process")


def _settled(pk: str) -> bool:
    """Mail a link unless that is done or nobody may open it any more; whether nothing is owed of it."""
    free = Q(sending_since=None) | Q(sending_since__lt=timezone.now() - IN_HAND)
    owed = Key.objects.filter(pk=pk, mailed_at=None)
    if not owed.filter(free).update(sending_since=timezone.now()):
        return not owed.exists()
    key = Key.objects.select_related("practice__original__locale", "round").get(pk=pk)
    try:
        if key.is_open and key.used_at is None:
            mailing.send(_mail(key))
            Key.objects.filter(pk=pk).update(mailed_at=timezone.now())
    finally:
        Key.objects.filter(pk=pk).update(sending_since=None)
    return True


def _mail(key: Key) -> EmailMessage:
    """To the unit, in its language; the link is made here and stands in no table."""
    tongue = languages.by_public(key.language)
    opened = key.round  # type: ignore[attr-defined]
    with translation.override(tongue.django):
        page = key.practice.original
        context = {
            "title": " ".join(page.title.split()) if page is not None else "", "link": keys.link(key), "key": key,
            "reminder": opened.reminded_at is not None, "team": settings.EDITORS_EMAIL,
            "site_name": settings.SITE_NAME or settings.REPOSITORY_NAME,
        }
        subject = " ".join(render_to_string("practices/mail/freshness_subject.txt", context).split())
        text = render_to_string("practices/mail/freshness.txt", context)
    stage = "reminder" if opened.reminded_at else "question"
    site = urlsplit(settings.BASE_URL).hostname or "localhost"
    return EmailMessage(
        subject, text, settings.DEFAULT_FROM_EMAIL, [key.email], reply_to=[settings.EDITORS_EMAIL],
        headers={"Message-ID": f"<freshness.{key.pk}.{stage}@{site}>", "Auto-Submitted": "auto-generated",
                 "Content-Language": tongue.html})
