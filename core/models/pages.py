"""What every page of the site has in common."""
from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.fields import RichTextField
from wagtail.models import Page

from core import languages, richtext
from core.querysets import BasePageManager


class BasePage(Page):
    """A page that is served to those who may see it, in its own language and direction."""

    objects: ClassVar[Any] = BasePageManager()

    class Meta:
        abstract = True

    @property
    def language(self) -> languages.Language:
        """The language of the page's text."""
        return languages.by_django(self.locale.language_code)

    def is_visible_to(self, user: Any) -> bool:
        """Whether a reader may see the page; content apps narrow it."""
        return bool(self.live)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or 404 as if it did not exist."""
        if not self.is_visible_to(request.user):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def clean_rich_text(self) -> None:
        """Clean every rich text field in place."""
        for field in self._meta.get_fields():
            if isinstance(field, RichTextField):
                setattr(self, field.attname, richtext.clean(getattr(self, field.attname)))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with cleaned rich text, whatever way it came in."""
        self.clean_rich_text()
        super().save(*args, **kwargs)
