"""The pages that the repository itself writes: home and information."""
from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import TranslatableField

from core.models import BasePage
from pages import record, vocabulary
from pages.blocks import BODY


class HomePage(BasePage):
    """The front door: search first, then what the record holds."""

    headline = models.CharField(_("headline"), max_length=120, blank=True)

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("headline")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["pages.InformationPage", "pages.TermsPage"]
    template = "pages/home.html"
    translatable_fields: ClassVar[list[Any]] = [TranslatableField("title"), TranslatableField("headline")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with what this reader may find of the record."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, **record.overview(request.user)}


class InformationPage(BasePage):
    """A text about the repository."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BODY, blank=True, verbose_name=_("text"))

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage", "pages.InformationPage"]
    subpage_types: ClassVar[list[str]] = ["pages.InformationPage"]
    template = "pages/information.html"
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"), TranslatableField("intro"), TranslatableField("body")
    ]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with the pages above and below it."""
        context = super().get_context(request, *args, **kwargs)
        above = self.get_ancestors().type(InformationPage).live()
        return {**context, "above": above, "below": self.get_children().live().public()}


class TermsPage(InformationPage):
    """A text with the vocabularies in all six languages below it, made from the vocabularies themselves."""

    subpage_types: ClassVar[list[str]] = []
    template = "pages/terms.html"

    class Meta:
        verbose_name = _("page of terms")
        verbose_name_plural = _("pages of terms")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with its tables."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "vocabularies": vocabulary.tables(), "columns": vocabulary.columns()}
