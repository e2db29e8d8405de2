"""The welcome: who writes, what the site is, and the link with which a new account is opened."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.invitation import Invitation
from core import languages, mailing, outbox
from core.addresses import absolute

TOPIC = "accounts.welcome"
DAY = 60 * 60 * 24


def register() -> None:
    """Name the consumer, mailing from the process that made the account; note whose link was used."""
    outbox.register(TOPIC, send, on_commit=True, unit=mailing.TRIES_STRETCHED)
    password_reset.connect(_link_used, dispatch_uid="accounts-welcome")


def send(keys: Sequence[str]) -> None:
    """Mail each welcome once; who has a password by now, or no account any more, needs none."""
    for invitation in Invitation.objects.filter(pk__in=keys, sent_at=None).select_related("person"):
        person = invitation.person
        if person.is_active and not person.has_usable_password():
            mailing.send(_mail(person))
        invitation.sent_at = timezone.now()
        invitation.save(update_fields=["sent_at"])


def _mail(person: Any) -> EmailMessage:
    language = languages.by_public(person.interface_language)
    with translation.override(language.django):
        context = {
            "name": " ".join(person.get_full_name().split()),
            "site_name": settings.SITE_NAME or settings.REPOSITORY_NAME,
            "url": absolute(_link(person)),
            "again": absolute(reverse("account_reset_password")),
            "days": settings.PASSWORD_RESET_TIMEOUT // DAY,
        }
        subject = " ".join(render_to_string("accounts/mail/welcome_subject.txt", context).split())
        text = render_to_string("accounts/mail/welcome.txt", context)
    return EmailMessage(
        subject, text, settings.DEFAULT_FROM_EMAIL, [person.email], reply_to=[settings.EDITORS_EMAIL],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language.html},
    )


def _link(person: Any) -> str:
    """Allauth's own link to set a password: it ends with its first use, with time, and with another address."""
    key = account_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})


def _link_used(sender: type, user: Any, **kwargs: Any) -> None:
    """Who opened the link reads the mailbox: the address counts as confirmed.

    Only where it is the account's single one. With another beside it the link may have gone there and proves nothing.
    """
    addresses = EmailAddress.objects.filter(user=user)
    if not addresses.exclude(email__iexact=user.email).exists():
        EmailAddress.objects.update_or_create(
            user=user, email=user.email.lower(), defaults={"verified": True, "primary": True})
