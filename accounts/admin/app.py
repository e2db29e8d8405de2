"""Wagtail's app for accounts, with this site's views and rule of who may manage them."""
from __future__ import annotations

from typing import Any

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Stands in INSTALLED_APPS instead of `wagtail.users`."""

    user_viewset = "accounts.admin.viewset.PersonViewSet"
    default_auto_field: Any = "django.db.models.AutoField"  # Wagtail's own migrations are made with it

    def ready(self) -> None:
        """Register the rule in the place of Wagtail's, which asks for Django permissions alone."""
        super().ready()
        from wagtail.permissions import register_permission_policy

        from accounts.admin.policy import PeoplePolicy
        from accounts.models import User

        register_permission_policy(User, PeoplePolicy(User))
