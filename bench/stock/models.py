"""One row for each language version, as a translated Wagtail site keeps its pages."""
from __future__ import annotations

from django.db import models
from wagtail.search import index

FILTERS = ("language", "audience", "kind", "form", "level", "country", "region", "year")


class StockText(index.Indexed, models.Model):
    """A text with the codes it is filtered by; the fields are searched as Wagtail's own pages declare theirs."""

    document = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=12, db_index=True)
    audience = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=40, db_index=True)
    form = models.CharField(max_length=12, db_index=True)
    level = models.CharField(max_length=12, db_index=True)
    country = models.CharField(max_length=12, db_index=True)
    region = models.CharField(max_length=12, db_index=True)
    year = models.CharField(max_length=12, db_index=True)
    title = models.TextField()
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)

    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("body"),
        *(index.FilterField(name) for name in FILTERS),
    ]

    class Meta:
        app_label = "stock"

    def __str__(self) -> str:
        return self.title
