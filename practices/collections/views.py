"""The list of collections, and the page of each."""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import languages
from practices.collections import showing


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every collection in which the reader may open something."""
    found = showing.shelves(request.user, showing.published(), languages.current().public)
    return render(request, "practices/collections/list.html", {"shelves": found})


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries of one collection, in the order that its editor gave them."""
    ui = languages.current().public
    found = showing.published().filter(slug=slug).first()
    text = showing.words(found, ui) if found else None
    if found is None or text is None:
        raise Http404
    cards = showing.entries(request.user, found, ui)
    shelf = next(iter(showing.shelves(request.user, [found], ui)), None)
    response = render(request, "practices/collections/collection.html", {
        "text": text, "tongue": languages.by_public(text.language), "cards": cards, "shelf": shelf,
    })
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-store"
    return response
