"""Practices in search: the document of each, its cards, and the facets that practices add."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities import labels as place_labels
from core import languages
from practices import cards
from practices.audience import audience_of
from practices.building import indexing as blocks
from practices.choices import Kind as PracticeKind
from practices.collections import indexing as collections
from practices.facts import Facts, facts_of
from practices.models import LanguageVersion, Practice
from practices.sections import body
from search import facets, sources
from search.contract import Document, Hit, Text
from taxonomy import keywords, labels
from taxonomy.schemes import Scheme

FILTERED_SCHEMES = (
    (Scheme.LEVEL, 10, True), (Scheme.FORM, 50, False), (Scheme.APPROACH, 60, False),
    (Scheme.PARTICIPANTS, 70, False), (Scheme.SETTING, 80, False), (Scheme.THEME, 90, False),
    (Scheme.HARMED, 110, False), (Scheme.HARM, 120, False), (Scheme.DRIVER, 130, False),
)
LABELLED_SCHEMES = tuple(scheme for scheme, _order, _open in FILTERED_SCHEMES)
BATCH = 100


def is_id(text: str) -> bool:
    """Whether a text is the id of a practice at all."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def document_of(practice: Practice) -> Document | None:
    """What every index holds of a practice that was loaded with texts and facts; None when nobody may find it."""
    audience = audience_of(practice)
    versions = practice.available_versions() if audience else []
    if audience is None or not versions or practice.first_published_at is None:
        return None
    facts = facts_of(practice)
    return Document(
        id=str(practice.pk),
        kind=practice.kind,
        version=practice.version,
        texts=tuple(_text(version, facts) for version in versions),
        original=versions[0].language,
        newest=practice.first_published_at,
        confirmed=practice.last_confirmed_at,
        facets=_codes(practice, facts, versions),
        labels={language.public: _labels(facts, language.public) for language in languages.INTERFACE},
        audience=audience.tokens,
        embargo_until=audience.embargo_until,
        embargo_audience=audience.embargo_tokens,
    )


def _text(version: LanguageVersion, facts: Facts) -> Text:
    page = version.text
    return Text(version.language, page.title, page.summary, body(page, withheld=facts.withheld))


def _codes(practice: Practice, facts: Facts, versions: Sequence[LanguageVersion]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {
        "kind": (practice.kind,),
        "city": tuple(str(city) for city in facts.cities),
        "country": facts.countries,
        "region": facts.regions,
        "hub": facts.hubs,
        "language": tuple(version.language for version in versions),
        "year": tuple(str(year) for year in facts.years(timezone.now().year)),
        "evidence": (facts.best_evidence.quality,) if facts.best_evidence else (),
        "keyword": (*(slug for slug, _name in facts.keywords), *facts.former_keywords),
    }
    for scheme in LABELLED_SCHEMES:
        codes[scheme.value] = tuple(dict.fromkeys(
            code for own in facts.codes(scheme) for code in labels.with_broader(scheme, own)
        ))
    return codes


def _labels(facts: Facts, ui: str) -> tuple[str, ...]:
    found: list[str] = []
    for scheme in (*LABELLED_SCHEMES, Scheme.SECTOR):
        for code in facts.codes(scheme):
            found.extend(labels.searched(scheme, code, ui))
    found.extend(place_labels.searched(facts.cities, facts.countries, facts.regions, facts.hubs, ui))
    found.extend(name for _slug, name in facts.keywords)
    return tuple(dict.fromkeys(found))


class PracticeSource:
    """Practices as search takes them."""

    kinds = tuple(sources.Kind(kind.value, kind.label) for kind in PracticeKind)

    def _all(self) -> Any:
        return Practice.objects.readable().with_facts().with_texts()

    def document(self, id: str) -> Document | None:
        """The present document of one practice."""
        practice = self._all().filter(pk=id).first() if is_id(id) else None
        return document_of(practice) if practice else None

    def documents(self) -> Iterator[Document]:
        """Every practice that anybody may find."""
        for practice in self._all().order_by("pk").iterator(chunk_size=BATCH):
            if document := document_of(practice):
                yield document

    def matching(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterator[Document]:
        """The newest practices that a reader with these tokens may find and that have one of the words in them."""
        found = Practice.objects.visible_with(tokens).holding(words).with_facts().with_texts()
        for practice in found.order_by("-first_published_at", "pk")[:limit]:
            if document := document_of(practice):
                yield document

    def count(self) -> int:
        """How many practices are published."""
        return Practice.objects.readable().count()

    def visible(self, ids: Sequence[str], user: Any) -> set[str]:
        """The ids of practices that the reader may see."""
        known = [id for id in ids if is_id(id)]
        return {str(pk) for pk in Practice.objects.visible_to(user).filter(pk__in=known).values_list("pk", flat=True)}

    def cards(self, hits: Sequence[Hit], ui: str, user: Any) -> dict[str, sources.Card]:
        """A card for each hit that the reader may see."""
        wanted = {hit.id: hit.language for hit in hits}
        found = Practice.objects.visible_to(user).filter(pk__in=wanted).with_facts().with_texts()
        return {str(practice.pk): cards.card(practice, ui, wanted[str(practice.pk)]) for practice in found}


def _options(scheme: str) -> Any:
    return lambda ui: [facets.Option(code, label) for code, label in labels.options(scheme, ui)]


def _scheme_facet(name: str, scheme: str, label: Any, order: int, prominent: bool = False) -> facets.Facet:
    return facets.Facet(
        name, label, _options(scheme),
        valid=lambda code: labels.is_code(scheme, code),
        canonical=lambda code: labels.canonical(scheme, code),
        label_of=lambda code, ui: labels.label(scheme, code, ui),
        names=lambda: labels.names(scheme),
        wider=lambda code: [(name, above) for above in labels.with_broader(scheme, code) if above != code],
        order=order, prominent=prominent, named_only=scheme == Scheme.FORM,
    )


def _keywords(ui: str) -> Iterable[facets.Option]:
    return [facets.Option(word.slug, word.name) for word in keywords.offered()]


def _register_facets() -> None:
    for scheme, order, prominent in FILTERED_SCHEMES:
        facets.register(_scheme_facet(scheme.value, scheme.value, scheme.label, order, prominent))
    facets.register(_scheme_facet("evidence", Scheme.EVIDENCE_QUALITY, _("How results were measured"), 45, True))
    facets.register(facets.Facet(
        "keyword", _("Keyword"), lambda ui: list(_keywords(ui)),
        valid=keywords.is_known, canonical=keywords.canonical, order=210, open_ended=True,
        names=keywords.names, secret=lambda code: True,
    ))


sources.register(PracticeSource())
sources.register(blocks.BlockSource())
sources.register(collections.CollectionSource())
_register_facets()
