"""Results that editors put above the others, for one question in one language."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import languages
from core.stamps import StampedTable
from search import groups
from search.models.synonyms import LANGUAGES
from search.normalise import MAX_CHARACTERS, normalise
from search.query import parse

MOST_ENTRIES = 5
Place = tuple[date | None, date | None, tuple[str, ...]]  # from, to, ids in their order
Places = Mapping[tuple[str, str], tuple[Place, ...]]


def key_of(question: str, language: str) -> str:
    """What two questions of a language share that have the same words, whatever their order and inflection."""
    return " ".join(sorted(set(parse(question, language).terms(language))))


class Promotion(models.Model):
    """One question, and from when to when its results are promoted."""

    language = models.CharField(
        _("language"), max_length=3, choices=LANGUAGES, help_text=_("The language that the question is asked in."))
    question = models.CharField(
        _("question"), max_length=MAX_CHARACTERS,
        help_text=_("Counts for the same words in any order and inflection of this language."))
    valid_from = models.DateField(_("from"), null=True, blank=True, help_text=_("Empty: from now on."))
    valid_to = models.DateField(_("to, including that day"), null=True, blank=True, help_text=_("Empty: for good."))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ("language", "question", "pk")
        indexes = [models.Index(fields=["language"], name="promotion_language")]
        constraints = [models.CheckConstraint(
            condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=models.F("valid_to")),
            name="promotion_ends_after_it_begins", violation_error_message=_("The last day is before the first."))]
        verbose_name = _("promoted results")
        verbose_name_plural = _("promoted results")

    def __str__(self) -> str:
        return self.question

    @property
    def tongue(self) -> languages.Language:
        """Its language, for the direction of the question."""
        return languages.by_public(self.language)

    @property
    def key(self) -> str:
        """What a question must come to, computed anew so that a better analysis needs no migration."""
        return key_of(self.question, self.language)

    def clean(self) -> None:
        """A question must have words, and each may be answered by one promotion only."""
        self.question = normalise(self.question)
        if not self.language:
            return
        if not self.key:
            raise ValidationError({"question": _("Write a question with at least one word.")})
        if groups.only_names(self.question):
            raise ValidationError({"question": _("A question that only names a group of people has no promoted "
                                                 "results: it would tie them to that group.")})
        others = Promotion.objects.filter(language=self.language).exclude(pk=self.pk)
        if any(other.key == self.key for other in others):
            raise ValidationError({"question": _("There are promoted results for these words already: change those.")})


class Promoted(models.Model):
    """One document at its place; `document` is its id in every index."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="entries")
    document = models.CharField(max_length=64)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["promotion", "document"], name="promoted_once")]

    def __str__(self) -> str:
        return self.document


def _build() -> Places:
    table: dict[tuple[str, str], tuple[Place, ...]] = {}
    for promotion in Promotion.objects.prefetch_related("entries").order_by("pk"):
        entries = tuple(entry.document for entry in promotion.entries.all())
        place: Place = (promotion.valid_from, promotion.valid_to, entries)
        own = (promotion.language, promotion.key)
        table[own] = (*table.get(own, ()), place)
    return table


TABLE: StampedTable[Places] = StampedTable("search.promotions", _build)
TABLE.follow(Promotion, Promoted)
