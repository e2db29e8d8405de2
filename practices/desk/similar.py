"""Entries like the one that is being written, found the way every reader finds them, and what to do about each.

An entry of one's own city is updated, another city's is recorded as what was adapted, and what the city says is
different is not shown beside this draft again.
"""
from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core import languages
from practices import answers, attaching, submitting
from practices.choices import PROPOSABLE_STATES, WRITABLE_STATES, Question
from practices.desk import access, showing
from practices.desk.access import own
from practices.models import Draft, Practice
from search import finding
from search.analysis import words
from search.normalise import normalise
from search.parameters import Chosen

SHORTEST, SHOWN = 3, 4  # characters of a title, entries
REMEMBERED = 100  # entries that one draft was said to be different from
CHOICE, ADAPT, DIFFERENT = "similar", "adapt", "different"
NOTE = "different"


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that comes near, and where it can be updated: only one's own."""

    card: Any
    id: str
    update: str = ""
    adapted: bool = False  # this draft says already that it was adapted from it


def to(draft: Draft, user: Any, *, title: str | None = None) -> list[Near]:
    """The entries nearest to a title that this person may read; never the draft's own, nor what is different."""
    asked = showing.title_of(draft) if title is None else title
    plain = " ".join(word.group() for word in words(normalise(asked)))  # quotes and hyphens of a title ask for nothing
    if len(plain) < SHORTEST:
        return []
    found = finding.find(Chosen(q=plain), ui=languages.current().public, user=user)
    left_out = {str(draft.practice_id), *draft.notes.get(NOTE, ())}
    cards = {hit.id: card for hit, card in found.rows if hit.id not in left_out}
    known = _practices(cards, user)
    ways = _ways(known, user)
    return [Near(cards[id], id, ways.get(id, ""), draft.answers.get("adapted_from") == id)
            for id in cards if id in known][:SHOWN]


def _practices(ids: Iterable[str], user: Any) -> set[str]:
    """Those of some ids that are entries this person may read; search finds other things too."""
    keys = [key for each in ids if (key := _key(each))]
    return {str(key) for key in Practice.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)}


def _key(id: str) -> UUID | None:
    with suppress(ValueError):
        return UUID(id)
    return None


def _ways(ids: Iterable[str], user: Any) -> dict[str, str]:
    """Where the person's own entries among these are changed."""
    mine = Practice.objects.of_desk(user).filter(pk__in=list(ids), state__in=(*WRITABLE_STATES, *PROPOSABLE_STATES))
    return {str(key): reverse(f"practices:desk-{'entry' if state in WRITABLE_STATES else 'propose'}", args=[key])
            for key, state in mine.values_list("pk", "state")}


@own
@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same as a piece of a page, for the script beside the title; sent from the check page, a choice."""
    draft = access.writable(request, id)
    if request.method == "POST":
        return redirect(choose(request, draft) or reverse("practices:desk-check", args=[id]))
    near = to(draft, request.user, title=request.GET.get("q", ""))
    return render(request, "practices/desk/parts/similar.html", {"similar": near})


def choose(request: HttpRequest, draft: Draft) -> str:
    """Do what a button beside an entry says; where one goes on, nothing where one stays."""
    way, _space, id = request.POST.get(CHOICE, "").partition(" ")
    if way not in (ADAPT, DIFFERENT):
        return ""
    if not _practices([id], request.user):
        raise Http404
    if way == DIFFERENT:
        remember(draft, id, by=request.user)
        return ""
    submitting.save(draft, {"adapted_from": id}, by=request.user)
    if Question.ADAPTED in answers.asked_of(draft.answers.get("kind", "")):
        return f"{reverse('practices:desk-question', args=[draft.practice_id, Question.ADAPTED])}?then=check"
    return reverse("practices:desk-entry", args=[draft.practice_id])


@transaction.atomic
def remember(draft: Draft, id: str, *, by: Any) -> None:
    """This draft is different from an entry; it is not shown beside it again."""
    found = attaching.locked(draft, by=by)
    others = [each for each in found.notes.get(NOTE, []) if each != id]
    found.notes = {**found.notes, NOTE: [*others, id][-REMEMBERED:]}
    found.save(update_fields=["notes"])
