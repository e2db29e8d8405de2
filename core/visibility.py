"""Who may see what: audience tokens that a reader has and that an object asks for.

The same tokens are the SQL filter of every listing, the filter inside both search engines and the check when one
object is loaded. Apps register what they add: accounts the roles, cities the memberships.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

PUBLIC = "public"
MEMBER = "member"
_CACHE = "_audience_tokens"

TokenProvider = Callable[[Any], Iterable[str]]
_providers: list[TokenProvider] = []


def role(name: str) -> str:
    """The token of everybody with a role, such as `role:editor`."""
    return f"role:{name}"


def city(city_id: int | str) -> str:
    """The token of a city's own people."""
    return f"city:{city_id}"


EDITOR = role("editor")


def register_tokens(provider: TokenProvider) -> TokenProvider:
    """Add a function that takes an authenticated user and gives the tokens it knows of; usable as a decorator."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def tokens_of(user: Any) -> frozenset[str]:
    """All tokens of a user (None and anonymous: only `public`), computed once per user object."""
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset({PUBLIC})
    known = getattr(user, _CACHE, None)
    if known is None:
        known = frozenset({PUBLIC, *(token for provider in _providers for token in provider(user))})
        setattr(user, _CACHE, known)
    return known


def withhold(user: Any) -> None:
    """Let this user object see what a visitor sees, for the rest of the request."""
    setattr(user, _CACHE, frozenset({PUBLIC}))
