"""Collections in search: a kind of their own that is found where it is chosen; the entries stay what is found first."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cities import labels as place_labels
from core import languages
from practices.collections import showing
from practices.models import Collection
from search import sources
from search.contract import Document, Hit, Text
from taxonomy import labels

BATCH = 100


def document_of(collection: Collection) -> Document | None:
    """What every index holds of a published collection."""
    texts = tuple(Text(text.language, text.title, text.introduction) for text in collection.texts.all())
    if not (collection.published and collection.published_at and texts):
        return None
    theme, hub = collection.theme, collection.hub
    facets: dict[str, tuple[str, ...]] = {
        "kind": (showing.KIND,), "language": tuple(text.language for text in texts),
        "hub": (hub.slug,) if hub else (),
    }
    if theme:
        facets[theme.scheme] = tuple(labels.with_broader(theme.scheme, theme.code))
    return Document(
        id=showing.document_id(collection.pk), kind=showing.KIND, version=collection.version, texts=texts,
        newest=collection.published_at, original=texts[0].language, facets=facets,
        labels={each.public: _labels(collection, each.public) for each in languages.INTERFACE},
    )


def _labels(collection: Collection, ui: str) -> tuple[str, ...]:
    theme, hub = collection.theme, collection.hub
    own = labels.searched(theme.scheme, theme.code, ui) if theme else ()
    return tuple(dict.fromkeys([*own, *place_labels.searched((), (), (), (hub.slug,) if hub else (), ui)]))


def key_of(id: str) -> int | None:
    """The key of a collection; None for what is no collection."""
    kind, _dash, number = id.partition("-")
    return int(number) if kind == showing.KIND and number.isascii() and number.isdigit() and len(number) < 10 else None


class CollectionSource:
    """Collections as search takes them."""

    kinds: tuple[sources.Kind, ...] = (sources.Kind(showing.KIND, _("Collection"), default=False),)

    def _all(self) -> QuerySet[Collection]:
        return showing.published().order_by("pk")

    def document(self, id: str) -> Document | None:
        """The present document of one collection."""
        key = key_of(id)
        found = self._all().filter(pk=key).first() if key is not None else None
        return document_of(found) if found else None

    def documents(self) -> Iterator[Document]:
        """Every published collection, in the order of ids as texts, which is that of the index."""
        found = [document for each in self._all().iterator(chunk_size=BATCH) if (document := document_of(each))]
        yield from sorted(found, key=lambda document: document.id)

    def count(self) -> int:
        """How many there are."""
        return self._all().count()

    def visible(self, ids: Sequence[str], user: Any) -> set[str]:
        """Those that are published: their words are for everybody."""
        keys = [key for id in ids if (key := key_of(id)) is not None]
        if not keys:
            return set()
        return {showing.document_id(key) for key in self._all().filter(pk__in=keys).values_list("pk", flat=True)}

    def cards(self, hits: Sequence[Hit], ui: str, user: Any) -> dict[str, sources.Card]:
        """A card for each."""
        wanted = {key: hit.language for hit in hits if (key := key_of(hit.id)) is not None}
        found: dict[str, Mapping[str, Any]] = {}
        for each in self._all().filter(pk__in=wanted):
            if text := showing.words(each, wanted[each.pk] or ui):
                found[showing.document_id(each.pk)] = _card(each, text, ui)
        return found


def _card(collection: Collection, text: Any, ui: str) -> dict[str, Any]:
    return {
        "template": "practices/collections/entry.html", "id": showing.document_id(collection.pk),
        "kind": showing.KIND, "kind_label": _("Collection"), "url": showing.address(collection), "title": text.title,
        "summary": text.introduction, "abstract": text.introduction, "language": text.language,
        "foreign": text.language != ui, "languages": [each.language for each in collection.texts.all()],
        "language_names": [languages.by_public(each.language).name for each in collection.texts.all()],
        "cities": [], "country": None, "years": None, "evidence": None, "published": collection.published_at,
        "confirmed": None,
    }

