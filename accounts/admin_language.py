"""One language per person: the interface language of the account and the one of Wagtail's admin follow each other."""
from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.users.models import UserProfile

from accounts.models import User
from core import languages

FIELD = "interface_language"


def connect() -> None:
    """Follow changes on either side."""
    post_save.connect(_account_saved, sender=User, dispatch_uid="accounts-admin-language")
    post_save.connect(_profile_saved, sender=UserProfile, dispatch_uid="accounts-interface-language")


def _account_saved(sender: type, instance: User, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    """The admin speaks the account's language; a sign-in saves other fields only and changes nothing."""
    if raw or (update_fields is not None and FIELD not in update_fields):
        return
    code = languages.by_public(instance.interface_language).django
    UserProfile.objects.update_or_create(user=instance, defaults={"preferred_language": code})


def _profile_saved(
    sender: type, instance: UserProfile, created: bool = False, raw: bool = False, **kwargs: Any
) -> None:
    """Somebody chose another language in the admin: pages and messages follow."""
    if raw or created or not instance.preferred_language:
        return
    code = languages.interface_or_default(instance.preferred_language).public
    User.objects.filter(pk=instance.user_id).exclude(interface_language=code).update(interface_language=code)
