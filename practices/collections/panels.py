"""The collections of a regional hub, on its page."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from cities.panels import Panel, register_of_hub
from core import languages
from practices.collections import showing


def register() -> None:
    """Take part in the pages of hubs."""
    register_of_hub(Panel("collections", "practices/collections/of_hub.html", of_hub))


def of_hub(request: HttpRequest, slug: str) -> Mapping[str, Any] | None:
    """What editors gathered for a hub, as far as the reader may open it."""
    shelves = showing.of_hub(request.user, slug, languages.current().public)
    return {"shelves": shelves} if shelves else None
