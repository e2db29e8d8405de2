"""People who sign in: practitioners, city staff, editors, coordinators, administrators."""
from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
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


class Message(models.Model):
    """What one person is told about one event: kept on their desk, and mailed once (`accounts/messages.py`)."""

    receiver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=200)  # what happened, such as "practice-step:12"
    language = models.CharField(max_length=10, default=languages.DEFAULT)  # public code; what it is written in
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    text = models.TextField()
    url = models.CharField(max_length=500, blank=True)  # a path of this site
    created_at = models.DateTimeField(default=timezone.now)
    sending_since = models.DateTimeField(null=True)  # a process has it in hand
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["receiver", "event"], name="one_message_per_event")]
        indexes = [
            models.Index(fields=["receiver", "-created_at"], name="messages_of"),
            models.Index(fields=["receiver"], condition=models.Q(read_at=None), name="messages_unread"),
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
