"""Pages that are not in the page tree: the way in, what machines read, one's own account."""
from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.addresses import absolute
from core.i18n import preferred_language
from pages import sitemap as addresses


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The site's bare address leads to the reader's language."""
    response = HttpResponseRedirect(f"/{preferred_language(request).public}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read; nothing at all of a demonstration."""
    lines = ["User-agent: *"]
    if settings.DEMO:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {path}" for path in ("/admin/", "/*/account/", "/*/desk/")]
        lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page and practice with its other languages."""
    return render(request, "pages/sitemap.xml", {"entries": addresses.entries(request)}, content_type="application/xml")


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """A signed-in person's own page."""
    return render(request, "account/home.html")


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The admin has no sign-in of its own: there is one, and it is throttled.

    Who is signed in and comes here may not enter: leading back to sign-in would go round in circles.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    query = request.META.get("QUERY_STRING", "")
    address = f"/{preferred_language(request).public}/account/login/"
    return redirect(f"{address}?{query}" if query else address)


def admin_password_reset(request: HttpRequest) -> HttpResponse:
    """Nor a password reset of its own."""
    return redirect(f"/{preferred_language(request).public}/account/password/reset/")
