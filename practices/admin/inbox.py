"""The inbox: everything that waits for an editor, in one list, by what an editor asks for."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.roles import is_editor
from practices import assigning, waiting
from practices.admin.bulk_forms import offered
from practices.admin.inbox_filters import InboxFilters
from practices.admin.inbox_rows import cities_of, rows_of
from practices.admin.staff import StaffView

__all__ = ["InboxView", "cities_of"]
A_PAGE = 50
ALL_ON_PAGE = "all"


class InboxView(StaffView):
    """Read by the whole staff; decisions are made on the page of an entry, changes of many after a confirmation."""

    template_name = "practices/admin/inbox.html"
    page_title = gettext_lazy("Inbox")
    header_icon = "mail"
    http_method_names = ["get", "head"]

    @cached_property
    def filters(self) -> InboxFilters:
        """What is asked for."""
        return InboxFilters(self.request.GET, user=self.request.user)

    def page(self) -> Page:
        """One page of the list, with the reason where the viewer may not decide."""
        page = Paginator(self.filters.found(), A_PAGE).get_page(self.request.GET.get("p"))
        page.object_list = rows_of(  # type: ignore[assignment]
            page.object_list, self.request.user, deciding=is_editor(self.request.user))
        return page

    def address(self, **changed: str) -> str:
        """This list with something else asked for."""
        query = self.request.GET.copy()
        for name in ("p", "choose"):
            query.pop(name, None)
        for name, value in changed.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, the filters, and what can be done with several of them."""
        page = self.page()
        user = self.request.user
        return {
            **super().get_context_data(**kwargs), "filters": self.filters, "pages": page, "rows": page.object_list,
            "total": waiting.count(), "decides": is_editor(user), "assigns": assigning.may_assign(user),
            "actions": offered(user), "all_chosen": self.request.GET.get("choose") == ALL_ON_PAGE,
            "choose_all": self.address(choose=ALL_ON_PAGE, p=str(page.number)),
            "choose_none": self.address(p=str(page.number)),
            "previous": self.address(p=str(page.number - 1)), "next": self.address(p=str(page.number + 1)),
            "today": timezone.localdate(), "here": self.request.get_full_path(),
        }
