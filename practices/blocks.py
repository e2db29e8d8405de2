"""The repeating parts of a practice: outcomes, building blocks, partners, materials, references, pictures."""
from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class PartnerBlock(blocks.StructBlock):
    """An organisation that took part and what it gave."""

    name = blocks.CharBlock(label=_("Organisation"), max_length=200)
    support = blocks.CharBlock(label=_("What it contributes"), max_length=300, required=False, default="")

    class Meta:
        icon = "group"
        label = _("Partner")


class OutcomeBlock(blocks.StructBlock):
    """One thing that changed, or did not; its evidence stands on the practice."""

    title = blocks.CharBlock(label=_("What was looked at"), max_length=160)
    text = blocks.TextBlock(label=_("What changed, and how it is known"))
    indicator = blocks.CharBlock(label=_("Indicator"), max_length=300, required=False, default="")
    baseline = blocks.CharBlock(label=_("Before"), max_length=300, required=False, default="")
    result = blocks.CharBlock(label=_("After"), max_length=300, required=False, default="")
    source = blocks.CharBlock(label=_("Source"), max_length=300, required=False, default="")

    class Meta:
        icon = "success"
        label = _("Outcome")


class BuildingBlock(blocks.StructBlock):
    """A part that another city can reuse."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    what = blocks.TextBlock(label=_("What it does"))
    enabling = blocks.TextBlock(label=_("What it needs"), required=False, default="")
    lesson = blocks.TextBlock(label=_("What was learned"), required=False, default="")

    class Meta:
        icon = "clipboard-list"
        label = _("Building block")


class MaterialBlock(blocks.StructBlock):
    """A handbook, form or film that others may use; a link or an attached document."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    document = DocumentChooserBlock(label=_("Document"), required=False)
    url = blocks.URLBlock(label=_("or address"), required=False, default="")
    language = blocks.ChoiceBlock(label=_("Language"), choices=settings.LANGUAGES, required=False, default="")

    class Meta:
        icon = "doc-full"
        label = _("Material")


class ReferenceBlock(blocks.StructBlock):
    """A source: where a statement can be checked."""

    title = blocks.CharBlock(label=_("Title"), max_length=300)
    url = blocks.URLBlock(label=_("Address"))
    language = blocks.CharBlock(label=_("Language"), max_length=10, required=False, default="")
    archived_url = blocks.URLBlock(label=_("Archived copy"), required=False, default="")

    class Meta:
        icon = "link"
        label = _("Source")


class PictureBlock(blocks.StructBlock):
    """A picture with its description; nobody recognisable unless consent is on file, never children's faces."""

    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(label=_("Description for people who cannot see it"), max_length=250)
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False, default="")

    class Meta:
        icon = "image"
        label = _("Picture")


def stream(name: str, block: blocks.Block) -> list[tuple[str, blocks.Block]]:
    """A stream that repeats one kind of block."""
    return [(name, block)]
