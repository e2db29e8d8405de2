"""Where imports hook into the Wagtail admin."""
from __future__ import annotations

from django.urls import include, path, re_path
from django.urls.resolvers import URLResolver
from wagtail import hooks

from interchange.admin import imports


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """The list of imports, each of them, and the templates."""
    urls = [
        path("imports/", imports.ImportsView.as_view(), name="imports"),
        path("imports/<uuid:id>/", imports.ImportView.as_view(), name="import"),
        re_path(r"^imports/template\.(?P<ending>csv|xlsx)$", imports.template, name="template"),
    ]
    return [path("interchange/", include((urls, "interchange_admin")))]
