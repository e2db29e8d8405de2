"""Accounts, roles, messages."""
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the audience tokens that roles carry, mails messages, keeps one language per person, ends sessions."""

    name = "accounts"

    def ready(self) -> None:
        """Take part in visibility, follow the language that somebody chooses and the roles that somebody loses."""
        from accounts import admin_language, checks, digests, leaving, messages, second_factor, welcome  # noqa: F401
        from accounts.roles import staff_tokens
        from core.visibility import register_tokens

        register_tokens(staff_tokens)
        admin_language.connect()
        leaving.connect()
        second_factor.connect()
        messages.register()
        digests.register()
        welcome.register()
