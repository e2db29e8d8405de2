"""How allauth behaves here: nobody signs up alone, links stay on this site, messages come in six languages."""
from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator for now, so the sign-up page is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: membership and accounts come through the network."""
        return False

    def get_client_ip(self, request: HttpRequest) -> Any:
        """The address that core/hardening.py established from trusted proxies only."""
        return request.META.get("REMOTE_ADDR", "")
