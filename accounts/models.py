"""People who sign in: practitioners, city staff, editors, coordinators, administrators."""
from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.managers import UserManager
from core import languages


class User(AbstractUser):
    """An account, known by its e-mail address; `subject_id` stands for the person in the audit log."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    subject_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    interface_language = models.CharField(
        _("language of the interface and of messages"),
        max_length=10,
        choices=[(language.public, language.name) for language in languages.INTERFACE],
        default=languages.DEFAULT,
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()  # type: ignore[assignment]

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def __str__(self) -> str:
        return self.get_full_name() or self.email
