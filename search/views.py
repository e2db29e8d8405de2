"""The search page, what it suggests while a question is typed, and the same search as JSON."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.translation import override
from django.views.decorators.http import require_safe

from core import languages
from search import (
    answering,
    engine,
    facets,
    finding,
    presenting,
    promoting,
    recording,
    related,
    scope,
    spelling,
    suggesting,
    widening,
)
from search.contract import PAGE_SIZE, Hit
from search.exports.views import links as export_links
from search.parameters import BadParameter, Chosen, lenient, strict
from search.reasons import Reasons
from search.sources import Card

R = TypeVar("R", bound=HttpResponse)
INSIST = "insist"  # the parameter of a reader who wants the question as it was typed
SUGGESTIONS_KEPT = 30  # seconds in the reader's own browser, who types forth and back; a withdrawal counts at once
_CARD_KEYS = ("url", "title", "languages", "summary", "cities", "country", "years", "evidence")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The search page; with htmx only the part that changes."""
    ui, path = languages.current().public, reverse("search:search")
    chosen, dropped = lenient(request.GET)
    insists = INSIST in request.GET
    answer = answering.answer(
        chosen, ui=ui, user=request.user, counted=facets.names(), literally=insists or not chosen.q
    )
    _record(request, answer, ui)
    context = {**_context(request, answer, ui, path), **_choices(request, answer, ui, path), "dropped": dropped}
    partial = getattr(request, "htmx", False) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    response = render(request, "search/found.html" if partial else "search/search.html", context)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return _private(response, request)


def _record(request: HttpRequest, answer: answering.Answer, ui: str) -> None:
    results = answer.found.results
    total = 0 if answer.instead else results.total  # of the words as they were asked
    recording.note(request, answer.chosen, ui, total=total, degraded=bool(results.degraded))


def _context(request: HttpRequest, answer: answering.Answer, ui: str, path: str) -> dict[str, Any]:
    """What was found, and the ways on from there."""
    chosen, found = answer.chosen, answer.found
    reasons = Reasons(answer.asked, ui)
    rows = presenting.facet_rows(chosen, found.results, ui)
    chips = presenting.chips(chosen, rows, path)
    nothing = not found.total and not found.results.degraded and bool(chosen.q or chips)
    return {
        "path": path,
        "chosen": chosen,
        "q": chosen.q,
        "shown_q": answer.asked.q,
        "total": found.total,
        "rows": [_row(hit, card, place, reasons) for place, (hit, card) in enumerate(found.rows, _first_place(chosen))],
        "offers": presenting.concept_offers(answer.asked, reasons, found.results, path),
        "related": related.concepts(
            answer.asked, reasons.reading, found.results, ui=ui, user=request.user, path=path
        ),
        "promoted": promoting.promoted(answer.asked, ui, request.user),
        "facets": presenting.fold(rows),
        "chips": chips,
        "sort": chosen.sort,
        "page_number": chosen.page,
        "degraded": found.results.degraded,
        "outage": answer.is_outage,
        "out": _ways_out(chosen, chips, ui, request.user, path) if nothing else None,
        "translations": _translations(chosen),
    }


def _choices(request: HttpRequest, answer: answering.Answer, ui: str, path: str) -> dict[str, Any]:
    """What the reader can do with the answer as it stands: mend, narrow, sort, turn pages."""
    chosen, found, user = answer.chosen, answer.found, request.user
    meant = replace(chosen, q=answer.meant) if answer.meant else None
    return {
        "meant": answer.meant,
        "meant_url": answering.address_of(meant, ui=ui, user=user, path=path) if meant else "",
        "instead": answer.instead,
        "insist_url": f"{path}?{chosen.query()}&{INSIST}=1" if answer.instead else "",
        "scopes": scope.scopes(chosen, answer.asked, found.results, ui=ui, user=user, path=path),
        "sorts": presenting.sort_links(chosen, path),
        "exports": export_links(answer.asked) if found.total else [],
        "pager": presenting.pager(chosen, found.pages, path) if found.pages > 1 else None,
    }


