"""The one view for every document, picture and size of a picture: readable as what refers to it is readable.

Content apps say so with `register_reader`: a function that takes a `Picture` or an `Attachment` and a user and gives
True (something of mine refers to it, and this user may read that), False (something does, but not for this user) or
None (nothing of mine refers to it).
"""
from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.models import ReferenceIndex
from wagtail.users.models import UserProfile

from core import visibility
from core.documents.cleaning import CONTENT_TYPES
from core.models import Attachment, BasePage, Picture, PictureRendition

Reader = Callable[[Any, Any], bool | None]

NAME = re.compile(r"(pictures|renditions|documents|avatar_images)/[A-Za-z0-9_-]+\.[a-z0-9]{1,5}")
TYPES = {
    **CONTENT_TYPES,
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
}
POLICY = "sandbox; default-src 'none'"
PUBLIC_CACHE = "public, no-cache"  # kept, but asked about each time: a withdrawal takes effect at once
PRIVATE_CACHE = "private, no-store"
_readers: list[Reader] = []


def register_reader(reader: Reader) -> Reader:
    """Add a function that says whether a user may read a file; usable as a decorator."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


def through_pages(*models: type[BasePage]) -> Reader:
    """A reader for files that pages of these classes show, by Wagtail's reference index and `is_visible_to`."""

    def reader(kept: Any, user: Any) -> bool | None:
        types = ContentType.objects.get_for_models(*models).values()
        ids = ReferenceIndex.get_references_to(kept).filter(content_type__in=types).values_list("object_id", flat=True)
        pages = [page for model in models for page in model.objects.filter(pk__in=[int(each) for each in ids])]
        return any(page.is_visible_to(user) for page in pages) if pages else None

    return reader


def is_readable(kept: Any, user: Any) -> bool:
    """Whether a user may read a picture, a size of one, an attachment or an account's picture."""
    if isinstance(kept, PictureRendition):
        return is_readable(kept.image, user)
    if isinstance(kept, UserProfile):
        return user.is_authenticated and (user.pk == kept.user_id or user.has_perm("wagtailadmin.access_admin"))
    answers = [reader(kept, user) for reader in _readers]
    if True in answers or _is_uploader(kept, user):
        return True
    return False not in answers and visibility.EDITOR in visibility.tokens_of(user)


def _is_uploader(kept: Any, user: Any) -> bool:
    return user.is_authenticated and user.is_active and kept.uploaded_by_user_id == user.pk


def find(name: str) -> Any:
    """The record whose stored file has this name, or None."""
    match = NAME.fullmatch(name)
    if match is None:
        return None
    if match[1] == "pictures":
        return Picture.objects.filter(file=name).first()
    if match[1] == "renditions":
        return PictureRendition.objects.select_related("image").filter(file=name).first()
    if match[1] == "documents":
        return Attachment.objects.filter(file=name).first()
    return UserProfile.objects.filter(avatar=name).first()


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """A stored file, or 404 as if it did not exist."""
    kept = find(name)
    if kept is None:
        raise Http404
    public = is_readable(kept, AnonymousUser())
    if not public and not is_readable(kept, request.user):
        raise Http404
    etag = f'"{PurePosixPath(name).stem}"'  # under one name the bytes never change
    response = get_conditional_response(request, etag=etag) or _answer(request, kept, name)
    response.headers["ETag"] = etag
    return _guarded(response, PUBLIC_CACHE if public else PRIVATE_CACHE)


def private_bytes(request: HttpRequest, kept: Any) -> HttpResponseBase:
    """The file of a record for a reader whom the caller has let in by other means, such as a signed link."""
    return _guarded(_answer(request, kept, kept.file.name), PRIVATE_CACHE)


def _guarded(response: HttpResponseBase, cache: str) -> HttpResponseBase:
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _answer(request: HttpRequest, kept: Any, name: str) -> HttpResponseBase:
    """The bytes with their type; a document is always saved, never opened inside the site."""
    stored = kept.avatar if isinstance(kept, UserProfile) else kept.file
    try:
        content = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # all kept formats are compressed: gzip would only cost time
    ending = PurePosixPath(name).suffix.removeprefix(".")
    response = FileResponse(content, content_type=content_type(ending))
    if isinstance(kept, Attachment):
        response.headers["Content-Disposition"] = _disposition(kept, ending)
    return response


def content_type(ending: str) -> str:
    """The media type of a stored file; what is not known is only bytes."""
    return TYPES.get(ending, "application/octet-stream")


def _disposition(kept: Attachment, ending: str) -> str:
    """Save under the document's title."""
    title = re.sub(r"[\x00-\x20\x7f/\\:]+", " ", kept.title).strip() or "document"
    return content_disposition_header(True, f"{title.removesuffix('.' + ending)}.{ending}") or "attachment"
