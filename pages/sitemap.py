"""What the sitemap lists: only what a visitor may read, each address with its other languages."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from core import languages
from core.addresses import absolute
from pages.models import HomePage, InformationPage
from practices.models import LanguageVersion, Practice

LISTS = ("search/", "cities/")


@dataclass(frozen=True, slots=True)
class Entry:
    """One address; `others` are pairs of language tag and address, itself included."""

    url: str
    others: tuple[tuple[str, str], ...] = ()
    changed: datetime | None = None


def entries(request: HttpRequest | None = None) -> Iterator[Entry]:
    """Everything public: lists, pages of the repository, practices; a request keeps what Wagtail knows of sites."""
    yield from _lists()
    yield from _pages(request)
    yield from _practices()


def _lists() -> Iterator[Entry]:
    for path in LISTS:
        others = tuple((each.html, absolute(f"/{each.public}/{path}")) for each in languages.INTERFACE)
        yield from (Entry(url, others) for _tag, url in others)


def _pages(request: HttpRequest | None) -> Iterator[Entry]:
    """Pages of the tree, grouped with their translations."""
    by_key: dict[object, list[tuple[str, str, datetime | None]]] = {}
    public = Page.objects.live().public().type(HomePage, InformationPage).select_related("locale")
    for page in public.order_by("path"):
        language = languages.by_django(page.locale.language_code)
        parts = page.get_url_parts(request) if language.interface else None
        if parts and parts[2]:
            versions = by_key.setdefault(page.translation_key, [])
            versions.append((language.html, absolute(parts[2]), page.last_published_at))
    for versions in by_key.values():
        others = tuple((tag, url) for tag, url, _changed in versions)
        yield from (Entry(url, others, changed) for _tag, url, changed in versions)


def _practices() -> Iterator[Entry]:
    """Each practice in the languages in which its text can be read."""
    for practice in Practice.objects.visible_to(None).with_texts().order_by("pk").iterator(chunk_size=200):
        versions = practice.available_versions()
        others = tuple((version.tongue.html, _address(practice, version)) for version in versions)
        for version, (_tag, url) in zip(versions, others, strict=True):
            yield Entry(url, others, version.page.last_published_at)


def _address(practice: Practice, version: LanguageVersion) -> str:
    """The address of one version; a language without an interface is read inside the English one."""
    tongue = version.tongue
    frame = tongue if tongue.interface else languages.by_public(languages.DEFAULT)
    with translation.override(frame.django):
        path = reverse("practices:practice", args=[practice.pk, version.page.slug or "-"])
    return absolute(path if tongue.interface else f"{path}?content={tongue.public}")
