"""System checks: a misspelled role would ask nobody for a second factor, an hour that does not exist mails nothing."""
from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

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


@register
def digests_have_an_hour(app_configs: Any, **kwargs: Any) -> list[Error]:
    """DIGEST_HOUR is an hour of the day and DIGEST_TIME_ZONE is known."""
    found = []
    if settings.DIGEST_HOUR not in range(24):
        found.append(Error("DIGEST_HOUR is an hour from 0 to 23.", id="accounts.E002"))
    try:
        ZoneInfo(settings.DIGEST_TIME_ZONE)
    except (LookupError, ValueError, OSError):
        found.append(Error(f"DIGEST_TIME_ZONE is no time zone: {settings.DIGEST_TIME_ZONE}.", id="accounts.E003"))
    return found
