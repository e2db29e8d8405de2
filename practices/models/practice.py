"""The language-neutral row of a practice: what holds for every language at once."""
from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models import City
from core import languages
from practices.choices import READABLE_STATES, Kind, ReviewDepth, State, VersionState, Visibility
from practices.querysets import LanguageVersionQuerySet, PracticeQuerySet

if TYPE_CHECKING:
    from practices.models.pages import PracticePage


CHILD_OF_KIND: dict[str, str] = {
    Kind.CASE_STUDY: "casestudypage",
    Kind.LESSON_LEARNED: "lessonlearnedpage",
    Kind.PROGRAMME: "preventionprogrammepage",
}


class Practice(models.Model):
    """One practice, whatever languages it can be read in.

    State, visibility and embargo stand here, outside page revisions, so that a withdrawal or a restriction takes
    effect for every language at once. Only `practices.actions` changes them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    original = models.OneToOneField(
        "practices.PracticePage", null=True, on_delete=models.SET_NULL, related_name="original_of",
        verbose_name=_("original"),
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT, db_index=True)
    visibility = models.CharField(
        _("who may read it"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    embargo_until = models.DateTimeField(_("not before (UTC)"), null=True, blank=True)
    city_withheld = models.BooleanField(_("city not named"), default=False)
    owner_city = models.ForeignKey(
        City, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("submitting city")
    )
    submitters = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    contact_email = models.EmailField(_("address for questions (never shown)"), blank=True)
    from_public_sources = models.BooleanField(_("documented from public sources"), default=False)
    invented = models.BooleanField(_("invented for demonstration"), default=False)
    review_depth = models.CharField(
        _("review"), max_length=20, choices=ReviewDepth.choices, default=ReviewDepth.SUBMITTED
    )
    version = models.PositiveIntegerField(default=1)
    first_published_at = models.DateTimeField(null=True, blank=True)
    last_confirmed_at = models.DateTimeField(_("last confirmed"), null=True, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    licence_agreed_at = models.DateTimeField(_("licence agreed to"), null=True, blank=True)
    paused_at = models.DateTimeField(
        _("paused"), null=True, blank=True, help_text=_("While a concern is looked into, nobody reads it.")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("assigned to"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        indexes = [models.Index(fields=["state", "visibility", "embargo_until"], name="practice_visible")]

    def __str__(self) -> str:
        return self.original.title if self.original else str(self.id)

    @property
    def is_readable(self) -> bool:
        """Whether anybody outside the editors' desk may read it."""
        return self.state in READABLE_STATES and self.paused_at is None

    @property
    def licence_agreed(self) -> bool:
        """Whether the city agreed to the licence."""
        return self.licence_agreed_at is not None

    def newest_text(self) -> PracticePage | None:
        """The newest version of the original, published or not, read from the database now."""
        page = self.pages.filter(pk=self.original_id).first()
        return page.specific.get_latest_revision_as_object() if page else None

    def available_versions(self) -> list[LanguageVersion]:
        """The language versions a reader can have, the original first, then by code; uses what is prefetched."""
        versions = [version for version in self.versions.all() if version.is_available]
        return sorted(versions, key=lambda version: (version.state != VersionState.ORIGINAL, version.language))

    def version_for(self, *wanted: str) -> LanguageVersion | None:
        """The first available version among the wanted public codes, else the original, else any."""
        versions = self.available_versions()
        by_code = {version.language: version for version in versions}
        for code in wanted:
            if code in by_code:
                return by_code[code]
        return versions[0] if versions else None


class LanguageVersion(models.Model):
    """One language that a practice can be read in, with how that text came about."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=10)
    page = models.OneToOneField("practices.PracticePage", on_delete=models.CASCADE, related_name="language_version")
    state = models.CharField(max_length=20, choices=VersionState.choices)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = LanguageVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "language"], name="one_version_per_language")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.language} ({self.state})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the language must be one the site knows."""
        languages.by_public(self.language)
        super().save(*args, **kwargs)

    @property
    def is_available(self) -> bool:
        """Whether a reader can have this text; a row exists only for finished versions, so its page must be live."""
        return bool(self.page.live)

    @property
    def tongue(self) -> languages.Language:
        """The language's own record: name, direction, tag."""
        return languages.by_public(self.language)

    @property
    def text(self) -> PracticePage:
        """The page that carries the text, as its own kind; no query after `with_texts()`."""
        return getattr(self.page, CHILD_OF_KIND[self.practice.kind])
