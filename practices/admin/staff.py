"""Pages of the admin that are open to everybody with a staff role."""
from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.roles import GROUPS
from core import visibility


def may_look(user: Any) -> bool:
    """Whether the inbox is open to an account: everybody with a staff role."""
    return bool({visibility.role(name) for name in GROUPS} & visibility.tokens_of(user))


class StaffView(WagtailAdminTemplateMixin, TemplateView):
    """Read by the whole staff, whatever they may decide."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For the staff only."""
        if not may_look(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]
