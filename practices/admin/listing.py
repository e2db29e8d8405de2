"""The list of practices in the admin, with the filters by which editors look for them."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from cities import geography, names
from cities.models import City
from core import languages
from practices.admin.start import StartView
from practices.admin.titles import titled
from practices.choices import Kind, State
from practices.models import Practice, PracticePage
from taxonomy import labels
from taxonomy.schemes import Scheme

INDENT = "\u2003"


def city_choices() -> list[tuple[str, str]]:
    """The cities that practices are about, by name."""
    used = City.objects.filter(pk__in=Practice.objects.values("original__cities")).values_list("pk", flat=True)
    return sorted(((str(pk), names.label(pk)) for pk in used), key=lambda choice: choice[1])


def region_choices() -> list[tuple[str, str]]:
    """The M49 regions as a tree."""
    return [
        (code, INDENT * (len(geography.with_parents(code)) - 1) + geography.region_name(code))
        for code in geography.regions()
    ]


def language_choices() -> list[tuple[str, str]]:
    """The languages that practices are written in."""
    used = set(PracticePage.objects.values_list("locale__language_code", flat=True))
    return [(language.django, language.name) for language in languages.ALL if language.django in used]


def concept_choices(scheme: str) -> Any:
    """The concepts of a vocabulary in the editor's language, read when the form is shown."""
    return lambda: labels.options(scheme)


class PracticeFilters(WagtailFilterSet):
    """Facts are those of the original, also where translations are listed."""

    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), field_name="practice__kind", choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), field_name="practice__state", choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    city = django_filters.ChoiceFilter(label=gettext_lazy("City"), choices=city_choices, method="about_city")
    region = django_filters.ChoiceFilter(label=gettext_lazy("Region"), choices=region_choices, method="in_region")
    form = django_filters.ChoiceFilter(
        label=Scheme.FORM.label, choices=concept_choices(Scheme.FORM), method="filed_under"
    )
    level = django_filters.ChoiceFilter(
        label=Scheme.LEVEL.label, choices=concept_choices(Scheme.LEVEL), method="filed_under"
    )
    locale = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"), field_name="locale__language_code", choices=language_choices
    )
    versions = django_filters.ChoiceFilter(
        label=gettext_lazy("Translations"), choices=[("all", gettext_lazy("Originals and translations"))],
        empty_label=gettext_lazy("Originals only"), method="also_translations", widget=forms.RadioSelect,
    )

    class Meta:
        model = PracticePage
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Originals, unless translations are asked for."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("versions") else found.filter(original_of__isnull=False)

    def about_city(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Practices of one city."""
        return self._whose_original(queryset, cities=value)

    def in_region(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Practices of a region and everything below it, also of cities without a country or area."""
        below = [code for code in geography.regions() if value in geography.with_parents(code)]
        inside = City.objects.filter(country__in=geography.countries_in(value)) | City.objects.filter(
            country="", m49__in=below)
        return self._whose_original(queryset, cities__in=inside.values("pk"))

    def filed_under(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Practices with a concept of the vocabulary that the filter is named after."""
        return self._whose_original(queryset, concepts__scheme=name, concepts__code=value)

    def also_translations(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Nothing is left out; see `filter_queryset`."""
        return queryset

    def _whose_original(self, queryset: QuerySet, **facts: Any) -> QuerySet:
        return queryset.filter(practice__original__in=PracticePage.objects.filter(**facts).values("pk"))


def cities_of(page: PracticePage) -> str:
    """The cities of the original; a withheld one is named here, where only editors look."""
    practice = page.practice
    if practice is None or practice.original is None:
        return ""
    own = _(", ").join(names.label(city.pk) for city in practice.original.cities.all())
    return _("%(cities)s (not named in public)") % {"cities": own} if practice.city_withheld else own


def edit_url(page: PracticePage) -> str:
    """The form of a page, where every other action on it is offered too."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class PracticeIndex(IndexView):
    """A row per practice: title, kind, city, state, language, last change.

    Wagtail's menu of actions on each row is left out: wagtail-localize asks the database twice for every one of them.
    """

    base_filterset_class = PracticeFilters
    add_item_label = gettext_lazy("Add a practice")
    page_title = gettext_lazy("Practices")
    show_locale_labels = False
    base_columns: list[BaseColumn] = [
        TitleColumn("title", label=gettext_lazy("Title"), sort_key="title", get_url=edit_url),
        Column("kind", label=gettext_lazy("Kind"), accessor="practice.get_kind_display"),
        Column("city", label=gettext_lazy("City"), accessor=cities_of),
        Column("state", label=gettext_lazy("State"), accessor="practice.get_state_display", width="12%"),
        Column("language", label=gettext_lazy("Language"), accessor="language.name", width="10%"),
        DateColumn("latest_revision_created_at", label=gettext_lazy("Updated"),
                   sort_key="latest_revision_created_at", width="12%"),
    ]

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """With everything the columns show, in a constant number of queries."""
        practices = Practice.objects.select_related("original").prefetch_related("original__cities")
        return super().annotate_queryset(pages).prefetch_related(Prefetch("practice", queryset=practices))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the title of the practice in any of its languages."""
        if not self.is_searching:
            return queryset
        found = PracticePage.objects.filter(titled(self.search_query.replace("\x00", "")))
        return queryset.filter(practice__in=found.values("practice"))

    @cached_property
    def verbose_name_plural(self) -> Any:
        """What the list counts."""
        return Practice._meta.verbose_name_plural

    def get_breadcrumbs_items(self) -> Iterable[dict[str, Any]]:
        """Home and this list."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Practices")}]


class PracticeListing(PageListingViewSet):
    """"Practices" in the main menu."""

    name = "practice_list"
    url_prefix = "practices"
    model = PracticePage
    icon = "clipboard-list"
    menu_label = gettext_lazy("Practices")
    menu_order = 90
    add_to_admin_menu = True
    index_view_class = PracticeIndex
    choose_parent_view_class = StartView
    filterset_class = PracticeFilters
    list_per_page = 50
