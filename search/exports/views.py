"""All results of a search as a file."""
from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_safe

from core import languages
from core.cldr import number
from search.contract import SearchUnavailable
from search.exports import FORMATS, entries
from search.exports.entries import About, Entry, Format
from search.parameters import Chosen, lenient

logger = logging.getLogger(__name__)
BLOCK = 32_768


def links(chosen: Chosen) -> list[dict[str, str]]:
    """Where each format of a search is, for `search/exports.html`."""
    query, path = replace(chosen, page=1).query(), reverse("search:export")
    return [
        {"label": each.label, "url": f"{path}?format={each.name}" + (f"&{query}" if query else "")}
        for each in FORMATS.values()
    ]


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The results of the same parameters as the page, in the order of the page, as far as this reader may see them."""
    wanted = FORMATS.get(request.GET.get("format", "csv"))
    if wanted is None:
        raise Http404
    ui = languages.current().public
    chosen, _dropped = lenient(request.GET)
    chosen = replace(chosen, page=1)
    try:
        response = _answer(request, chosen, ui, wanted)
    except SearchUnavailable:
        response = _away()
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_vary_headers(response, ["Cookie"])
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _answer(request: HttpRequest, chosen: Chosen, ui: str, wanted: Format) -> HttpResponseBase:
    """Begun here and sent afterwards: what can fail at the beginning is an answer of its own, not half a file."""
    about = _about(chosen, ui)
    blocks = _in_blocks(wanted.write(_whole_or_said(entries.every(chosen, ui=ui, user=request.user)), about))
    begun = [next(blocks)] if request.method == "GET" else []
    response = StreamingHttpResponse(chain(begun, blocks) if begun else iter(()), content_type=wanted.content_type)
    name = f"practices-{about.made.isoformat()}.{wanted.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _about(chosen: Chosen, ui: str) -> About:
    address = settings.BASE_URL.rstrip("/") + chosen.address(reverse("search:search"))
    return About(
        ui=ui, site=str(settings.SITE_NAME or settings.REPOSITORY_NAME), address=address, made=timezone.localdate(),
        headings=tuple(map(str, entries.headings())), counted=partial(_counted, ui),
        broken_off=partial(_broken_off, ui),
    )


def _counted(ui: str, count: int) -> str:
    with override(languages.by_public(ui).django):
        return ngettext("%(count)s entry in this file", "%(count)s entries in this file", count) % {
            "count": number(count, ui)}


def _broken_off(ui: str, count: int) -> str:
    with override(languages.by_public(ui).django):
        return ngettext(
            "Incomplete: search stopped answering after %(count)s entry. Please export again.",
            "Incomplete: search stopped answering after %(count)s entries. Please export again.", count,
        ) % {"count": number(count, ui)}


def _whole_or_said(found: Iterable[Entry]) -> Iterator[Entry]:
    """Whatever breaks a file off reaches its writer as one error, by which it says so."""
    try:
        yield from found
    except SearchUnavailable:
        raise
    except Exception as error:
        logger.exception("An export was broken off")
        raise SearchUnavailable("broken off") from error


def _in_blocks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces."""
    held = bytearray()
    for part in parts:
        held += part
        if len(held) >= BLOCK:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _away() -> HttpResponse:
    said = _("Search is not answering at the moment. Please try again shortly.")
    return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "30"})
