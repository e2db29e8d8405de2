"""Addresses of search: the page below the interface language, the API beside it."""
from __future__ import annotations

from django.urls import path

from search import opened, views
from search.exports.views import export

app_name = "search"
urlpatterns = [
    path("search/", views.page, name="search"),
    path("search/export/", export, name="export"),
    path("search/opened/", opened.opened, name="opened"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
]
api_urlpatterns = [path("api/v1/search", views.api, name="api-search")]
