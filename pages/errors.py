"""Error pages that answer in the reader's language."""
from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from practices.desk import signed_out


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"errors/{status}.html", status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this reader."""
    return _page(request, 404)


def lost(request: HttpRequest) -> HttpResponse:
    """An address that nobody answers to: the one with a slash at the end, if there is such a one, else 404."""
    path = request.path_info
    if not path.endswith("/") and resolve(f"{path}/").func is not lost:
        return redirect(request.get_full_path(force_append_slash=True), permanent=True)
    return not_found(request)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but without the right."""
    return _page(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood."""
    return _page(request, 400)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: more than the site can answer fairly."""
    response = _page(request, 429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that stood open too long; says how to send it again, or shows it again with what was typed."""
    if _keeps_typed(request) and (kept := signed_out.stale(request)):
        return kept
    return render(request, "errors/csrf.html", status=403)


def _keeps_typed(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "keeps_typed", False)
    except Resolver404:
        return False


class OwnErrorPagesMiddleware:
    """The reader's 404 and 403 also where debugging is on: the demonstration is judged by them too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a view that found nothing or refused; Django does the rest."""
        if isinstance(exception, Http404):
            return not_found(request, exception)
        return forbidden(request, exception) if isinstance(exception, PermissionDenied) else None
