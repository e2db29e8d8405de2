"""How often a stranger may write."""
from __future__ import annotations

import hashlib
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

PER_HOUR = 3
LOOK_UPS_PER_HOUR = 20
WISHES_PER_HOUR = 30  # a library or a town hall has one address for many
HOUR = 60 * 60


class TooMany(Exception):
    """The limit is reached; the text says when to come back."""


def count_question(address: str) -> None:
    """Count one question from a network address (kept as a keyed hash for an hour); TooMany after the third."""
    if not _has_place("contact", address, PER_HOUR):
        raise TooMany(_("You have sent three questions within an hour. Please send the next one later."))


def count_concern(address: str) -> None:
    """The same for concerns."""
    if not _has_place("concern", address, PER_HOUR):
        raise TooMany(_("Three concerns were sent from your connection within an hour. Please send the next one later; "
                        "your text is still here."))


def count_look_up(address: str) -> None:
    """Count one look at a concern by its code, so that nobody tries codes."""
    if not _has_place("receipt", address, LOOK_UPS_PER_HOUR):
        raise TooMany(_("Too many codes were entered from your connection. Please try again in an hour."))


def count_wish(address: str) -> None:
    """Count one wish for a language."""
    if not _has_place("wish", address, WISHES_PER_HOUR):
        raise TooMany(_("Very many wishes came from your connection. Please try again in an hour."))


def _has_place(purpose: str, address: str, places: int) -> bool:
    digest = hashlib.blake2b(
        _neighbourhood(address).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16
    ).hexdigest()
    # A place is taken or not, in one step, also by many posts at once; adding to a number would not be.
    return any(cache.add(f"{purpose}:{digest}:{place}", 1, HOUR) for place in range(places))


def _neighbourhood(address: str) -> str:
    """The address; of IPv6 the network that one subscriber has, who could change the rest at will."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)
