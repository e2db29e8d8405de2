"""Signed links for people without an account: issued, opened, used once, taken back.

A link holds the key's id and a signature that depends on its purpose, so nothing in the database opens anything, and a
consumer of the outbox can make the link again when it mails it. Whatever is wrong with a link, the answer is the same.
"""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core import audit, languages
from practices.models import Key, Practice

SALT = "practices.key."
ADDRESS = {Key.Purpose.PREVIEW: "practices:preview", Key.Purpose.FRESHNESS: "practices:freshness",
           Key.Purpose.REVIEW: "practices:outside-review"}


@transaction.atomic
def issue(
    practice: Practice, purpose: str, *, days: int, by: Any = None, language: str = languages.DEFAULT,
    function: str = "", email: str = "", revision: int | None = None, draft_version: int | None = None,
) -> Key:
    """Make a key to a practice, valid for so many days; who made it and for which function stands in the audit log."""
    languages.by_public(language)
    key = Key.objects.create(
        practice=practice, purpose=Key.Purpose(purpose), function=function, email=email, language=language,
        revision=revision, draft_version=draft_version, created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit.record("practice.key_issued", practice, by=by, key=str(key.pk), purpose=purpose, days=days)
    return key


def secret(key: Key) -> str:
    """What stands in the link."""
    return _signer(key.purpose).sign(key.pk.hex)


def path(key: Key) -> str:
    """The path of the link in the interface language of the moment."""
    return reverse(ADDRESS[Key.Purpose(key.purpose)], args=[secret(key)])


def link(key: Key) -> str:
    """The whole link, for a mail or for copying."""
    return settings.BASE_URL + path(key)


def find(given: str, purpose: str) -> Key | None:
    """The open key of a link; None for one that is wrong, of another purpose, run out or taken back."""
    try:
        id = UUID(hex=_signer(purpose).unsign(given))
    except (signing.BadSignature, ValueError):
        return None
    key = Key.objects.select_related("practice__original__locale", "practice__owner_city").filter(
        pk=id, purpose=purpose).first()
    return key if key is not None and key.is_open else None


def use(key: Key, answer: str, text: str = "") -> bool:
    """Answer by a key, once and in the caller's transaction; False where it was used or taken back meanwhile."""
    now = timezone.now()
    free = Key.objects.filter(pk=key.pk, used_at=None, revoked_at=None, expires_at__gt=now)
    return bool(free.update(used_at=now, answer=answer, text=text))


@transaction.atomic
def revoke(key: Key, *, by: Any) -> None:
    """Take a link back: from now on it opens nothing."""
    if Key.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record("practice.key_revoked", key.practice, by=by, key=str(key.pk))


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(sep=".", salt=SALT + purpose)


View = Callable[..., HttpResponseBase]


def opened_by(purpose: str) -> Callable[[View], View]:
    """A view behind a link gets its `key`; what it answers is kept by no cache and told to no other site."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, secret: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            key = find(secret, purpose)
            response = (view(request, key, *args, **kwargs) if key is not None
                        else render(request, "practices/keys/gone.html", status=404))
            response.headers["Cache-Control"] = "private, no-store"
            # Not "no-referrer": with it a browser calls the origin of a form "null", and the form is refused as forged.
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return answer

    return decorate
