"""What stands between a city's first word and its publication: draft, steps, comments, screening."""
from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, Picture
from practices.choices import Question, State
from practices.guard.finding import Kind
from practices.models.practice import Practice
from practices.querysets import DraftFileQuerySet


class Draft(models.Model):
    """The answers a city is writing; nobody but the city's own people reads them before they are submitted.

    `answers` holds plain values by field name, `base` the same as they stood in the entry when the city began to change
    it, so that submitting again overwrites nothing but what the city itself has changed. `notes` is about the writing
    and never handed in: which page wrote a question last, where one stopped, what was said to be different.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="draft")
    language = models.CharField(_("language it is written in"), max_length=10)
    answers = models.JSONField(default=dict)
    base = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.practice_id} ({self.version})"


class DraftFile(models.Model):
    """A file that a city uploaded for an entry: ties it to the people who may read it before any page shows it."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="draft_files")
    picture = models.OneToOneField(Picture, null=True, on_delete=models.CASCADE, related_name="+")
    document = models.OneToOneField(Attachment, null=True, on_delete=models.CASCADE, related_name="+")

    objects = DraftFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(picture=None) ^ models.Q(document=None), name="draft_file_is_one_file"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.picture_id or self.document_id}"

    @property
    def kept(self) -> Any:
        """The picture or document itself."""
        return self.picture or self.document


class Step(models.Model):
    """One move in the life of a submission, with its reason; the messages about it are told from here."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="steps")
    was = models.CharField(max_length=20, choices=State.choices)
    state = models.CharField(max_length=20, choices=State.choices)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)  # public code; what the reason is written in
    revision = models.PositiveBigIntegerField(null=True)  # the newest version of the text when it was taken
    refused = models.BooleanField(default=False)  # proposed changes were not taken: the entry stays as it was
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.practice_id} {self.was} > {self.state}"


class FieldComment(models.Model):
    """What an editor asks the city to change in one answer."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="field_comments")
    question = models.CharField(_("question"), max_length=12, choices=Question.choices)
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=10, blank=True)  # public code; what it is written in
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.practice_id} {self.question}"


class Screening(models.Model):
    """The six questions that an editor answers and signs before the first publication.

    Where children or people who leave violence are concerned, a second editor signs as well.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="screening")
    voluntary = models.TextField(_("Is taking part voluntary?"), max_length=2000)
    legal_basis = models.TextField(_("What is the legal basis, and who oversees it independently?"), max_length=2000)
    records = models.TextField(
        _("What is recorded about individuals, who sees it, and for how long?"), max_length=2000
    )
    complaint = models.TextField(_("How can people complain?"), max_length=2000)
    consulted = models.TextField(_("Were the people affected consulted?"), max_length=2000)
    concerns = models.TextField(
        _("What do courts, UN bodies, national human-rights institutions and the press say?"), max_length=4000
    )
    untied = models.BooleanField(_("I share neither city, country, employer nor funder with this entry."))
    revision = models.PositiveBigIntegerField(_("version of the text that was read"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_at = models.DateTimeField(default=timezone.now)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    second_note = models.TextField(_("What the second look found"), max_length=2000, blank=True)

    def __str__(self) -> str:
        return f"{self.practice_id} {self.signed_at:%Y-%m-%d}"


class GuardNote(models.Model):
    """What the guard pointed out in an answer and why the city leaves it as it is; editors read it."""

    class Reason(models.TextChoices):
        """Why a wording stays."""

        HARMED = "harmed", _("It says who was harmed or wronged")
        PARTNER = "partner", _("It names a partner or who was consulted")
        OFFICIAL = "official", _("It is the name of a law or an official title")
        QUOTATION = "quotation", _("It is a quotation")
        NO_PERSON = "no-person", _("It is not about a single person")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="guard_notes")
    question = models.CharField(max_length=12, choices=Question.choices)
    finding = models.CharField(max_length=20)
    excerpt = models.CharField(max_length=300)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.practice_id} {self.finding}"

    @property
    def said(self) -> str:
        """What was pointed out, in words."""
        return str(Kind(self.finding).label)


class Withholding(models.Model):
    """A city asks not to be named: what a reader could still combine, and the editor who confirmed it."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="withholding")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    combines = models.JSONField(default=list)  # what a reader could still combine, as it stood when it was confirmed
    candidates = models.PositiveIntegerField(null=True)  # cities that would fit it
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.practice_id}"
