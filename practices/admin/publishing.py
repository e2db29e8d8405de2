"""What happens around saving and publishing a practice in the admin: refusals first, then who may read it."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from practices import actions, approving, decisions
from practices.models import Practice, PracticePage


def before_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse with the reason, leaving a draft; else apply the audience first: nothing is public for a moment."""
    if not isinstance(page, PracticePage):
        return None
    reason = page.permissions_for_user(request.user).publish_refusal() or approving.outdated(request, page)
    if reason:
        return _kept_as_draft(request, page, reason)
    _apply(request, page)
    return None


def after_saving(request: HttpRequest, page: Any) -> None:
    """Apply the audience that was asked for; while an entry can be read, not on Wagtail's automatic saving."""
    if not isinstance(page, PracticePage) or page.practice_id is None:
        return
    automatic = not request.accepts("text/html")
    if automatic and Practice.objects.get(pk=page.practice_id).is_readable:
        return
    _apply(request, page)


def after_writing(request: HttpRequest, page: Any) -> None:
    """Whoever began an entry in the admin is its author: another editor decides about it."""
    if isinstance(page, PracticePage) and page.practice is not None and page.is_original:
        page.practice.submitters.add(request.user)


def _apply(request: HttpRequest, page: PracticePage) -> None:
    """Who may read the entry, then who answers for it; each only where something of it differs."""
    wanted = getattr(page, "wanted_audience", None)
    if wanted is None or not page.is_original:
        return
    practice = Practice.objects.get(pk=page.practice_id)
    record = getattr(page, "wanted_record", {})
    if not _differs(practice, wanted) and not _differs(practice, record):
        return
    if reason := decisions.audience_refusal(request.user, practice, page.cities.all()):
        messages.warning(request, reason)
        return
    if _differs(practice, wanted):
        actions.set_audience(practice, **wanted, by=request.user)
    actions.set_record(practice, **record, by=request.user)


def _differs(practice: Practice, wanted: dict[str, Any]) -> bool:
    return any(getattr(practice, name) != value for name, value in wanted.items())


def _kept_as_draft(request: HttpRequest, page: PracticePage, reason: str) -> HttpResponse:
    """A new page is live by default until its first revision is published: take that back."""
    if page.live_revision_id is None:
        PracticePage.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    messages.error(request, reason)
    return redirect("wagtailadmin_pages:edit", page.pk)
