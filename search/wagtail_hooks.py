"""Where search hooks into the Wagtail admin."""
from __future__ import annotations

from django.urls import include, path
from django.urls.resolvers import URLResolver
from wagtail import hooks

from search.admin.desk import DeskMenu, OverviewView
from search.admin.promotions import PromotionsView, PromotionView
from search.admin.status import StatusItem, StatusView
from search.admin.synonyms import GroupView, SynonymsView


@hooks.register("register_reports_menu_item")
def status_item() -> StatusItem:
    """How search stands, among the reports."""
    return StatusItem()


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """The pages of search."""
    urls = [path("status/", StatusView.as_view(), name="status")]
    return [path("search-desk/", include((urls, "search_admin")))]


@hooks.register("register_admin_menu_item")
def desk_menu() -> DeskMenu:
    """The search desk, in the main menu."""
    return DeskMenu()


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLResolver]:
    """The pages of the search desk."""
    urls = [
        path("", OverviewView.as_view(), name="overview"),
        path("promoted/", PromotionsView.as_view(), name="promotions"),
        path("promoted/add/", PromotionView.as_view(), name="add-promotion"),
        path("promoted/<int:id>/", PromotionView.as_view(), name="promotion"),
        path("synonyms/", SynonymsView.as_view(), name="synonyms"),
        path("synonyms/add/", GroupView.as_view(), name="add-synonyms"),
        path("synonyms/<int:id>/", GroupView.as_view(), name="change-synonyms"),
    ]
    return [path("search-desk/", include((urls, "search_desk")))]
