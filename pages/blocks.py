"""What the body of a page of the repository is made of."""
from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.richtext import FEATURES


class PrincipleBlock(blocks.StructBlock):
    """One numbered principle."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "list-ol"
        label = _("Principle")


BODY = [
    ("heading", blocks.CharBlock(label=_("Heading"), max_length=160, icon="title")),
    ("subheading", blocks.CharBlock(label=_("Smaller heading"), max_length=160, icon="title")),
    ("text", blocks.RichTextBlock(label=_("Text"), features=[feature for feature in FEATURES if feature != "h3"])),
    ("principle", PrincipleBlock()),
    ("note", blocks.TextBlock(label=_("Note"), icon="info-circle")),
    ("code", blocks.TextBlock(label=_("Example for a terminal"), icon="code")),
]
