"""Building blocks in search: filed like the practice that they belong to, found where their kind is chosen."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import cards
from practices.building import places
from practices.models import BlockPlace, Practice
from search import sources
from search.contract import Document, Hit, Text

BATCH = 100


def document_of(whole: Document, practice: Practice, key: UUID) -> Document | None:
    """The document of a building block, made of its practice's: the same readers, the same facts, its own words."""
    found = places.parts(practice, key)
    texts = tuple(_text(part) for part in found)
    if not texts:
        return None
    languages = tuple(text.language for text in texts)
    return replace(whole, id=places.document_id(key), kind=places.KIND, texts=texts, original=languages[0],
                   facets={**whole.facets, "kind": (places.KIND,), "language": languages})


def _text(part: places.Part) -> Text:
    value = part.value
    more = [value["enabling"], value["lesson"]]
    return Text(part.version.language, value["title"], value["what"], "\n\n".join(text for text in more if text))


class BlockSource:
    """Building blocks as search takes them."""

    kinds: tuple[sources.Kind, ...] = (sources.Kind(places.KIND, gettext_lazy("Building block"), default=False),)

    def _documents(self, rows: Iterable[BlockPlace]) -> Iterator[Document]:
        """The documents of some places, in their order, in a constant number of queries."""
        from practices.indexing import document_of as whole_of  # which registers this source

        kept = list(rows)
        loaded = Practice.objects.readable().with_facts().with_texts().filter(pk__in={row.practice_id for row in kept})
        by_key = {practice.pk: practice for practice in loaded}
        wholes = {key: whole_of(practice) for key, practice in by_key.items()}
        for row in kept:
            whole = wholes.get(row.practice_id)
            if whole and (document := document_of(whole, by_key[row.practice_id], row.pk)):
                yield document

    def document(self, id: str) -> Document | None:
        """The present document of one building block."""
        key = places.key_of(id)
        return next(self._documents(BlockPlace.objects.filter(pk=key)), None) if key else None

    def documents(self) -> Iterator[Document]:
        """Every building block that anybody may find, in the order of their keys."""
        rows = BlockPlace.objects.filter(practice__in=Practice.objects.readable()).order_by("pk").iterator()
        while batch := list(islice(rows, BATCH)):
            yield from self._documents(batch)

    def count(self) -> int:
        """How many there are."""
        return BlockPlace.objects.filter(practice__in=Practice.objects.readable()).count()

    def visible(self, ids: Sequence[str], user: Any) -> set[str]:
        """Those whose practice the reader may see."""
        keys = [key for id in ids if (key := places.key_of(id))]
        if not keys:
            return set()
        mine = BlockPlace.objects.filter(pk__in=keys, practice__in=Practice.objects.visible_to(user))
        return {places.document_id(key) for key in mine.values_list("pk", flat=True)}

    def cards(self, hits: Sequence[Hit], ui: str, user: Any) -> dict[str, sources.Card]:
        """The card of the practice with the words of the building block."""
        wanted = {key: hit for hit in hits if (key := places.key_of(hit.id))}
        rows = BlockPlace.objects.filter(pk__in=wanted)
        loaded = Practice.objects.visible_to(user).filter(block_places__in=rows).distinct().with_facts().with_texts()
        by_key = {practice.pk: practice for practice in loaded}
        found = {}
        for row in rows:
            practice = by_key.get(row.practice_id)
            if practice and (card := card_of(practice, row.pk, ui, wanted[row.pk].language)):
                found[places.document_id(row.pk)] = card
        return found


def card_of(practice: Practice, key: UUID, ui: str, language: str) -> Mapping[str, Any] | None:
    """What lists show of a building block."""
    found = {part.version.language: part for part in places.parts(practice, key)}
    if not found:
        return None
    part = found.get(language) or found.get(ui) or next(iter(found.values()))
    own = part.version.language
    return {
        **cards.card(practice, ui, own), "template": "practices/building/entry.html",
        "id": places.document_id(key), "kind": places.KIND, "kind_label": _("Building block"),
        "url": places.address(practice.pk, key), "title": part.value["title"],
        "summary": cards.shortened(part.value["what"]), "abstract": part.value["what"], "language": own,
        "tongue": part.version.tongue, "foreign": own != ui, "languages": list(found),
        "language_names": [each.version.tongue.name for each in found.values()],
        "of": part.version.page.title, "of_url": cards.address(practice, part.version.page.slug),
    }
