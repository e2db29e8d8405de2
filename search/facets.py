"""What results can be narrowed by: content apps declare facets here from their `indexing.py`."""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import languages
from core.cldr import language_name
from search import sources

FIRST_YEAR = 1990
CODE = re.compile(r"[\w-]{1,100}")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice in a facet, labelled in the interface language; `parent` is the code of the one it lies below.

    An option that is not shown `at_zero` stands only where it finds something: that it exists may be a secret.
    """

    code: str
    label: str
    parent: str = ""
    at_zero: bool = True


Name = tuple[str, str, str]
Names = Sequence[Name]  # another object whenever a name has changed


def _no_names() -> Names:
    return ()


def _no_secret(code: str) -> bool:
    return False


def _same(code: str) -> str:
    return code


def _nothing_wider(code: str) -> Sequence[tuple[str, str]]:
    return ()


def _no_label(code: str, ui: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A declared filter: its name is the URL parameter and the key in `Document.facets`.

    `options` gives the choices in their order for an interface language (public code), parents before children.
    `valid` says whether a code exists at all, though it may have no option; `canonical` turns the code of a merged
    concept into the present one; `label_of` names a valid code that has no option (empty: the code itself).
    `prominent` facets stand open on the page, the others are folded; `order` sorts them. A facet is `open_ended` whose
    codes authors make up: only those of the results are offered, because a word can tell what it was made up for.

    `names` gives what the codes are called, by which they are recognised in a question: code, public language code
    (empty for a name that belongs to every language) and text, for every displayed, alternative and hidden label. It
    must cost no query per call. `proper` names are inflected in Cyrillic alone: "reads" is no Reading. That a
    `secret` code exists at all may tell of a hidden entry; its names are compared, but never used to find anything.

    A value of a `named_only` facet is offered to readers who named it or opened the facet, never to others: a question
    about young people is none about a form of violence.

    `wider` gives what holds a code and more, the nearest first: facet and code each, of this facet or another.
    """

    name: str
    label: Any  # lazily translated
    options: Callable[[str], Sequence[Option]]
    valid: Callable[[str], bool]
    canonical: Callable[[str], str] = _same
    label_of: Callable[[str, str], str] = _no_label
    order: int = 100
    prominent: bool = False
    open_ended: bool = False
    names: Callable[[], Names] = _no_names
    proper: bool = False
    named_only: bool = False
    secret: Callable[[str], bool] = _no_secret
    wider: Callable[[str], Sequence[tuple[str, str]]] = _nothing_wider

    def name_of(self, code: str, ui: str) -> str:
        """What a reader calls a code in the interface language."""
        for option in self.options(ui):
            if option.code == code:
                return option.label
        return self.label_of(code, ui) or code


_facets: dict[str, Facet] = {}


def register(facet: Facet) -> Facet:
    """Add a facet, or replace the one of the same name."""
    _facets[facet.name] = facet
    return facet


def unregister(name: str) -> None:
    """Take a facet back (for tests)."""
    _facets.pop(name, None)


def all_facets() -> tuple[Facet, ...]:
    """Every declared facet in the order of the page."""
    return tuple(sorted(_facets.values(), key=lambda facet: (facet.order, facet.name)))


def get(name: str) -> Facet | None:
    """The facet of a name, if it is declared."""
    return _facets.get(name)


def names() -> tuple[str, ...]:
    """The names of all facets in the order of the page."""
    return tuple(facet.name for facet in all_facets())


def _in(ui: str) -> Any:
    return override(languages.by_public(ui).django)


def _kind_options(ui: str) -> list[Option]:
    with _in(ui):
        return [Option(kind.code, str(kind.label)) for kind in sources.kinds()]


def _language_options(ui: str) -> list[Option]:
    return [Option(language.public, _language_name(language.public, ui)) for language in languages.ALL]


def _language_name(code: str, ui: str) -> str:
    name = language_name(code, ui)
    return name[:1].upper() + name[1:]


def _this_year() -> int:
    return timezone.now().year


def _year_options(ui: str) -> list[Option]:
    return [Option(str(year), str(year)) for year in range(_this_year(), FIRST_YEAR - 1, -1)]


def _valid_year(code: str) -> bool:
    return len(code) == 4 and code.isascii() and code.isdigit() and 1800 <= int(code) <= _this_year() + 20


def register_generic() -> None:
    """The facets that any kind of document has."""
    register(
        Facet(
            "kind", _("Type"), _kind_options, lambda code: bool(sources.of_kind(code)), order=30, prominent=True
        )
    )
    register(
        Facet(
            "language", _("Language of the text"), _language_options, languages.is_public, order=40, prominent=True
        )
    )
    register(Facet("year", _("Year"), _year_options, _valid_year, order=200))
