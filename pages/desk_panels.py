"""The panels that every desk has: messages, and what a person can set for themselves."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.desk import Action, Panel, register_panel
from accounts.models import Message
from core import languages

MESSAGES_SHOWN = 10


def register() -> None:
    """Put them on the desk, below work and above what seldom changes."""
    register_panel(50, messages)
    register_panel(90, account)


def messages(request: HttpRequest) -> Panel:
    """What a person was told, unread first."""
    person: Any = request.user
    shown = list(Message.objects.of(person).unread_first()[:MESSAGES_SHOWN])
    link = Action(_("All messages"), reverse("desk-messages")) if shown else None
    return Panel(_("Messages"), "pages/parts/desk_messages.html", {"messages": shown}, "messages",
                 person.unread_messages, link)


def account(request: HttpRequest) -> Panel:
    """Language, password, addresses, the second factor where there is one, the way out."""
    person: Any = request.user
    context = {
        "editor": person.has_perm("wagtailadmin.access_admin"),
        "language": languages.by_public(person.interface_language),
    }
    return Panel(_("Your account"), "pages/parts/desk_account.html", context, "account")
