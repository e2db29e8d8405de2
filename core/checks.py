"""System checks: files come in and go out by the one way that is safe."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.files.storage import default_storage
from django.urls import NoReverseMatch, reverse

FILES_URL = "/files/"
EXPECTED = {
    "WAGTAILIMAGES_IMAGE_MODEL": "core.Picture",
    "WAGTAILDOCS_DOCUMENT_MODEL": "core.Attachment",
    "WAGTAILIMAGES_IMAGE_FORM_BASE": "core.uploads.forms.PictureForm",
    "WAGTAILDOCS_DOCUMENT_FORM_BASE": "core.uploads.forms.DocumentForm",
    "WAGTAILDOCS_SERVE_METHOD": "direct",
    "MEDIA_URL": FILES_URL,
}
STOCK_VIEWS = {"wagtaildocs_serve": [1, "a.pdf"], "wagtailimages_serve": ["signature", 1, "original"]}


@register("files")
def files_are_cleaned(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The models and forms that clean are the ones in use."""
    return [
        Error(f"{name} must be {value!r}.", hint="Otherwise files are kept or served unchecked.", id="core.E001")
        for name, value in EXPECTED.items()
        if getattr(settings, name, None) != value
    ]


@register("files")
def storage_is_not_public(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Stored files have addresses that core/files.py answers and lie in no folder that a web server publishes."""
    errors = []
    if getattr(default_storage, "base_url", FILES_URL) != FILES_URL:
        errors.append(Error(f"The default storage must use the base address {FILES_URL}.", id="core.E002"))
    media = Path(settings.MEDIA_ROOT).resolve()
    for folder in filter(None, [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]):
        static = Path(folder).resolve()
        if media.is_relative_to(static) or static.is_relative_to(media):
            errors.append(Error(f"MEDIA_ROOT and the static folder {static} must lie apart.", id="core.E003"))
    return errors


@register("files")
def stock_views_are_not_routed(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Wagtail's own views for files know nothing of who may see what."""
    return [Error(f"{name} must not be routed: core/files.py serves every file.", id="core.E004") for name in _routed()]


def _routed() -> Iterator[str]:
    for name, arguments in STOCK_VIEWS.items():
        try:
            reverse(name, args=arguments)
        except NoReverseMatch:
            continue
        yield name
