"""Who may decide about a practice: an editor, never about an item of their own city or one they submitted."""
from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.roles import is_editor
from cities.models import CityMembership
from practices.models import Practice

_CACHE = "_own_city_ids"


def refusal(user: Any, practice: Practice | None, cities: Any = ()) -> str:
    """Why this account may not decide about a practice (with the cities its draft names); empty if it may."""
    if not is_editor(user):
        return _("Only editors decide about an entry.")
    if practice is None:
        own = set()
    else:
        if practice.submitters.filter(pk=user.pk).exists():
            return _("You submitted this entry yourself. Another editor decides about it.")
        own = {practice.owner_city_id}
    if _city_ids(user) & (own | {getattr(city, "pk", city) for city in cities}):
        return _("This entry is about your own city. Another editor decides about it.")
    return ""


def check(user: Any, practice: Practice) -> None:
    """PermissionDenied with the reason where the account may not decide about the practice."""
    cities = practice.original.cities.all() if practice.original else ()
    if reason := refusal(user, practice, cities):
        raise PermissionDenied(reason)


def _city_ids(user: Any) -> set[int]:
    """The present cities of an account, read once per user object."""
    if not hasattr(user, _CACHE):
        setattr(user, _CACHE, set(CityMembership.objects.active_of(user).values_list("city_id", flat=True)))
    return getattr(user, _CACHE)
