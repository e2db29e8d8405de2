"""Where imports hook into the Wagtail admin."""
from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path, re_path, reverse_lazy
from django.urls.resolvers import URLResolver
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from interchange.admin import imports
from practices.admin.staff import may_look


class ImportsItem(MenuItem):
    """Files of entries that were brought in, and the form for another."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Imports"), reverse_lazy("interchange_admin:imports"), name="imports",
                         icon_name="upload", order=270)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the page would be shown."""
        return may_look(request.user)


@hooks.register("register_admin_menu_item")
def imports_item() -> ImportsItem:
    """Imports, beside collections and invitations."""
    return ImportsItem()


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """The list of imports, each of them, and the templates."""
    urls = [
        path("imports/", imports.ImportsView.as_view(), name="imports"),
        path("imports/<uuid:id>/", imports.ImportView.as_view(), name="import"),
        re_path(r"^imports/template\.(?P<ending>csv|xlsx)$", imports.template, name="template"),
    ]
    return [path("interchange/", include((urls, "interchange_admin")))]
