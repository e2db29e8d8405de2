"""People who sign in: practitioners, city staff, editors, coordinators, administrators."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.invitation import Invitation as Invitation
from accounts.managers import UserManager
from accounts.querysets import MessageQuerySet
from accounts.sessions import EndingSessions
from core import languages
from core.i18n import language_of_path

SUBJECT_LENGTH = 250


class Pace(models.TextChoices):
    """How often a person wants mail; on their desk every message stands at once."""

    IMMEDIATE = "immediate", _("At once, one mail for each message")
    DAILY = "daily", _("Once a day, all in one mail")
    WEEKLY = "weekly", _("Once a week, all in one mail")


class User(EndingSessions, AbstractUser):
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
    message_pace = models.CharField(
        _("how often messages are mailed"), max_length=10, choices=Pace.choices, default=Pace.IMMEDIATE
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()  # type: ignore[assignment]

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @cached_property
    def unread_messages(self) -> int:
        """How many messages wait on the desk; asked once, for every page names the number."""
        return Message.objects.of(self).unread().count()


class Mailed(models.Model):
    """What is mailed to one person once (`accounts/delivery.py`); `language` is what it is written in."""

    language: Any

    receiver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sending_since = models.DateTimeField(null=True)  # a process has it in hand
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def was_mailed(self) -> None:
        """Keep that the mail server took it."""
        type(self)._default_manager.filter(pk=self.pk).update(mailed_at=timezone.now())


class Digest(Mailed):
    """Several messages to one person in one mail; which ones is settled before it is sent, so that none comes twice."""

    def __str__(self) -> str:
        return f"{self.receiver_id} {self.created_at:%Y-%m-%d}"

    @property
    def language(self) -> str:
        """The one that its receiver has chosen."""
        return self.receiver.interface_language

    def was_mailed(self) -> None:
        """Its messages were mailed with it."""
        with transaction.atomic():
            super().was_mailed()
            self.messages.update(mailed_at=timezone.now())


class Message(Mailed):
    """What one person is told about one event: kept on their desk, and mailed once, alone or in a digest."""

    event = models.CharField(max_length=200)  # what happened, such as "practice-step:12"
    language = models.CharField(max_length=10, default=languages.DEFAULT)  # public code; what it is written in
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    text = models.TextField()
    url = models.CharField(max_length=500, blank=True)  # a path of this site
    waits = models.BooleanField(default=False)  # for the next digest
    digest = models.ForeignKey(Digest, null=True, on_delete=models.SET_NULL, related_name="messages")
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["receiver", "event"], name="one_message_per_event")]
        indexes = [
            models.Index(fields=["receiver", "-created_at"], name="messages_of"),
            models.Index(fields=["receiver"], condition=models.Q(read_at=None), name="messages_unread"),
            models.Index(fields=["receiver", "created_at"], condition=models.Q(waits=True), name="messages_waiting"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def address(self) -> str:
        """What it is about, in the interface that the reader has open and not in the one of the day it was written."""
        if language_of_path(self.url) is None:
            return self.url
        return f"/{languages.current().public}/" + self.url.lstrip("/").partition("/")[2]

    def mark_read(self) -> None:
        """Keep when it was first opened."""
        if self.read_at is None:
            self.read_at = timezone.now()
            self.save(update_fields=["read_at"])
