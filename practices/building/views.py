"""The page of a building block."""
from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core import languages
from practices import cards
from practices.building import places
from practices.models import BlockPlace
from practices.views import visible


@require_safe
def block(request: HttpRequest, id: UUID, block: UUID) -> HttpResponse:
    """One part of a practice, in the reader's language where it is translated; 404 where it stands no more."""
    get_object_or_404(BlockPlace, pk=block, practice=id)
    practice = visible(request, id)
    found = {part.version.language: part for part in places.parts(practice, block)}
    if not found:
        raise Http404
    ui = languages.current().public
    part = found.get(request.GET.get("content", "")) or found.get(ui) or next(iter(found.values()))
    response = render(request, "practices/building/block.html", {
        "part": part.value, "tongue": part.version.tongue, "foreign": part.version.language != ui,
        "card": cards.card(practice, ui, part.version.language), "versions": [each.version for each in found.values()],
        "url": cards.address(practice, part.version.page.slug) + f"#block-{block}", "practice": practice,
    })
    if practice.visibility != "public" or practice.embargo_until:
        response.headers["Cache-Control"] = "private, no-store"
    return response
