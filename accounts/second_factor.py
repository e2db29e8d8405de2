"""Roles that need a second factor are nothing without it: no page, no file, no API, no admin."""
from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_reset
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.roles import roles_of
from core import visibility

METHOD = "mfa"
ALWAYS_OPEN = frozenset({"account_logout", "health-live", "health-ready"})


class Standing(Enum):
    """Where a session stands with the second factor, and the page that leads on."""

    CLEAR = ""
    MISSING = "mfa_activate_totp"
    NOT_SHOWN = "mfa_reauthenticate"


OPEN = {
    Standing.MISSING: ALWAYS_OPEN | {
        "mfa_index", "mfa_activate_totp", "account_reauthenticate", "account_email", "account_confirm_email",
        "account_email_verification_sent",  # an address that waits for its confirmation stands in the way of enrolment
    },
    Standing.NOT_SHOWN: ALWAYS_OPEN | {"mfa_reauthenticate"},
}


def is_required_of(user: Any) -> bool:
    """Whether an account has a role that is not to be used without a second factor."""
    required = set(settings.MFA_REQUIRED_ROLES)
    return bool(required) and user.is_authenticated and not required.isdisjoint(roles_of(user))


def standing(request: HttpRequest) -> Standing:
    """Of this session: a factor that was taken away since does not count, nor one that was enrolled elsewhere."""
    if not is_required_of(request.user):
        return Standing.CLEAR
    factors = dict(Authenticator.objects.filter(user_id=request.user.pk).values_list("pk", "type"))
    if Authenticator.Type.TOTP not in factors.values():
        return Standing.MISSING
    shown = {record.get("id") for record in _shown(request, request.user)}
    return Standing.NOT_SHOWN if shown.isdisjoint(factors) else Standing.CLEAR


def _shown(request: HttpRequest, user: Any) -> list[dict[str, Any]]:
    return [record for record in get_authentication_records(request, user) if record.get("method") == METHOD]


class SecondFactorMiddleware:
    """Leads whoever must use a second factor to its page, and lets nothing else answer before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer instead of the view, unless it is one of those that lead on; there the person reads as a visitor."""
        found = standing(request)
        if found is Standing.CLEAR:
            return None
        visibility.withhold(request.user)
        request.second_factor_required = True  # type: ignore[attr-defined]  # the pages say why
        match = request.resolver_match
        return None if match and match.view_name in OPEN[found] else _lead_to(found, request)


def _lead_to(found: Standing, request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/") or request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"error": _("Your role needs a second factor. Sign in with it on the site.")}, status=403)
    address = reverse(found.value)
    if found is Standing.NOT_SHOWN and request.method == "GET":
        address += "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def connect() -> None:
    """A session in which a factor was enrolled or renewed has shown it."""
    authenticator_added.connect(_added, dispatch_uid="accounts-second-factor-added")
    authenticator_reset.connect(_renewed, dispatch_uid="accounts-second-factor-renewed")


def _added(sender: type, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Enrolling asks for a code of the new factor."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, METHOD, id=authenticator.pk, type=authenticator.type)


def _renewed(sender: type, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who signed in with one of the old recovery codes stays signed in; their phone may be what was lost."""
    if any(record.get("type") == Authenticator.Type.RECOVERY_CODES for record in _shown(request, user)):
        record_authentication(request, user, METHOD, id=authenticator.pk, type=authenticator.type)
