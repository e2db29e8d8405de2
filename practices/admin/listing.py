"""The list of practices in the admin, with the filters by which editors look for them and changes of many."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from cities import geography, names
from cities.models import City
from core import languages
from core.cldr import long_date
from practices import assigning, waiting, withholding
from practices.admin.bulk_forms import offered
from practices.admin.inbox_rows import days_since
from practices.admin.start import StartView
from practices.admin.titles import titled
from practices.bulk.running import AT_ONCE
from practices.choices import WAITING_STATES, Kind, State
from practices.models import Practice, PracticePage
from taxonomy import labels
from taxonomy.schemes import Scheme

INDENT = "\u2003"
CHOOSE, ON_PAGE, FOUND = "choose", "page", "found"


def city_choices() -> list[tuple[str, str]]:
    """The cities that practices are about, by name."""
    named = Practice.objects.filter(city_withheld=False).values("original__cities")
    used = City.objects.filter(pk__in=named).values_list("pk", flat=True)
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


def hub_choices() -> list[tuple[str, str]]:
    """The regional hubs."""
    return [(hub.slug, names.hub_label(hub.slug)) for hub in names.hubs()]


def people_choices() -> list[tuple[str, str]]:
    """Whom entries are assigned to, and nobody."""
    return [(waiting.NOBODY, _("Nobody")), *((str(each.pk), str(each)) for each in assigning.people())]


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
    hub = django_filters.ChoiceFilter(label=gettext_lazy("Regional hub"), choices=hub_choices, method="of_hub")
    assignee = django_filters.ChoiceFilter(
        label=gettext_lazy("Assigned to"), choices=people_choices, method="assigned_to"
    )
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
        """Practices of one city, which names them."""
        return self._whose_original(queryset, original_of__city_withheld=False, cities=value)

    def in_region(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Practices of a region and everything below it, also of cities without a country or area."""
        below = [code for code in geography.regions() if value in geography.with_parents(code)]
        inside = City.objects.filter(country__in=geography.countries_in(value)) | City.objects.filter(
            country="", m49__in=below)
        told = [page for page, (regions, _hubs) in withholding.told_places().items() if value in regions]
        return self._at(queryset, PracticePage.objects.filter(cities__in=inside.values("pk")), told)

    def of_hub(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Practices of a hub: it was chosen for them, or a country of theirs belongs to it."""
        countries = [code for hub in names.hubs() if hub.slug == value for code in hub.countries]
        own = PracticePage.objects.filter(hub__slug=value) | PracticePage.objects.filter(
            cities__in=City.objects.filter(country__in=countries).values("pk"))
        told = [page for page, (_regions, hubs) in withholding.told_places().items() if value in hubs]
        return self._at(queryset, own, told)

    def _at(self, queryset: QuerySet, pages: QuerySet, told: list[int]) -> QuerySet:
        """Practices at a place; of those whose city is not named the ones of which that is told."""
        named = Q(practice__original__in=pages.values("pk"), practice__city_withheld=False)
        return queryset.filter(named | Q(practice__original__in=told))

    def assigned_to(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Practices on the desk of one person, or of nobody."""
        return queryset.filter(practice__assignee=None if value == waiting.NOBODY else value)

    def filed_under(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Practices with a concept of the vocabulary that the filter is named after, or one merged into it."""
        merged = [code for code in labels.TABLE.get().get(name, {}) if labels.canonical(name, code) == value]
        return self._whose_original(queryset, concepts__scheme=name, concepts__code__in=merged or [value])

    def also_translations(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Nothing is left out; see `filter_queryset`."""
        return queryset

    def _whose_original(self, queryset: QuerySet, **facts: Any) -> QuerySet:
        return queryset.filter(practice__original__in=PracticePage.objects.filter(**facts).values("pk"))


def cities_of(page: PracticePage) -> str:
    """The cities of the original; a withheld one is named where an editor decides, not in a list for all the staff."""
    practice = page.practice
    if practice is None or practice.original is None:
        return ""
    if practice.city_withheld:
        return _("City not named")
    return _(", ").join(names.label(city.pk) for city in practice.original.cities.all())


def edit_url(page: PracticePage) -> str:
    """The form of a page, where every other action on it is offered too."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def waits(page: PracticePage) -> str:
    """For how long it has been waiting for an editor, empty where it does not."""
    practice: Any = page.practice
    return days_since(practice.since) if practice and practice.state in WAITING_STATES else ""


def due(page: PracticePage) -> Any:
    """By when it should be answered, with a word where that day has gone by."""
    practice: Any = page.practice
    day = waiting.due_of(practice.state, practice.due_on, practice.since) if practice else None
    if day is None or day >= timezone.localdate():
        return long_date(day) if day else ""
    return format_html("{} <strong>{}</strong>", long_date(day), _("overdue"))


class ChoiceColumn(Column):
    """A box to tick, for changes of many; works without a script."""

    cell_template_name = "practices/admin/parts/tick.html"

    class Media:
        css = {"all": ["admin/inbox.css"]}

    def get_cell_context_data(self, instance: PracticePage, parent_context: Any) -> dict[str, Any]:
        """With whether all are chosen."""
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context.get("request")
        return {**context, "checked": request is not None and request.GET.get(CHOOSE) in (ON_PAGE, FOUND)}


class PracticeIndex(IndexView):
    """A row per practice: title, kind, city, state, language, who looks after it and by when, last change.

    Wagtail's menu of actions on each row is left out: wagtail-localize asks the database twice for every one of them.
    """

    base_filterset_class = PracticeFilters
    add_item_label = gettext_lazy("Add a practice")
    page_title = gettext_lazy("Practices")
    show_locale_labels = False
    results_template_name = "practices/admin/listing_results.html"
    base_columns: list[BaseColumn] = [
        ChoiceColumn("choose", label=gettext_lazy("Choose"), accessor="practice_id", width="5%"),
        TitleColumn("title", label=gettext_lazy("Title"), sort_key="title", get_url=edit_url, width="26%"),
        Column("kind", label=gettext_lazy("Kind"), accessor="practice.get_kind_display"),
        Column("city", label=gettext_lazy("City"), accessor=cities_of),
        Column("state", label=gettext_lazy("State"), accessor="practice.get_state_display", width="12%"),
        Column("language", label=gettext_lazy("Language"), accessor="language.name", width="10%"),
        Column("waits", label=gettext_lazy("Waiting since"), accessor=waits),
        Column("due", label=gettext_lazy("Due"), accessor=due, sort_key="practice__due_on"),
        Column("assignee", label=gettext_lazy("Assigned to"), accessor="practice.assignee"),
        DateColumn("latest_revision_created_at", label=gettext_lazy("Updated"),
                   sort_key="latest_revision_created_at", width="12%"),
    ]

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """With everything the columns show, in a constant number of queries."""
        practices = waiting.with_wait(
            Practice.objects.select_related("original", "assignee").prefetch_related("original__cities"))
        return super().annotate_queryset(pages).prefetch_related(Prefetch("practice", queryset=practices))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the title of the practice in any of its languages."""
        if not self.is_searching:
            return queryset
        found = PracticePage.objects.filter(titled(self.search_query.replace("\x00", "")))
        return queryset.filter(practice__in=found.values("practice"))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With what can be done to many entries; those that were chosen on other pages are carried along."""
        context = super().get_context_data(*args, **kwargs)
        asked, query = self.request.GET.get(CHOOSE), self.request.GET.copy()
        query.pop(CHOOSE, None)
        here = f"{self.get_index_url()}?{query.urlencode()}"
        found = self.queryset_found if asked == FOUND else []
        shown = {str(page.practice_id) for page in context["object_list"]}
        return {**context, "actions": offered(self.request.user), "here": here,
                "chosen": asked in (ON_PAGE, FOUND), "choose_page": f"{here}&{CHOOSE}={ON_PAGE}",
                "choose_found": f"{here}&{CHOOSE}={FOUND}", "at_once": AT_ONCE,
                "elsewhere": [key for key in map(str, found) if key not in shown]}

    @property
    def queryset_found(self) -> list[Any]:
        """The entries of all pages of the list, as many as can be changed at once."""
        return list(self.object_list.values_list("practice", flat=True)[:AT_ONCE])

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