def _first_place(chosen: Chosen) -> int:
    """The place in the whole list of the first result on a page."""
    return (chosen.page - 1) * PAGE_SIZE + 1


def _row(hit: Hit, card: Card, place: int, reasons: Reasons) -> dict[str, Any]:
    """A result at its place, with the passage in the language that it was found in, where that says more than the card.
    """
    row = presenting.result_row(hit, card, reasons)
    foreign = hit.passage and hit.found_in != card.get("language", hit.language)
    tells = any(each["type"] in {"words", "meaning"} for each in row["why"])  # a label says all by itself
    found = {"language": hit.found_in, "passage": mark_safe(hit.passage)} if foreign and tells else None
    return {**row, "found": found, "id": hit.id, "place": place}


def _ways_out(
    chosen: Chosen, chips: Sequence[presenting.Chip], ui: str, user: Any, path: str
) -> dict[str, Any]:
    return {
        **presenting.ways_out(chosen, chips, ui=ui, user=user, path=path),
        "wider": widening.wider(chosen, ui=ui, user=user, path=path),
    }


def _translations(chosen: Chosen) -> dict[str, str]:
    """The same search in each interface language, in its canonical order."""
    addresses = {}
    for language in languages.INTERFACE:
        with override(language.django):
            addresses[language.public] = chosen.address(reverse("search:search"))
    return addresses


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What the search box offers for the beginning of a question; 200 for any text."""
    found = suggesting.suggest(request.GET.get("q", ""), languages.current().public, request.user)
    body = {"suggestions": [asdict(each) for each in found], "status": suggesting.told(len(found))}
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    patch_vary_headers(response, ["Cookie"])
    if not request.user.is_authenticated:
        patch_cache_control(response, private=True, max_age=SUGGESTIONS_KEPT)
    return _private(response, request)


@require_safe
def api(request: HttpRequest) -> JsonResponse:
    """`/api/v1/search`: 200 for any text, 400 with a sentence for a parameter or value that does not exist."""
    wanted = request.GET.get("ui", languages.DEFAULT)
    known = languages.is_public(wanted) and languages.by_public(wanted).interface
    with override(languages.by_public(wanted if known else languages.DEFAULT).django):
        try:
            chosen, ui = strict(request.GET)
        except BadParameter as error:
            return JsonResponse({"error": str(error)}, status=400, json_dumps_params={"ensure_ascii": False})
        body = _answer(chosen, ui, request.user)
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = languages.by_public(ui).html
    patch_vary_headers(response, ["Cookie"])
    return _private(response, request)


def _answer(chosen: Chosen, ui: str, user: Any) -> dict[str, Any]:
    found = finding.find(chosen, ui=ui, user=user, counted=facets.names())
    results, reasons = found.results, Reasons(chosen, ui)
    return {
        "total": results.total,
        "page": chosen.page,
        "pages": found.pages,
        "engine": results.engine,
        "took_ms": results.took_ms,
        "degraded": results.degraded,
        "hits": [_hit(hit, card, reasons) for hit, card in found.rows],
        "facets": {
            row["name"]: [
                {key: option[key] for key in ("code", "label", "count", "selected")} for option in row["options"]
            ]
            for row in presenting.facet_rows(chosen, results, ui)
        },
        "did_you_mean": None if results.engine == engine.NONE else spelling.corrected(chosen, ui, user) or None,
    }


def _hit(hit: Hit, card: Card, reasons: Reasons) -> dict[str, Any]:
    return {
        "id": hit.id,
        "kind": hit.kind,
        **{key: card.get(key) for key in _CARD_KEYS},
        "language": card.get("language", hit.language),
        "highlight": hit.highlight,
        "why": reasons.of(hit, card.get("language", "")),
    }


def _private(response: R, request: HttpRequest) -> R:
    """What a signed-in reader sees is kept by nobody."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    return response
