"""Where editors make collections and put them in order."""
from __future__ import annotations

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from practices.collections import showing
from practices.models import Collection
from practices.widgets import PracticeSearch


def _title(collection: Collection) -> str:
    from core import languages

    text = showing.words(collection, languages.current().public)
    return text.title if text else collection.slug


class CollectionViewSet(SnippetViewSet):
    """Collections with their texts and entries; entries are moved by the arrows beside them."""

    model = Collection
    icon = "folder-open-1"
    menu_label = _("Collections")
    menu_order = 260
    add_to_admin_menu = True
    list_display = [
        Column("title", label=_("Title"), accessor=_title, sort_key=None), "slug",
        Column("held", label=_("Entries")), BooleanColumn("published", label=_("Published")),
        BooleanColumn("on_home", label=_("On the home page")),
    ]
    list_filter = ["published", "on_home", "hub"]
    search_fields = ["slug", "texts__title"]
    list_per_page = 50
    panels: list[Panel] = [
        InlinePanel("texts", heading=_("Title and introduction"), label=_("Text"), max_num=6,
                    panels=[FieldPanel("language"), FieldPanel("title"), FieldPanel("introduction")]),
        InlinePanel("items", heading=_("Entries, in their order"), label=_("Entry"),
                    panels=[FieldPanel("practice", widget=PracticeSearch)]),
        MultiFieldPanel([FieldPanel("hub"), FieldPanel("theme")], heading=_("What it belongs to")),
        MultiFieldPanel([FieldPanel("published"), FieldPanel("on_home"), FieldPanel("order"), FieldPanel("slug")],
                        heading=_("Where it is shown")),
    ]

    def get_queryset(self, request: object) -> QuerySet:
        """With what the list needs, in a constant number of queries."""
        return Collection.objects.prefetch_related("texts").annotate(held=Count("items", distinct=True))
