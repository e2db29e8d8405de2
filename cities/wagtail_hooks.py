"""Where editors keep cities, and coordinators hubs and the people of cities."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from cities import geography, merging
from cities.actions import record_change
from cities.admin.merging import MergeView
from cities.folding import folded
from cities.models import City, CityMembership, Hub


class CityIndex(IndexView):
    """Finds cities by any of their names, however spelled."""

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Cities of which some name holds what was typed."""
        wanted = folded(self.search_query or "")
        return queryset.filter(names__folded__contains=wanted).distinct() if wanted else queryset


class CityViewSet(SnippetViewSet):
    """Cities with their names."""

    model = City
    icon = "home"
    menu_label = _("Cities")
    index_view_class = CityIndex
    list_display = [
        "label",
        Column("country", label=_("Country or area"), accessor=lambda city: geography.country_name(city.country)),
        "membership",
        BooleanColumn("invented", label=_("Invented")),
    ]
    list_filter = ["country", "membership", "invented", "kind"]
    search_fields = ["names__text"]
    list_per_page = 50
    panels: list[Panel] = [
        MultiFieldPanel([FieldPanel("id"), FieldPanel("look_up"), FieldPanel("invented")], heading=_("Which place")),
        InlinePanel("names", heading=_("Names"), label=_("Name")),
        MultiFieldPanel(
            [
                FieldPanel("country"),
                FieldPanel("m49"),
                FieldPanel("kind"),
                FieldPanel("population"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                HelpPanel(geography.DISCLAIMER),
            ],
            heading=_("Where it lies"),
        ),
        MultiFieldPanel([FieldPanel("membership"), FieldPanel("listed")], heading=_("Network")),
        FieldPanel("note"),
    ]


    def get_queryset(self, request: object) -> QuerySet:
        """Without those that were merged: their ids only lead to others."""
        return City.objects.filter(merged_into=None)


class HubViewSet(SnippetViewSet):
    """Regional hubs."""

    model = Hub
    icon = "site"
    menu_label = _("Regional hubs")
    list_display = ["label", "slug", "order"]
    panels: list[Panel] = [
        FieldPanel("slug"),
        InlinePanel("labels", heading=_("Names"), label=_("Name"), max_num=6),
        FieldPanel("countries"),
        FieldPanel("order"),
    ]


class MembershipViewSet(SnippetViewSet):
    """Which account belongs to which city."""

    model = CityMembership
    icon = "group"
    menu_label = _("People of cities")
    list_display = ["user", "city", BooleanColumn("active", label=_("Active"))]
    list_filter = ["active"]
    search_fields = ["user__email"]
    panels: list[Panel] = [FieldPanel("user"), FieldPanel("city"), FieldPanel("active")]

    def get_queryset(self, request: object) -> QuerySet:
        """With the account, so that the list needs no query per row."""
        return CityMembership.objects.select_related("user", "city")


class PlacesGroup(SnippetViewSetGroup):
    """One menu entry for all of them."""

    menu_label = _("Places")
    menu_icon = "site"
    menu_order = 240
    items = (CityViewSet, HubViewSet, MembershipViewSet)


register_snippet(PlacesGroup)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Merging."""
    return [path("places/cities/<int:pk>/merge/", MergeView.as_view(), name="cities_merge")]


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way from the list of cities to merging."""
    if isinstance(snippet, City) and merging.may_merge(user):
        yield Button(_("Merge into another city"), reverse("cities_merge", args=[snippet.pk]), icon_name="resubmit",
                     priority=30)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def keep_membership(request: HttpRequest, instance: Model) -> None:
    """An audit entry for a membership that was made or changed in its own form."""
    if isinstance(instance, CityMembership):
        record_change(instance, by=request.user)


@hooks.register("after_delete_snippet")
def keep_deleted_memberships(request: HttpRequest, instances: Iterable[Model]) -> None:
    """An audit entry for each membership that was deleted."""
    for instance in instances:
        if isinstance(instance, CityMembership):
            record_change(instance, by=request.user, deleted=True)
