"""How often a stranger may write."""
from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

PER_HOUR = 3
HOUR = 60 * 60


class TooMany(Exception):
    """The limit is reached; the text says when to come back."""


def count_question(address: str) -> None:
    """Count one question from a network address (kept as a keyed hash for an hour); TooMany after the third."""
    digest = hashlib.blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
    key = f"contact:{digest}"
    cache.add(key, 0, HOUR)
    if cache.incr(key) > PER_HOUR:
        raise TooMany(_("You have sent three questions within an hour. Please send the next one later."))
