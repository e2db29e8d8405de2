"""Filters that are written in a question, such as `city:Aarhus`: a facet's name or label, and a code or name."""
from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from django.utils.translation import override

from core import languages
from search import concepts, facets, syntax
from search.syntax import Value

_COLONS = ":："


def taken_out(text: str) -> tuple[str, tuple[Value, ...]]:
    """A question without the filters written in it, and those filters as facets and present codes."""
    if not any(colon in text for colon in _COLONS):
        return text, ()
    return syntax.without_chips(text, _Reader())


class _Reader:
    """Reads the names of facets in every language of the interface, collected once for a question."""

    def __init__(self) -> None:
        self._facets: dict[str, facets.Facet] = {}
        for name, facet in _named():
            self._facets.setdefault(_compared(name), facet)

    def __call__(self, name: str, value: str) -> tuple[Value, ...]:
        facet = self._facets.get(_compared(name))
        return tuple((facet.name, code) for code in codes(facet, value)) if facet else ()


def _named() -> Iterator[tuple[str, facets.Facet]]:
    """Parameter names first: a label that is the same word as another facet's parameter does not take it away."""
    yield from ((facet.name, facet) for facet in facets.all_facets())
    for language in languages.INTERFACE:
        with override(language.django):
            yield from ((str(facet.label), facet) for facet in facets.all_facets())


def codes(facet: facets.Facet, value: str) -> tuple[str, ...]:
    """The present codes that a value stands for: a code itself, else every value of that name in any language."""
    for code in (value, value.upper(), value.lower()):
        if facets.CODE.fullmatch(code) and facet.valid(code):
            return (facet.canonical(code),)
    named = concepts.coded(facet.name, value) or tuple(_options_called(facet, value))
    return tuple(dict.fromkeys(named))[: concepts.CANDIDATES]


def _options_called(facet: facets.Facet, value: str) -> Iterator[str]:
    """The options of a facet that gives no names, by their labels; not where an option may be a secret."""
    if facet.names():
        return
    for language in languages.INTERFACE:
        for option in facet.options(language.public):
            if option.at_zero and not facet.open_ended and _compared(option.label) == _compared(value):
                yield option.code


def _compared(text: str) -> str:
    return " ".join(normalize("NFKC", text).casefold().split())
