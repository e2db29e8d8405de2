"""Where editors keep vocabularies and keywords."""
from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

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
             FieldPanel("order"), FieldPanel("merged_into")],
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


register_snippet(VocabularyGroup)
