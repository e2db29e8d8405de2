"""Accounts, roles, messages."""
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the audience tokens that roles carry."""

    name = "accounts"

    def ready(self) -> None:
        """Take part in visibility."""
        from accounts.roles import staff_tokens
        from core.visibility import register_tokens

        register_tokens(staff_tokens)
