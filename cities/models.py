"""Places: cities with their names, the network's regional hubs, and who belongs to which city."""
from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cities import folding, geography, names
from cities.forms import CityForm, HubForm, MembershipForm
from cities.querysets import CityQuerySet, GazetteerQuerySet, MembershipQuerySet
from core import languages
from core.updates import ToldQuerySet
from search import changes

INTERFACE_CHOICES = [(language.public, language.name) for language in languages.INTERFACE]
NAME_CHOICES = [("", _("local")), *INTERFACE_CHOICES]
COUNTRY_CODE = RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, as in ISO 3166-1."))
M49_CODE = RegexValidator(r"^\d{3}$", _("Three digits, as in the UN M49 list."))


class City(ClusterableModel):
    """A city or other local authority; its key is the GeoNames id, or one above nine thousand million if invented."""

    NONE, MEMBER, LEFT = "none", "member", "left"
    MEMBERSHIP = ((NONE, _("not a member")), (MEMBER, _("member")), (LEFT, _("has left")))
    KINDS = (
        ("capital", _("capital")),
        ("city", _("city")),
        ("town", _("town")),
        ("district", _("district or borough")),
        ("county", _("county, province or state")),
    )

    id = models.BigIntegerField(_("GeoNames id"), primary_key=True, blank=True)
    invented = models.BooleanField(
        _("invented"), default=False, help_text=_("A municipality of the demonstration that exists nowhere.")
    )
    kind = models.CharField(_("kind of authority"), max_length=10, choices=KINDS, default="city")
    country = models.CharField(
        _("country or area"), max_length=2, blank=True, validators=[COUNTRY_CODE],
        help_text=_("Leave empty where none should be shown."),
    )
    m49 = models.CharField(_("UN M49 region"), max_length=3, blank=True, validators=[M49_CODE])
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    note = models.TextField(_("note for editors"), blank=True)
    membership = models.CharField(_("membership"), max_length=8, choices=MEMBERSHIP, default=NONE)
    listed = models.BooleanField(
        _("listed as a member"), default=False, help_text=_("A city may be a member without being listed.")
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged",
        verbose_name=_("merged into"),
    )

    objects = CityQuerySet.as_manager()
    base_form_class = CityForm

    class Meta:
        ordering = ("id",)
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return self.label()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give an invented municipality the next free key, and every place the region of its country."""
        if self.id is None:
            self.id = type(self).objects.next_invented_id()
        self.m49 = geography.lowest_region(self.country) or self.m49
        with changes.told_once():
            super().save(*args, **kwargs)

    def label(self, ui: str | None = None) -> str:
        """The name in an interface language (public code), without a query."""
        return names.label(self.pk, ui)

    @property
    def is_member(self) -> bool:
        """Whether the city is an approved member of the network."""
        return self.membership == self.MEMBER

    @property
    def is_real(self) -> bool:
        """Whether the place exists."""
        return not self.invented


class CityName(models.Model):
    """A name under which a city is shown or found; an empty language stands for local or unknown."""

    PREFERRED, ALTERNATIVE, SEARCH = "preferred", "alternative", "search"
    KINDS = (
        (PREFERRED, _("preferred: displayed")),
        (ALTERNATIVE, _("alternative: also in use")),
        (SEARCH, _("searched only")),
    )

    city = ParentalKey(City, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=3, blank=True, choices=NAME_CHOICES)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default=PREFERRED)
    text = models.CharField(_("name"), max_length=120)
    folded = models.CharField(max_length=160, editable=False, db_index=True)

    objects = ToldQuerySet.as_manager()

    class Meta:
        ordering = ("language", "kind", "pk")
        verbose_name = _("name")
        verbose_name_plural = _("names")

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the form that searching compares."""
        self.folded = folding.folded(self.text)
        super().save(*args, **kwargs)


class Hub(ClusterableModel):
    """A regional hub of the network: a group of countries, of which each belongs to one hub only."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    countries = models.JSONField(
        _("countries and areas"), default=list, help_text=_("A list of two-letter codes, as in ISO 3166-1.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ToldQuerySet.as_manager()
    base_form_class = HubForm

    class Meta:
        ordering = ("order", "slug")
        verbose_name = _("regional hub")
        verbose_name_plural = _("regional hubs")

    def __str__(self) -> str:
        return self.label()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with all names as one change."""
        with changes.told_once():
            super().save(*args, **kwargs)

    def label(self, ui: str | None = None) -> str:
        """The name in an interface language (public code), without a query."""
        return names.hub_label(self.slug, ui)


class HubLabel(models.Model):
    """The name of a hub in one interface language."""

    hub = ParentalKey(Hub, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=3, choices=INTERFACE_CHOICES)
    text = models.CharField(_("name"), max_length=120)

    objects = ToldQuerySet.as_manager()

    class Meta:
        ordering = ("language",)
        verbose_name = _("name")
        verbose_name_plural = _("names")

    def __str__(self) -> str:
        return self.text


class CityMembership(models.Model):
    """A person who works for a city; the account knows nothing of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="people", verbose_name=_("city"))
    active = models.BooleanField(_("active"), default=True)

    objects = MembershipQuerySet.as_manager()
    base_form_class = MembershipForm

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "city"], name="unique_city_membership")]
        verbose_name = _("person of a city")
        verbose_name_plural = _("people of cities")

    def __str__(self) -> str:
        return f"{self.city_id}: {self.user_id}"


class GazetteerPlace(models.Model):
    """A populated place of the world (GeoNames), from which an editor makes a city."""

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=160, db_index=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()

    objects = GazetteerQuerySet.as_manager()

    class Meta:
        ordering = ("-population", "id")
        verbose_name = _("place of the gazetteer")
        verbose_name_plural = _("places of the gazetteer")

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"


names.TABLE.follow(City, CityName, Hub, HubLabel)
