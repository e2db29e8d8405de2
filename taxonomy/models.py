"""Controlled vocabularies shaped after SKOS, and free keywords that an editor accepts."""
from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase

from core import languages
from core.updates import ToldQuerySet
from search import changes
from taxonomy import keywords, labels, wording
from taxonomy.forms import ConceptForm
from taxonomy.querysets import ConceptQuerySet, KeywordQuerySet
from taxonomy.schemes import Scheme

LANGUAGE_CHOICES = [(language.public, language.name) for language in languages.INTERFACE]
CODE = RegexValidator(r"^[a-z0-9]+([-_][a-z0-9]+)*$", _("Use small Latin letters, digits and hyphens."))


class Concept(ClusterableModel):
    """One idea that practices are filed under; its code never changes once published."""

    LIVE, PROVISIONAL, RETIRED = "live", "provisional", "retired"
    STATUSES = ((LIVE, _("live")), (PROVISIONAL, _("provisional")), (RETIRED, _("retired")))

    scheme = models.CharField(_("vocabulary"), max_length=20, choices=Scheme.choices)
    code = models.CharField(
        _("code"), max_length=40, validators=[CODE], help_text=_("Part of addresses: fixed once published.")
    )
    broader = models.ForeignKey(
        "self", verbose_name=_("broader concept"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="narrower",
    )
    source = models.CharField(_("source of the definition"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=STATUSES, default=PROVISIONAL)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, on_delete=models.PROTECT, related_name="merged",
        help_text=_("The code stays valid and leads to this concept."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConceptQuerySet.as_manager()
    base_form_class = ConceptForm

    class Meta:
        ordering = ("scheme", "order", "code")
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="unique_concept_code")]
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")

    def __str__(self) -> str:
        return f"{self.scheme}: {self.label()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with all labels as one change."""
        with changes.told_once():
            super().save(*args, **kwargs)

    def label(self, ui: str | None = None) -> str:
        """The preferred label in an interface language (public code), without a query."""
        return labels.label(self.scheme, self.code, ui)

    def definition(self, ui: str | None = None) -> str:
        """The definition in an interface language, empty where nobody wrote one."""
        return labels.definition(self.scheme, self.code, ui)


class Label(models.Model):
    """A name of a concept in one language."""

    PREFERRED, ALTERNATIVE, HIDDEN = "preferred", "alternative", "hidden"
    KINDS = (
        (PREFERRED, _("preferred: displayed")),
        (ALTERNATIVE, _("alternative: searched, allowed in text")),
        (HIDDEN, _("hidden: searched only")),
    )

    concept = ParentalKey(Concept, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=3, choices=LANGUAGE_CHOICES)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default=PREFERRED)
    text = models.CharField(_("label"), max_length=200)

    objects = ToldQuerySet.as_manager()

    class Meta:
        ordering = ("language", "kind", "pk")
        verbose_name = _("label")
        verbose_name_plural = _("labels")

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; whatever way it came in, a displayed form of violence never names a group."""
        displayed = self.kind == self.PREFERRED
        if self.concept.scheme == Scheme.FORM and displayed and wording.names_group(self.language, self.text):
            raise ValidationError(wording.GROUP)
        super().save(*args, **kwargs)


class Definition(models.Model):
    """What a concept means, in one language."""

    concept = ParentalKey(Concept, on_delete=models.CASCADE, related_name="definitions")
    language = models.CharField(_("language"), max_length=3, choices=LANGUAGE_CHOICES)
    text = models.TextField(_("definition"))

    objects = ToldQuerySet.as_manager()

    class Meta:
        ordering = ("language", "pk")
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")

    def __str__(self) -> str:
        return self.text


class Keyword(TagBase):
    """A free keyword: readers see it only after an editor has accepted it."""

    accepted = models.BooleanField(_("accepted"), default=False)
    refused = models.BooleanField(_("refused"), default=False, editable=False)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="merged",
    )
    concept = models.ForeignKey(
        Concept, verbose_name=_("concept that it became"), null=True, blank=True, editable=False,
        on_delete=models.PROTECT, related_name="was_keyword",
    )

    objects = KeywordQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")


class KeywordItem(ItemBase):
    """What a content app derives its own through table from: it adds `content_object`."""

    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="%(app_label)s_%(class)s_items")

    class Meta:
        abstract = True


labels.TABLE.follow(Concept, Label, Definition)
keywords.TABLE.follow(Keyword)
