"""Where translations hook into the Wagtail admin."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse_lazy
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from practices.admin import localize, staff
from practices.admin.matrix import MatrixView
from practices.admin.translating import TranslationView


class TranslationsItem(MenuItem):
    """Below the practices in the menu, for the staff."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the matrix would be shown."""
        return staff.may_look(request.user)


@hooks.register("register_admin_menu_item")
def translations_item() -> TranslationsItem:
    """The matrix."""
    return TranslationsItem(gettext_lazy("Translations"), reverse_lazy("translations_admin:matrix"),
                            name="translations", icon_name="globe", order=92)


@hooks.register("register_admin_urls", order=-1)
def addresses() -> list[URLPattern | URLResolver]:
    """Matrix and translations, and what comes before wagtail-localize's own views."""
    urls = [
        path("", MatrixView.as_view(), name="matrix"),
        path("<uuid:id>/<str:language>/", TranslationView.as_view(), name="translation"),
        path("<uuid:id>/<str:language>/po/", localize.download_of, name="po"),
    ]
    return [*localize.addresses(), path("translations/", include((urls, "translations_admin")))]


@hooks.register("before_edit_page", order=-1)
def before_editing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A text with missing sentences is not published over a finished one."""
    return localize.before_editing(request, page)
