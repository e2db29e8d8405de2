"""What a translated sentence may consist of: words, the inline marks of a text, and exactly the links of its original.

wagtail-localize keeps a sentence as HTML without attributes; a link has an `id` that stands for its address.
"""
from __future__ import annotations

import re
import unicodedata
from collections import Counter

from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.strings import StringValue

LONGEST = 20_000  # characters
_TAG = re.compile(r"<\s*/?\s*[A-Za-z]")


def cleaned(text: str) -> str:
    """A sentence without comments and control characters, in the form in which originals are kept."""
    plain = "".join(each for each in text if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs"))
    soup = BeautifulSoup(plain, "html.parser")
    for child in soup.find_all(string=lambda node: isinstance(node, PreformattedString)):
        child.extract()
    return str(soup).strip()


def problem(segment: StringSegment, text: str, translation: Translation) -> str:
    """Why a translation of a sentence cannot be used; empty if it can."""
    try:
        value = StringValue.from_translated_html(text)
    except ValueError as error:
        return str(error)
    plain = value.render_text().strip()
    if not plain:
        return _("The translation is empty.")
    if reason := _links(segment.string.data, text):
        return reason
    if _TAG.search(plain) and not _TAG.search(StringValue(segment.string.data).render_text()):
        return _("There is markup in it that would be shown as text.")
    most = _most(segment, translation)
    if len(plain) > most:
        return _("The translation has %(length)d characters. Shorten it to %(most)d.") % {
            "length": len(plain), "most": most}
    return ""


def _links(original: str, text: str) -> str:
    """The same links, each as often as in the original."""
    there, here = _ids(original), _ids(text)
    if lost := sorted((there - here).elements()):
        return _("The link %(links)s of the original is missing.") % {"links": _(", ").join(lost)}
    if added := sorted((here - there).elements()):
        return _("The link %(links)s is not in the original.") % {"links": _(", ").join(added)}
    return ""


def _ids(html: str) -> Counter[str]:
    return Counter(str(link.get("id") or "?") for link in BeautifulSoup(html, "html.parser").find_all("a"))


def _most(segment: StringSegment, translation: Translation) -> int:
    """How long the field may be, where it is a field of the page itself."""
    model = translation.source.specific_content_type.model_class()
    try:
        field = model._meta.get_field(segment.context.path) if model else None
    except FieldDoesNotExist:
        return LONGEST
    return getattr(field, "max_length", None) or LONGEST
