"""Free keywords that an editor has accepted, from one table in memory; what one was merged into or became counts."""
from __future__ import annotations

from dataclasses import dataclass

from core.stamps import StampedTable

Name = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Word:
    """An accepted keyword: its address, its name, what stands for it now."""

    slug: str
    name: str
    merged: str = ""
    concept: tuple[str, str] | None = None


def _build() -> dict[str, Word]:
    from taxonomy.models import Keyword

    rows = Keyword.objects.filter(accepted=True).order_by("name", "pk").values_list(
        "slug", "name", "merged_into__slug", "concept__scheme", "concept__code")
    return {slug: Word(slug, name, merged or "", (scheme, code) if code else None)
            for slug, name, merged, scheme, code in rows}


def _build_names() -> tuple[Name, ...]:
    words = _build()
    return tuple((canonical_in(words, word.slug), "", word.name) for word in words.values() if not word.concept)


def canonical_in(words: dict[str, Word], slug: str) -> str:
    """The address that now stands for this one."""
    word = words.get(slug)
    return word.merged if word and word.merged in words else slug


TABLE = StampedTable("taxonomy.keywords", _build)
_NAMES = StampedTable(TABLE.name, _build_names)


def names() -> tuple[Name, ...]:
    """Slug, no language and text of every accepted keyword; another object whenever one has changed."""
    return _NAMES.get()


def canonical(slug: str) -> str:
    """The address of the keyword that this one was merged into, else its own."""
    return canonical_in(TABLE.get(), slug)


def is_known(slug: str) -> bool:
    """Whether a keyword was ever accepted: what was merged or became a concept stays valid in addresses."""
    return slug in TABLE.get()


def now(slug: str) -> Word | None:
    """The keyword that stands for an address; None for one that no editor has accepted."""
    words = TABLE.get()
    return words.get(canonical_in(words, slug))


def offered() -> list[Word]:
    """Every keyword that readers see."""
    return [word for word in TABLE.get().values() if not word.merged and not word.concept]
