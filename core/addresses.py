"""Addresses of the same page in the other interface languages, and absolute ones."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from core import languages
from core.i18n import language_of_path


@dataclass(frozen=True, slots=True)
class Alternative:
    """A page's address in one interface language."""

    language: languages.Language
    url: str
    current: bool


def in_language(request: HttpRequest, code: str, *, query: bool = True) -> str:
    """The address of the request with another language's prefix; what has no prefix leads to that language's home."""
    if language_of_path(request.path) is None:
        return f"/{code}/"
    rest = request.path.lstrip("/").partition("/")[2]
    string = request.META.get("QUERY_STRING", "") if query else ""
    return f"/{code}/{rest}" + (f"?{string}" if string else "")


def alternatives(
    request: HttpRequest, translations: Mapping[str, str] | None = None, *, query: bool = True
) -> list[Alternative]:
    """The page in all six languages; `translations` (public code to address) overrides what a swap would give."""
    own = translations or {}
    present = languages.current()
    return [
        Alternative(
            language, own.get(language.public) or in_language(request, language.public, query=query),
            language == present,
        )
        for language in languages.INTERFACE
    ]


def absolute(path: str) -> str:
    """A path of this site with scheme and host."""
    return path if "://" in path else settings.BASE_URL.rstrip("/") + path
