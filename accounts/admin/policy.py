"""Who may manage accounts in the admin."""
from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from accounts.actions import may_manage
from accounts.roles import is_administrator


class PeoplePolicy(ModelPermissionPolicy):
    """Administrators only, whatever permission another group was given; a superuser is managed by superusers only."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the account may do this at all."""
        return super().user_has_permission(user, action) and is_administrator(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether it may do this to one person."""
        return self.user_has_permission(user, action) and may_manage(user, instance)
