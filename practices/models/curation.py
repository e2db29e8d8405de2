"""What editors gather and keep in order: collections, invitations to write, link checks, changes of many at once."""
from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cities.models import City, Hub
from core import languages
from core.updates import ToldQuerySet
from practices.collections.forms import CollectionForm
from practices.models.practice import Practice
from practices.querysets import CollectionQuerySet
from search import changes
from taxonomy.models import Concept

USER = settings.AUTH_USER_MODEL
LANGUAGE_CHOICES = [(language.public, language.name) for language in languages.INTERFACE]


class Collection(ClusterableModel):
    """Entries that an editor has chosen and put in order, for a hub, a theme or everybody."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    hub = models.ForeignKey(
        Hub, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("regional hub")
    )
    theme = models.ForeignKey(
        Concept, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("theme")
    )
    published = models.BooleanField(_("published"), default=False)
    on_home = models.BooleanField(_("on the home page"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CollectionQuerySet.as_manager()
    base_form_class = CollectionForm

    class Meta:
        ordering = ("order", "slug")
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def __str__(self) -> str:
        return self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with texts and items as one change."""
        with changes.told_once():
            super().save(*args, **kwargs)


class CollectionText(models.Model):
    """What a collection is called and why it was made, in one interface language."""

    collection = ParentalKey(Collection, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, choices=LANGUAGE_CHOICES)
    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=2000, blank=True)

    objects = ToldQuerySet.as_manager()

    class Meta:
        ordering = ("language", "pk")
        constraints = [models.UniqueConstraint(fields=["collection", "language"], name="one_text_of_a_collection")]

    def __str__(self) -> str:
        return self.title


class CollectionItem(Orderable):
    """An entry in a collection."""

    collection = ParentalKey(Collection, on_delete=models.CASCADE, related_name="items")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+", verbose_name=_("entry"))

    objects = ToldQuerySet.as_manager()

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["collection", "practice"], name="once_in_a_collection")]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.practice_id}"


class DraftInvitation(models.Model):
    """An editor or coordinator asks a city to tell of something; opens a draft in which some answers stand already."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+", verbose_name=_("city"))
    note = models.TextField(_("what you ask for, and why"), max_length=2000)
    language = models.CharField(_("language of the note"), max_length=10, default=languages.DEFAULT)
    answers = models.JSONField(_("answers that stand in the draft"), default=dict, blank=True)
    by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    practice = models.OneToOneField(
        Practice, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitation"
    )

    class Meta:
        ordering = ("-at", "pk")

    def __str__(self) -> str:
        return f"{self.city_id} {self.at:%Y-%m-%d}"


class LinkCheck(models.Model):
    """What somebody's own tool found at an address that entries cite; this server asks no address itself."""

    url = models.URLField(_("address"), max_length=1000, unique=True)
    works = models.BooleanField(_("works"), default=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    checked_on = models.DateField(_("checked"))
    archived_url = models.URLField(_("archived copy"), max_length=1000, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    imported_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("url",)

    def __str__(self) -> str:
        return self.url


class BulkChange(models.Model):
    """One change of many entries, with what each was before, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.CharField(max_length=20)
    rows = models.JSONField(default=list)
    by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-at", "pk")

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d}"


class LanguageWish(models.Model):
    """A reader asks for an entry in a language; `reader` is a digest whose key is thrown away each day."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="wishes")
    language = models.CharField(max_length=10)
    reader = models.CharField(max_length=64)
    day = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.UniqueConstraint(
            fields=["practice", "language", "day", "reader"], name="one_wish_a_day")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.language}"
