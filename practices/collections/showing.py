"""Collections as readers have them: their words in the reader's language, only entries that the reader may see."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from cities import names
from core import languages
from practices import cards
from practices.models import Collection, CollectionItem, CollectionText, Practice
from practices.models.practice import LanguageVersion
from taxonomy import labels

KIND = "collection"
ON_HOME = 3
SHOWN_ON_LIST = 3  # titles under the name of a collection


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection as a list shows it; `first` are titles with their language, `count` all that the reader may open."""

    title: str
    introduction: str
    tongue: languages.Language
    url: str
    count: int
    first: tuple[dict[str, Any], ...] = ()
    hub: dict[str, str] | None = None
    theme: dict[str, str] | None = None


def document_id(key: Any) -> str:
    """What a collection is called in the index."""
    return f"{KIND}-{key}"


def address(collection: Collection) -> str:
    """The page of a collection in the interface language of the moment."""
    return reverse("practices:collection", args=[collection.slug])


def published() -> QuerySet[Collection]:
    """What readers have, with all words."""
    return Collection.objects.filter(published=True).select_related("hub", "theme").prefetch_related("texts")


def words(collection: Collection, ui: str) -> CollectionText | None:
    """The words in a language, else in English, else in any; None where nobody wrote any."""
    by_language = {text.language: text for text in collection.texts.all()}
    found = by_language.get(ui) or by_language.get(languages.DEFAULT)
    return found or next(iter(by_language.values()), None)


def shelves(user: Any, collections: Iterable[Collection], ui: str) -> list[Shelf]:
    """Those of some collections in which the reader may open something; three queries for any number."""
    held = list(collections)
    open_items = CollectionItem.objects.filter(
        collection__in=held, practice__in=Practice.objects.visible_to(user)).order_by("sort_order", "pk")
    counts = dict(open_items.order_by().values_list("collection").annotate(Count("pk")))
    first = _first_titles(open_items, ui) if counts else {}
    return [shelf for each in held if each.pk in counts and (
        shelf := _shelf(each, ui, counts[each.pk], first.get(each.pk, ())))]


def _shelf(collection: Collection, ui: str, count: int, first: Iterable[dict[str, Any]] = ()) -> Shelf | None:
    text = words(collection, ui)
    if text is None:
        return None
    hub, theme = collection.hub, collection.theme
    return Shelf(
        text.title, text.introduction, languages.by_public(text.language), address(collection), count, tuple(first),
        {"label": names.hub_label(hub.slug, ui), "url": reverse("cities:hub", args=[hub.slug])} if hub else None,
        {"label": labels.label(theme.scheme, theme.code, ui), "query": f"{theme.scheme}={theme.code}"}
        if theme else None,
    )


def _first_titles(items: QuerySet[CollectionItem], ui: str) -> dict[int, list[dict[str, Any]]]:
    """By collection the titles of its first entries, in the reader's language where there is one."""
    chosen: dict[int, list[Any]] = {}
    for collection, practice in items.values_list("collection", "practice"):
        if len(row := chosen.setdefault(collection, [])) < SHOWN_ON_LIST:
            row.append(practice)
    wanted = {key for row in chosen.values() for key in row}
    versions: dict[Any, dict[str, LanguageVersion]] = {}
    for version in LanguageVersion.objects.available().filter(practice__in=wanted).select_related("page", "practice"):
        versions.setdefault(version.practice_id, {})[version.language] = version
    return {key: [_title(versions[each], ui) for each in row if each in versions] for key, row in chosen.items()}


def _title(versions: dict[str, LanguageVersion], ui: str) -> dict[str, Any]:
    shown = versions.get(ui) or min(versions.values(), key=lambda each: (each.state != "original", each.language))
    return {"title": shown.page.title, "language": shown.language,
            "url": cards.address(shown.practice, shown.page.slug)}


def on_home(user: Any, ui: str) -> list[Shelf]:
    """What editors have put on the home page."""
    return shelves(user, published().filter(on_home=True)[:ON_HOME], ui)


def of_hub(user: Any, slug: str, ui: str) -> list[Shelf]:
    """The collections of a regional hub."""
    return shelves(user, published().filter(hub__slug=slug), ui)


def entries(user: Any, collection: Collection, ui: str) -> list[dict[str, Any]]:
    """The cards of a collection in its own order, of what the reader may see."""
    order = list(collection.items.values_list("practice", flat=True))
    found = Practice.objects.visible_to(user).filter(pk__in=order).with_facts().with_texts()
    by_key = {practice.pk: practice for practice in found}
    return [cards.card(by_key[key], ui) for key in order if key in by_key and by_key[key].available_versions()]
