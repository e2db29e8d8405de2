"""Every address of the site; `docs/api.md` lists the stable ones."""
from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.admin import urls as admin_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve as wagtail_serve

from core import files
from core.i18n import interface_patterns
from kb import health
from pages import urls as page_urls
from pages.errors import lost
from search import urls as search_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    *page_urls.urlpatterns,  # before the admin, whose sign-in leads to the site's own
    path("files/<path:name>", files.serve, name="files"),
    path("admin/", include(admin_urls)),
    *search_urls.api_urlpatterns,
    *interface_patterns(
        path("account/", include("allauth.account.urls")),
        path("account/2fa/", include("allauth.mfa.urls")),
        *page_urls.under_language,
        path("", include("cities.urls")),
        path("", include("search.urls")),
        path("", include("practices.urls")),
        re_path(serve_pattern, wagtail_serve, name="wagtail_serve"),  # the page tree, after everything else
    ),
    re_path("", lost),  # whatever nobody answers to: the same page as for what does not exist
]

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.forbidden"
handler404 = "pages.errors.not_found"
handler429 = "pages.errors.too_many_requests"  # allauth's limits answer with it
handler500 = "pages.errors.server_error"
