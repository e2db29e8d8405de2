"""What the page tree does differently here."""
from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page


@hooks.register("before_serve_page", order=-100)
def restricted_is_not_there(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """A page behind a view restriction is 404 for whom it is not for, the same as not existing."""
    if not all(restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        raise Http404
