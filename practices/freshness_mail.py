"""The mail with the yearly question to a unit, and its reminder: each is sent once, by whichever process has it."""
from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from core import languages, mailing, outbox
from practices import key_mail, keys
from practices.freshness import TOPIC
from practices.models import Key


def register() -> None:
    """Name the consumer."""
    outbox.register(TOPIC, deliver, on_commit=True, slow=True, unit=mailing.TRIES_STRETCHED)


def deliver(given: Sequence[str]) -> None:
    """Mail what is still owed of these keys."""
    key_mail.deliver(given, _mail)


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
    return key_mail.framed(key, subject, text, name=f"freshness.{key.pk}.{stage}", tongue=tongue)
