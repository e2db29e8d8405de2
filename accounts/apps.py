"""Accounts, roles, messages."""
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the audience tokens that roles carry, mails messages, and keeps one language per person."""

    name = "accounts"

    def ready(self) -> None:
        """Take part in visibility, follow the language that somebody chooses."""
        from accounts import admin_language, messages
        from accounts.roles import staff_tokens
        from core.visibility import register_tokens

        register_tokens(staff_tokens)
        admin_language.connect()
        messages.register()
