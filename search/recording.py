"""What is asked and opened, counted in the process and written now and then after an answer has been sent.

A search never waits for this and never fails by it: what a process holds when it is killed (at most some seconds of
counts) is lost. Nobody can be found in what is written: searchers are told apart by an HMAC whose key is thrown away
with the day, and of a question that fewer than five of them asked on that day only the number stays.
"""
from __future__ import annotations

import hmac
import logging
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils import timezone

from search import asked_rows
from search.models import Asked
from search.parameters import Chosen

logger = logging.getLogger(__name__)
SECONDS, QUESTIONS = 30.0, 50  # whichever comes first ends the waiting
MOST_HELD = 1_000  # while the database is away; beyond it new ones are let go
FEW = 9
_PROGRAMS = re.compile(r"bot|crawl|spider|slurp|curl|wget|python|httpx|headless|preview|monitor", re.IGNORECASE)

Question = tuple[date, str, str, str]  # day, interface language, words, how much was found
Opening = tuple[date, str, str, str, int]  # day, interface language, words, document, position


@dataclass(slots=True)
class Tally:
    """How often a question was asked since the last writing, and the marks of who did."""

    searches: int = 0
    marks: set[str] = field(default_factory=set)


class Notes:
    """What this process has not written yet; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._since = clock()
        self.heard: deque[tuple[Question, str]] = deque(maxlen=MOST_HELD)  # with who asked, until the answer is sent
        self.asked: dict[Question, Tally] = {}
        self.opened: Counter[Opening] = Counter()

    def due(self) -> bool:
        """Whether it is time to write; never when there is nothing."""
        held = len(self.asked) + len(self.opened)
        return held >= QUESTIONS or (held > 0 and self._clock() - self._since > SECONDS)

    def count(self, question: Question, mark: str) -> None:
        """Count a question once for each searcher, however often the page was loaded meanwhile."""
        with self._lock:
            if question in self.asked or len(self.asked) < MOST_HELD:
                tally = self.asked.setdefault(question, Tally())
                tally.searches += mark not in tally.marks
                tally.marks.add(mark)

    def count_opening(self, opening: Opening) -> None:
        """Count a result that was opened."""
        with self._lock:
            if opening in self.opened or len(self.opened) < MOST_HELD:
                self.opened[opening] += 1

    def take(self) -> tuple[dict[Question, Tally], Counter[Opening]]:
        """Everything held, which is then somebody else's to write."""
        with self._lock:
            taken = self.asked, self.opened
            self.asked, self.opened, self._since = {}, Counter(), self._clock()
        return taken

    def give_back(self, asked: dict[Question, Tally], opened: Counter[Opening]) -> None:
        """What could not be written, for the next time."""
        with self._lock:
            for question, tally in asked.items():
                own = self.asked.setdefault(question, Tally())
                own.searches += tally.searches
                own.marks |= tally.marks
            self.opened.update(opened)


notes = Notes()


def note(request: HttpRequest, chosen: Chosen, ui: str, *, total: int, degraded: bool) -> None:
    """Count a question that a reader sent: its first page without filters, not one that a program asked.

    `total` is what was found for these very words, `degraded` whether a simpler search or none has answered.
    """
    if not chosen.q or chosen.filters or chosen.page > 1 or degraded or not _is_a_reader(request):
        return
    question = (timezone.localdate(), ui, chosen.q.casefold()[:200], _bucket(total))
    notes.heard.append((question, _searcher(request)))


def note_opened(request: HttpRequest, ui: str, q: str, document: str, position: int) -> None:
    """Count that a result was opened, never by whom."""
    if q and _is_a_reader(request):
        notes.count_opening((timezone.localdate(), ui, q.casefold()[:200], document, position))


def _bucket(total: int) -> str:
    if not total:
        return Asked.NONE
    return Asked.FEW if total <= FEW else Asked.MANY


def _is_a_reader(request: HttpRequest) -> bool:
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    agent = request.headers.get("User-Agent", "")
    counted = settings.SEARCH_RECORDING and request.method in {"GET", "POST"} and not _refuses(request)
    return bool(counted and "prefetch" not in ahead and not _PROGRAMS.search(agent))


def _refuses(request: HttpRequest) -> bool:
    """Whether a browser says that its reader does not want to be counted."""
    return "1" in (request.headers.get("Sec-GPC"), request.headers.get("DNT"))


def _searcher(request: HttpRequest) -> str:
    """Who asks, as far as a day's count needs it; kept only until the answer is sent."""
    session = getattr(request, "session", None)
    return str(getattr(session, "session_key", None) or request.META.get("REMOTE_ADDR", ""))


def after_answer(**_kwargs: Any) -> None:
    """Mark who asked by the key of the day, and write what is held when it is time; nothing here reaches a reader."""
    if not notes.heard and not notes.due():
        return
    closed = connection.connection is None  # Django has ended the request's own before this is called
    try:
        _mark_heard()
        if notes.due():
            flush()
    except DatabaseError:
        logger.warning("What was asked could not be counted", exc_info=True)
    if closed:
        connection.close()


def _mark_heard() -> None:
    with suppress(IndexError):  # another thread was faster
        while notes.heard:
            question, searcher = notes.heard.popleft()
            notes.count(question, _mark(asked_rows.key_of(question[0]), question, searcher))


def _mark(key: bytes, question: Question, searcher: str) -> str:
    """The same searcher has another mark beside every question, so that no two questions can be put together."""
    about = "\0".join((question[1], question[2], searcher))
    return hmac.new(key, about.encode(), "sha256").hexdigest()[:32]


def flush() -> None:
    """Write everything held, or hold it for the next time."""
    asked, opened = notes.take()
    if not asked and not opened:
        return
    try:
        asked_rows.write(
            {question: (tally.searches, tally.marks) for question, tally in asked.items()}, opened,
            today=timezone.localdate(),
        )
    except DatabaseError:
        notes.give_back(asked, opened)
        raise


request_finished.connect(after_answer, dispatch_uid="search-recording")
