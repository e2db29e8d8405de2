"""System checks: a translation server that is half set up, or that would get texts over an open line."""
from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from practices.machine.address import unfit


@register("security")
def translation_server_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The address is http(s) without a name and password in it, and plain http only inside one's own network."""
    if reason := unfit(settings.MACHINE_TRANSLATOR_URL):
        return [Error(f"MACHINE_TRANSLATOR_URL {reason}.", id="practices.E010",
                      hint="Example: https://translate.example.org or http://libretranslate:5000")]
    return []
