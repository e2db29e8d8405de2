"""What the link of an outside reviewer opens: one version of the text, what is asked, and one answer."""
from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core import files, languages
from practices import differences, keys, rating
from practices.actions import MoveRefused
from practices.models import EvidenceReading, Key, PracticePage
from practices.outside import actions
from practices.outside.forms import ReviewForm
from practices.preview_views import WIDTH
from practices.previewing import OVER
from practices.views import draft_context


@require_http_methods(["GET", "HEAD", "POST"])
@keys.opened_by(Key.Purpose.REVIEW)
def review(request: HttpRequest, key: Key) -> HttpResponse:
    """Opening it changes nothing, however often and by whatever mail scanner; a post answers, once."""
    if key.used_at is not None:
        return render(request, "practices/keys/reviewed.html", {"key": key})
    page = _page(key)
    if page is None:
        return render(request, "practices/keys/gone.html", status=404)
    readings = list(rating.open_readings(key.practice))
    form = ReviewForm(request.POST or None, readings=readings, label_suffix="",
                      initial={"language": languages.current().public})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        if not (refused := _answered(key, form)):
            return redirect(request.path)
        form.add_error(None, refused)
        status = 409
    return render(request, "practices/keys/outside_review.html", {
        **draft_context(page), "key": key, "form": form, "secret": keys.secret(key),
        "readings": [_shown(page, each, form) for each in readings],
    }, status=status)


def _answered(key: Key, form: ReviewForm) -> str:
    """Why the answer could not be taken; empty where it was, by this post or by another one at the same time."""
    said = form.cleaned_data
    try:
        actions.answer(key, actions.Said(said["verdict"], said["text"], said["language"], form.readings))
    except MoveRefused as refused:
        key.refresh_from_db()
        return "" if key.used_at is not None else str(refused)
    return ""


def _page(key: Key) -> PracticePage | None:
    """The version that was sent; none where it is not kept any more, or the entry was taken back meanwhile."""
    original = key.practice.original
    if original is None or key.practice.state in OVER:
        return None
    return differences.version(original.specific, key.revision)


def _shown(page: PracticePage, reading: EvidenceReading, form: ReviewForm) -> dict[str, Any]:
    title = next((str(block.value["title"]) for block in page.outcomes if str(block.id) == str(reading.outcome)), "")
    answer, note = form.of_reading(reading)
    return {"reading": reading, "title": title, "answer": answer, "note": note}


@require_safe
@keys.opened_by(Key.Purpose.REVIEW)
def picture(request: HttpRequest, key: Key, id: int) -> HttpResponseBase:
    """A picture of the entry, for whoever has the link and as long as it opens."""
    page = _page(key)
    shown = draft_context(page)["pictures"] if page is not None and key.used_at is None else []
    found = next((child.value["image"] for child in shown if child.value["image"].pk == id), None)
    if found is None:
        raise Http404
    return files.private_bytes(request, found.get_rendition(f"width-{WIDTH}|format-jpeg"))
