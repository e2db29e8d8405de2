"""Labels of every coded value in every interface language, from one table in memory.

`ui` is a public language code such as `zh`; without it the language of the request counts. A missing label falls back
to English, then to the code. A merged concept answers with what it was merged into.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core import languages
from core.stamps import StampedTable


@dataclass(slots=True)
class Entry:
    """What the table holds of a concept: labels by language and kind, definitions, where it stands."""

    code: str
    status: str
    merged: str = ""
    broader: str = ""
    preferred: dict[str, str] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)


Vocabulary = dict[str, Entry]
Name = tuple[str, str, str]


def _build() -> dict[str, Vocabulary]:
    from taxonomy.models import Concept, Definition, Label

    by_pk: dict[int, Entry] = {}
    table: dict[str, Vocabulary] = {}
    concepts = Concept.objects.select_related("merged_into", "broader").order_by("scheme", "order", "code")
    for concept in concepts:
        entry = Entry(
            concept.code,
            concept.status,
            concept.merged_into.code if concept.merged_into else "",
            concept.broader.code if concept.broader else "",
        )
        by_pk[concept.pk] = table.setdefault(concept.scheme, {})[concept.code] = entry
    for pk, language, kind, text in Label.objects.order_by("pk").values_list("concept", "language", "kind", "text"):
        if kind == Label.PREFERRED:
            by_pk[pk].preferred.setdefault(language, text)
        else:
            by_pk[pk].others.setdefault(language, []).append(text)
    for pk, language, text in Definition.objects.order_by("pk").values_list("concept", "language", "text"):
        by_pk[pk].definitions.setdefault(language, text)
    for vocabulary in table.values():
        _hand_over(vocabulary)
    return table


def _hand_over(vocabulary: Vocabulary) -> None:
    """What a merged concept was called, the one that it was merged into is found by."""
    for entry in vocabulary.values():
        target = vocabulary.get(entry.merged)
        if target is None:
            continue
        for language, text in [*entry.preferred.items(), *((key, each) for key, own in entry.others.items()
                                                          for each in own)]:
            held = target.others.setdefault(language, [])
            if text not in held and text != target.preferred.get(language):
                held.append(text)


def _build_names() -> dict[str, tuple[Name, ...]]:
    return {
        scheme: tuple(name for entry in vocabulary.values() if not entry.merged for name in _names_of(entry))
        for scheme, vocabulary in _build().items()
    }


def _names_of(entry: Entry) -> Iterator[Name]:
    yield from ((entry.code, language, text) for language, text in entry.preferred.items())
    yield from ((entry.code, language, text) for language, texts in entry.others.items() for text in texts)


TABLE = StampedTable("taxonomy.labels", _build)
_NAMES = StampedTable(TABLE.name, _build_names)


def _entry(scheme: str, code: str) -> Entry | None:
    vocabulary = TABLE.get().get(scheme, {})
    entry = vocabulary.get(code)
    return vocabulary.get(entry.merged, entry) if entry and entry.merged else entry


def _ui(ui: str | None) -> str:
    return ui or languages.current().public


def label(scheme: str, code: str, ui: str | None = None) -> str:
    """The displayed label of a code; the code itself where the vocabulary does not know it."""
    entry = _entry(scheme, code)
    if entry is None:
        return code
    return entry.preferred.get(_ui(ui)) or entry.preferred.get(languages.DEFAULT) or code


def definition(scheme: str, code: str, ui: str | None = None) -> str:
    """The definition of a code, in English where the language lacks one, else empty."""
    entry = _entry(scheme, code)
    if entry is None:
        return ""
    return entry.definitions.get(_ui(ui)) or entry.definitions.get(languages.DEFAULT, "")


def searched(scheme: str, code: str, ui: str) -> tuple[str, ...]:
    """Every label by which a code is found in a language: preferred, alternative, hidden."""
    entry = _entry(scheme, code)
    if entry is None:
        return ()
    first = [entry.preferred[ui]] if ui in entry.preferred else []
    return (*first, *entry.others.get(ui, ()))


def names(scheme: str) -> tuple[Name, ...]:
    """Code, language and text of every label of a vocabulary; another object whenever one has changed."""
    return _NAMES.get().get(scheme, ())


def codes(scheme: str) -> tuple[str, ...]:
    """The codes that can be chosen, in the order of the vocabulary: neither retired nor merged."""
    return tuple(
        code
        for code, entry in TABLE.get().get(scheme, {}).items()
        if entry.status != "retired" and not entry.merged
    )


def options(scheme: str, ui: str | None = None) -> list[tuple[str, str]]:
    """Code and label of everything that can be chosen, for form fields and facets."""
    return [(code, label(scheme, code, ui)) for code in codes(scheme)]


def is_code(scheme: str, code: str) -> bool:
    """Whether the vocabulary knows the code; retired and merged ones stay valid in addresses."""
    return code in TABLE.get().get(scheme, {})


def canonical(scheme: str, code: str) -> str:
    """The code that now stands for this one: of the concept it was merged into, else itself."""
    entry = _entry(scheme, code)
    return entry.code if entry else code


def with_broader(scheme: str, code: str) -> tuple[str, ...]:
    """A code with all the broader ones it also counts for, narrowest first."""
    found: list[str] = []
    entry = _entry(scheme, code)
    while entry is not None and entry.code not in found:
        found.append(entry.code)
        entry = _entry(scheme, entry.broader) if entry.broader else None
    return tuple(found)
