"""Entries like the one that is being written, found the way every reader finds them."""
from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import languages
from practices.desk.access import own
from search import finding
from search.analysis import words
from search.normalise import normalise
from search.parameters import Chosen

SHORTEST, SHOWN = 3, 4  # characters of a title, entries


def to(title: str, user: Any, *, but: UUID | None = None) -> list[Any]:
    """The cards of the entries nearest to a title that this person may read; those of a draft itself never."""
    plain = " ".join(word.group() for word in words(normalise(title)))  # quotes and hyphens of a title ask for nothing
    if len(plain) < SHORTEST:
        return []
    found = finding.find(Chosen(q=plain), ui=languages.current().public, user=user)
    return [card for hit, card in found.rows if hit.id != str(but)][:SHOWN]


@own
@require_safe
def fragment(request: HttpRequest) -> HttpResponse:
    """The same as a piece of a page, for the script beside the title."""
    return render(request, "practices/desk/parts/similar.html", {"similar": to(request.GET.get("q", ""), request.user)})
