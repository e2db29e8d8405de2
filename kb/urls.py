"""Every address of the site; `docs/api.md` lists the stable ones."""
from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as admin_urls

from core.i18n import interface_patterns
from kb import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("admin/", include(admin_urls)),
    *interface_patterns(
        path("account/", include("allauth.account.urls")),
        path("", include("cities.urls")),
    ),
]
