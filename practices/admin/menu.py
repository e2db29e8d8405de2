"""The inbox in the main menu with the number of what waits, the week, and the reports."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from practices import waiting
from practices.admin import reports, staff


class InboxItem(MenuItem):
    """First in the menu, for the staff; the number is part of the label, so that everybody hears it too."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Inbox"), reverse_lazy("practices_admin:inbox"), name="inbox", icon_name="mail",
                         order=1)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the list would be shown."""
        return staff.may_look(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """The link, with the number where something waits."""
        count = waiting.count()
        label = _("Inbox (%(count)d)") % {"count": count} if count else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)


class RemitItem(MenuItem):
    """What somebody of the staff looks after, and what ties them."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("My remit"), reverse_lazy("practices_admin:my-remit"), name="my-remit",
                         icon_name="user", order=950)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the page would be shown."""
        return staff.may_look(request.user)


class WeekItem(MenuItem):
    """The week of the editors' desk on one page."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This week"), reverse_lazy("practices_admin:week"), name="week",
                         icon_name="calendar", order=2)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the page would be shown."""
        return staff.may_look(request.user)


class InvitationsItem(MenuItem):
    """What cities were asked to tell of, and the form to ask."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Invitations"), reverse_lazy("practices_admin:invitations"), name="invitations",
                         icon_name="mail", order=265)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the page would be shown."""
        return staff.may_look(request.user)


def report_items(request: HttpRequest) -> list[MenuItem]:
    """Every report, and the changes of many that can be undone."""
    if not staff.may_look(request.user):
        return []
    changes = MenuItem(_("Changes of many"), reverse("practices_admin:bulk-changes"), name="changes-of-many",
                       icon_name="history")
    links = MenuItem(_("Links"), reverse("practices_admin:links"), name="links", icon_name="link")
    return [*(MenuItem(title, url, name=f"report-{name}", icon_name="table") for name, title, url in reports.links()),
            links, changes]
