"""Interface languages in addresses: six prefixes, `/zh/` for Django's `zh-hans`, nothing guessed elsewhere."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import LocalePrefixPattern, URLResolver
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from core import languages


class PublicPrefixPattern(LocalePrefixPattern):
    """Django's language prefix with the public code of the active interface language."""

    @property
    def language_prefix(self) -> str:
        """The first part of an address, such as `zh/`."""
        return f"{languages.current().public}/"


def interface_patterns(*urls: Any) -> list[URLResolver]:
    """URL patterns that stand under `/ar/ /en/ /es/ /fr/ /ru/ /zh/`."""
    return [URLResolver(PublicPrefixPattern(prefix_default_language=True), list(urls))]


def language_of_path(path: str) -> languages.Language | None:
    """The interface language that an address names in its first part, if any."""
    first = path.lstrip("/").split("/", 1)[0]
    if not languages.is_public(first):
        return None
    language = languages.by_public(first)
    return language if language.interface else None


def preferred_language(request: HttpRequest) -> languages.Language:
    """The interface language for an address without one: the cookie, then the browser's wish, then English."""
    cookie = request.COOKIES.get("language", "")
    if languages.is_public(cookie) and languages.by_public(cookie).interface:
        return languages.by_public(cookie)
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        primary = code.split("-", 1)[0]
        if languages.is_public(primary) and languages.by_public(primary).interface:
            return languages.by_public(primary)
    return languages.by_public(languages.DEFAULT)


class InterfaceLanguageMiddleware:
    """Activates the interface language that the address names; other addresses get the reader's preferred one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language."""
        named = language_of_path(request.path_info)
        language = named or preferred_language(request)
        with translation.override(language.django):
            request.LANGUAGE_CODE = language.django  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language.html)
        if named is None and not request.path_info.startswith(("/static/", "/files/", "/health/")):
            response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "Accept-Language"]))
        return response
