"""Where editors keep vocabularies and keywords."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse, reverse_lazy
from django.urls.resolvers import URLResolver
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from taxonomy import actions
from taxonomy.admin import views
from taxonomy.models import Concept, Keyword


class ConceptIndex(IndexView):
    """Finds concepts by any label, each once."""

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """A concept with several matching labels stands in the list once."""
        return super().search_queryset(queryset).distinct()


class ConceptViewSet(SnippetViewSet):
    """Concepts with their labels and definitions."""

    model = Concept
    index_view_class = ConceptIndex
    icon = "list-ul"
    menu_label = _("Concepts")
    list_display = ["label", "scheme", "code", "status"]
    list_filter = ["scheme", "status"]
    search_fields = ["code", "labels__text"]
    list_per_page = 50
    panels: list[Panel] = [
        MultiFieldPanel(
            [FieldPanel("scheme"), FieldPanel("code"), FieldPanel("status"), FieldPanel("broader"),
             FieldPanel("order")],
            heading=_("Concept"),
        ),
        InlinePanel("labels", heading=_("Labels"), label=_("Label")),
        InlinePanel("definitions", heading=_("Definitions"), label=_("Definition")),
        FieldPanel("source"),
    ]


class KeywordViewSet(SnippetViewSet):
    """Free keywords, those that wait for an editor first."""

    model = Keyword
    icon = "tag"
    menu_label = _("Keywords")
    list_display = ["name", "slug", BooleanColumn("accepted", label=_("Accepted"))]
    list_filter = ["accepted"]
    search_fields = ["name"]
    ordering = ["accepted", "name"]
    list_per_page = 50
    panels: list[Panel] = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("accepted")]


class VocabularyGroup(SnippetViewSetGroup):
    """One menu entry for both."""

    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 250
    items = (ConceptViewSet, KeywordViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        """Both lists, and what is to be done in them."""
        return [
            *super().get_submenu_items(),
            KeeperItem(_("Incomplete terms"), reverse_lazy("taxonomy_admin:incomplete"), name="incomplete-terms",
                       icon_name="warning", order=800),
            KeeperItem(_("Keywords that wait"), reverse_lazy("taxonomy_admin:keywords"), name="waiting-keywords",
                       icon_name="tag", order=810),
        ]


class KeeperItem(MenuItem):
    """Shown to whoever keeps the vocabularies."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the page would be shown."""
        return actions.may_keep(request.user) and actions.may_keep(request.user, "keyword")


register_snippet(VocabularyGroup)


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """What is incomplete, what waits, and the steps with one of them."""
    urls = [
        path("incomplete/", views.IncompleteView.as_view(), name="incomplete"),
        path("concepts/<int:pk>/", views.ConceptView.as_view(), name="concept"),
        path("keywords/", views.KeywordsView.as_view(), name="keywords"),
        path("keywords/<int:pk>/", views.KeywordView.as_view(), name="keyword"),
    ]
    return [path("vocabularies/", include((urls, "taxonomy_admin")))]


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way from a list to the steps."""
    if isinstance(snippet, Concept) and actions.may_keep(user):
        yield Button(_("Merge or retire"), reverse("taxonomy_admin:concept", args=[snippet.pk]),
                                   icon_name="resubmit", priority=30)
    elif isinstance(snippet, Keyword) and actions.may_keep(user, "keyword"):
        yield Button(_("Merge, or make a concept of it"),
                                   reverse("taxonomy_admin:keyword", args=[snippet.pk]), icon_name="resubmit",
                                   priority=30)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def keep_change(request: HttpRequest, instance: Model) -> None:
    """An audit entry for what was changed in a form."""
    if isinstance(instance, Concept | Keyword):
        actions.record_saved(instance, by=request.user)
