"""What every template knows: the site's name, the languages, whether this is a demonstration."""
from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core import languages


def site(request: HttpRequest) -> dict[str, Any]:
    """Name, logo, current language and demo flag."""
    return {
        "site_name": settings.SITE_NAME or settings.REPOSITORY_NAME,
        "own_name": bool(settings.SITE_NAME),
        "site_logo": settings.SITE_LOGO,
        "language": languages.current(),
        "demo_mode": settings.DEMO,
    }
