"""The order in which a reader looks for a name, without a library for collation."""
from __future__ import annotations

from cities.folding import folded

_ARTICLE = "ال"


def sort_key(text: str, ui: str) -> tuple[str, str]:
    """A key that puts names in the alphabetical order of an interface language.

    Accents and case do not count. Arabic names stand under their first letter after the article. Chinese ones stand
    in the order of GB 2312, whose 3,755 common characters are sorted by their sound in Latin letters.
    """
    if ui == "zh":
        return text.encode("gb18030").hex(), text
    bare = folded(text)
    if ui == "ar" and bare.startswith(_ARTICLE):
        bare = bare.removeprefix(_ARTICLE)
    return bare, text
