"""System checks: a misspelled role would ask nobody for a second factor."""
from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from accounts.roles import GROUPS


@register("security")
def required_roles_exist(app_configs: Any, **kwargs: Any) -> list[Error]:
    """MFA_REQUIRED_ROLES names roles of the network only."""
    unknown = sorted(set(settings.MFA_REQUIRED_ROLES) - set(GROUPS))
    if not unknown:
        return []
    hint = f"Roles are {', '.join(GROUPS)}."
    return [Error(f"MFA_REQUIRED_ROLES names no role: {', '.join(unknown)}.", hint=hint, id="accounts.E001")]
