"""wagtail-localize's contract for a machine translator, with what must never leave the site kept back."""
from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import StringSegment
from wagtail_localize.strings import StringValue

from core import languages
from practices.choices import READABLE_STATES, Visibility
from practices.machine import client
from practices.models import Practice

logger = logging.getLogger(__name__)
CODES = {"zh": "zh-Hans"}  # how the servers call what has another public code here


def code(locale: Locale) -> str:
    """The server's code of a language."""
    public = languages.by_django(locale.language_code).public
    return CODES.get(public, public)


def may_be_sent(practice: Practice) -> bool:
    """Whether a text may go to another server: only what everybody can read, and no city that is not named."""
    return Practice.objects.filter(_open(), pk=practice.pk).exists()


def _open() -> Q:
    return Q(
        state__in=READABLE_STATES, paused_at=None, visibility=Visibility.PUBLIC, city_withheld=False,
        original__live=True,
    ) & (Q(embargo_until=None) | Q(embargo_until__lte=timezone.now()))


class MachineTranslator(BaseMachineTranslator):
    """A server that speaks LibreTranslate's protocol, within a budget of time and text for each press of the button."""

    display_name = "LibreTranslate"
    failure: str = ""

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Between any two languages; which ones the server knows it says itself."""
        return source_locale != target_locale

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """What the server delivers within the budget; `failure` says why the rest is missing. Never raises."""
        self.failure = ""
        wanted = list(self._within_budget(_sendable(source_locale, strings)))
        ends = time.monotonic() + self.options["SECONDS"]
        found: dict[StringValue, StringValue] = {}
        with suppress(_Over):
            for chunk in client.chunks([each.data for each in wanted]):
                for text, answer in zip(chunk, self._ask(chunk, source_locale, target_locale, ends), strict=True):
                    found[StringValue(text)] = StringValue(answer)
        return found

    def _within_budget(self, strings: Iterable[StringValue]) -> Iterable[StringValue]:
        left = self.options["CHARACTERS"]
        for each in strings:
            left -= len(each.data)
            if left < 0:
                return
            yield each

    def _ask(self, chunk: list[str], source: Locale, target: Locale, ends: float) -> list[str]:
        left = ends - time.monotonic()
        if left <= 0:
            raise _Over
        try:
            return client.translate(
                chunk, source=code(source), target=code(target), url=self.options["URL"], key=self.options["API_KEY"],
                timeout=min(left, self.options["TIMEOUT"]))
        except client.MachineFailed as failed:
            self.failure = str(failed)
            logger.warning("The translation server failed: %s", failed)
            raise _Over from None


class _Over(Exception):
    """Nothing more is asked."""


def _sendable(locale: Locale, strings: Iterable[StringValue]) -> list[StringValue]:
    """Those that stand in an entry which everybody can read; also where a view of Wagtail's asks for others."""
    wanted = list(strings)
    readable: Any = Practice.objects.filter(_open()).values("original__translation_key")
    known = set(StringSegment.objects.filter(
        source__locale=locale, source__object_id__in=readable, string__data__in=[each.data for each in wanted],
    ).values_list("string__data", flat=True))
    return [each for each in wanted if each.data in known]
