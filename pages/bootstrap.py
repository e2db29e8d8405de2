"""The page tree of an empty site in six languages; what is there, editors own, and it is never touched again."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from core import languages
from pages import texts
from pages.models import HomePage, InformationPage, TermsPage

HTTPS, HTTP = 443, 80


@dataclass(frozen=True, slots=True)
class Planned:
    """A page that every site begins with; the slug is the same in all languages, so addresses differ by prefix only."""

    slug: str
    parent: str = ""
    model: type[InformationPage] = InformationPage

    @property
    def key(self) -> UUID:
        """What the page's versions in all languages have in common."""
        return _key(self.slug)


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"city-practice-repository/pages/{name}")


PLANNED = (
    Planned("about"), Planned("principles", parent="about"), Planned("join"), Planned("reviewing"),
    Planned("privacy"), Planned("accessibility"), Planned("terms", model=TermsPage), Planned("api"),
)


def ensure_pages() -> None:
    """Create languages, homes, site and pages, whatever of them is missing."""
    locales = _locales()
    homes = _homes(locales)
    _site(homes[languages.DEFAULT])
    made: dict[str, dict[str, Page]] = {"": homes}
    for planned in PLANNED:
        made[planned.slug] = _pages(planned, made[planned.parent], locales)


def _locales() -> dict[str, Locale]:
    """Wagtail's record of every language of interface or content, by public code."""
    return {
        language.public: Locale.objects.get_or_create(language_code=language.django)[0] for language in languages.ALL
    }


def _homes(locales: Mapping[str, Locale]) -> dict[str, Page]:
    known = {home.locale_id: home for home in HomePage.objects.all()}
    return {
        language.public: known.get(locales[language.public].pk) or _new_home(language, locales[language.public])
        for language in languages.INTERFACE
    }


def _new_home(language: languages.Language, locale: Locale) -> Page:
    root = Page.get_first_root_node()
    text = texts.read("home", language.public)
    page = HomePage(
        title=text.title, headline=text.intro, locale=locale, slug=f"home-{language.public}",
        translation_key=_key("home"),
    )
    return _published(page, under=root)


def _site(home: Page) -> None:
    """One site whose root is the English home; Wagtail's welcome page goes."""
    address = urlsplit(settings.BASE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname=address.hostname or "localhost", is_default_site=True,
        port=address.port or (HTTPS if address.scheme == "https" else HTTP),
    )
    old = site.root_page if site.root_page_id else None
    if old is not None and old.specific_class is HomePage:
        return
    site.root_page = home
    site.save()
    if old is not None and old.slug == "home" and old.specific_class is Page:
        old.delete()


def _pages(planned: Planned, parents: Mapping[str, Page], locales: Mapping[str, Locale]) -> dict[str, Page]:
    """One page in every language; it is known by its key, so that an editor may rename or move it."""
    known = {page.locale_id: page for page in planned.model.objects.filter(translation_key=planned.key)}
    return {
        language: known.get(locales[language].pk) or _new_page(planned, parent, locales[language])
        for language, parent in parents.items()
    }


def _new_page(planned: Planned, parent: Page, locale: Locale) -> Page:
    language = languages.by_django(locale.language_code).public
    text = texts.read(planned.slug, language)
    page = planned.model(
        title=text.title, intro=text.intro, body=text.body, slug=planned.slug, locale=locale,
        translation_key=planned.key,
    )
    return _published(page, under=Page.objects.get(pk=parent.pk))


def _published(page: Page, *, under: Page) -> Page:
    """Put a page into the tree; its first revision is made when an editor first changes it."""
    page.first_published_at = page.last_published_at = timezone.now()
    return under.add_child(instance=page)
