"""The mail with the link of an outside reviewer: once, in the language that was chosen."""
from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core import languages
from practices import key_mail, keys
from practices.models import Key


def send(given: Sequence[str]) -> None:
    """Mail the links that are still owed."""
    key_mail.deliver(given, _mail)


def _mail(key: Key) -> EmailMessage:
    """What is asked, by when, and the link; the entry's title and city stand behind the link alone."""
    tongue = languages.interface_or_default(languages.by_public(key.language).django)
    with translation.override(tongue.django):
        subject, text = _("You are asked for a review"), render_to_string("practices/mail/outside_review.txt", {
            "key": key, "link": keys.link(key), "site_name": settings.SITE_NAME or settings.REPOSITORY_NAME,
            "team": settings.EDITORS_EMAIL})
    return key_mail.framed(key, subject, text, name=f"review.{key.pk}", tongue=tongue)
