"""Where practices hook into the Wagtail admin."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.urls.resolvers import URLResolver
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from core import languages
from practices.admin import publishing, suggestions, translation_hooks, uploads
from practices.admin.bulk import BulkChangesView, BulkChangeView, BulkView
from practices.admin.inbox import InboxView
from practices.admin.invitations import InvitationsView
from practices.admin.links import LinksView
from practices.admin.listing import PracticeListing
from practices.admin.menu import InboxItem, InvitationsItem, RemitItem, WeekItem, report_items
from practices.admin.reports import ReportView, WeekView
from practices.admin.review_urls import urlpatterns as reviewing
from practices.admin.triage import TriageView
from practices.collections.snippet import CollectionViewSet
from practices.models import PracticePage

__all__ = ["translation_hooks"]  # registers its own
TO_ALIAS = "localize-convert-to-alias"
uploads.register()
register_snippet(CollectionViewSet)


@hooks.register("register_admin_viewset")
def listing() -> PracticeListing:
    """The list of practices, in the main menu."""
    return PracticeListing()


@hooks.register("register_admin_menu_item")
def inbox_item() -> InboxItem:
    """The inbox, first in the main menu."""
    return InboxItem()


@hooks.register("register_admin_menu_item")
def week_item() -> WeekItem:
    """The week, right after it."""
    return WeekItem()


@hooks.register("register_admin_menu_item")
def remit_item() -> RemitItem:
    """What one looks after."""
    return RemitItem()


@hooks.register("register_admin_menu_item")
def invitations_item() -> InvitationsItem:
    """Invitations to write, beside the collections."""
    return InvitationsItem()


@hooks.register("construct_reports_menu")
def reports(request: HttpRequest, menu_items: list[Any]) -> None:
    """What editors want to know about the whole, before Wagtail's own reports."""
    menu_items[:0] = report_items(request)


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Inbox, review, concerns, evidence and suggestions."""
    urls = [
        path("inbox/", InboxView.as_view(), name="inbox"),
        path("<uuid:id>/triage/", TriageView.as_view(), name="triage"),
        path("week/", WeekView.as_view(), name="week"),
        path("reports/", ReportView.as_view(), name="reports"),
        path("reports/<slug:name>/", ReportView.as_view(), name="report"),
        path("bulk/", BulkView.as_view(), name="bulk"),
        path("bulk/changes/", BulkChangesView.as_view(), name="bulk-changes"),
        path("bulk/changes/<uuid:id>/", BulkChangeView.as_view(), name="bulk-change"),
        *reviewing,
        path("invitations/", InvitationsView.as_view(), name="invitations"),
        path("links/", LinksView.as_view(), name="links"),
        path("suggest/cities/", suggestions.cities, name="cities"),
        path("suggest/practices/", suggestions.practices, name="practices"),
    ]
    return [path("practices/", include((urls, "practices_admin")))]


@hooks.register("before_publish_page")
def before_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Nobody publishes an item of their own city or of their own hand."""
    return publishing.before_publishing(request, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def after_saving(request: HttpRequest, page: Any) -> None:
    """Who may read it takes effect with the saving."""
    publishing.after_saving(request, page)


@hooks.register("after_create_page", order=-1)
def after_writing(request: HttpRequest, page: Any) -> None:
    """The author of a new entry does not decide about it, but says who may read it as long as it is a draft."""
    publishing.after_writing(request, page)


@hooks.register("after_copy_page")
def after_copying(request: HttpRequest, page: Any, copy: Any) -> None:
    """Nor does who copied one."""
    publishing.after_writing(request, copy.specific)


@hooks.register("register_page_header_buttons")
def practice_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way from a text to its review and to the evidence of its outcomes."""
    own = page.specific_deferred
    if isinstance(own, PracticePage) and own.practice_id:
        review = reverse("practices_admin:review", args=[own.practice_id])
        yield Button(_("Review"), url=review, icon_name="clipboard-list", priority=24)
        address = reverse("practices_admin:evidence", args=[own.practice_id])
        yield Button(_("Evidence for each outcome"), url=address, icon_name="success", priority=25)


@hooks.register("construct_page_action_menu")
def without_alias(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A practice has no alias pages: they would multiply it in listings and search."""
    if isinstance(context.get("page"), PracticePage):
        menu_items[:] = [item for item in menu_items if item.name != TO_ALIAS]


@hooks.register("insert_editor_js")
def direction_script() -> SafeString:
    """Text is typed in the direction of its own language."""
    codes = " ".join(language.django for language in languages.ALL if language.direction == "rtl")
    return format_html('<script src="{}" data-rtl="{}"></script>', static("admin/direction.js"), codes)
