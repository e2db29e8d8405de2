"""The inbox in the main menu, with the number of what waits."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from practices.admin import inbox, staff


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
        count = inbox.waiting()
        label = _("Inbox (%(count)d)") % {"count": count} if count else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)
