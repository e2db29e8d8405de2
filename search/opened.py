"""Which result was opened from which question: a beacon of the results page that names no reader."""
from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import languages
from search import recording, sources
from search.contract import WINDOW
from search.models.asked import LONGEST_ID
from search.normalise import normalise

A_MINUTE = 60
MOST_ADDRESSES = 10_000


class Limit:
    """How often one address was heard in this minute, in this process alone: a count too many does no harm."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._salt, self._until = b"", 0.0
        self._heard: Counter[bytes] = Counter()

    def has_place(self, address: str) -> bool:
        """Count once more; false beyond the limit. Addresses are kept hashed, for a minute."""
        with self._lock:
            if self._clock() >= self._until:
                self._salt, self._until = secrets.token_bytes(16), self._clock() + 60
                self._heard.clear()
            digest = hashlib.blake2b(address.encode(), key=self._salt, digest_size=8).digest()
            if digest not in self._heard and len(self._heard) >= MOST_ADDRESSES:
                return False
            self._heard[digest] += 1
            return self._heard[digest] <= A_MINUTE


limit = Limit()


@csrf_exempt  # a beacon carries no token; it changes a number and is taken from the site's own pages only
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """204 for a result that the reader may see; anything else is refused without a word."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return HttpResponse(status=403)
    if not limit.has_place(request.META.get("REMOTE_ADDR", "")):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    document, position = request.POST.get("id", ""), _position(request.POST.get("position", ""))
    if not position or len(document) > LONGEST_ID or not sources.visible([document], request.user):
        return HttpResponse(status=400)
    question = normalise(request.POST.get("q", ""))
    recording.note_opened(request, languages.current().public, question, document, position)
    return HttpResponse(status=204)


def _position(text: str) -> int:
    """The place in the list, from 1; 0 for anything that is none."""
    number = int(text) if len(text) <= 4 and text.isascii() and text.isdigit() else 0
    return number if number <= WINDOW else 0
