"""A reader asks for an entry in a language: counted once a day, by a mark that means nothing the day after."""
from __future__ import annotations

import hmac
from typing import Any

from django.db import transaction
from django.utils import timezone

from practices import limits
from practices.models import LanguageWish, Practice
from search import asked_rows


@transaction.atomic
def wish(practice: Practice, language: str, *, reader: str, address: str) -> bool:
    """Count a reader's wish; whether it is counted only now. TooMany where one network asks for very much.

    `reader` tells readers apart for the day: only an HMAC of it is kept, whose key is thrown away with the day.
    """
    limits.count_wish(address)
    day = timezone.localdate()
    about = "\0".join(("wish", str(practice.pk), language, reader))
    mark = hmac.new(asked_rows.key_of(day), about.encode(), "sha256").hexdigest()
    _row, is_new = LanguageWish.objects.get_or_create(practice=practice, language=language, day=day, reader=mark)
    return is_new


def reader_of(request: Any) -> str:
    """Who asks, as far as a day's count needs it."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"account {user.pk}"
    return request.META.get("REMOTE_ADDR", "")
