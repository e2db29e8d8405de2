"""A version is approved only by somebody who has read that version, whatever way it takes to its readers.

The page “Review” names the version that it shows. Of Wagtail's own ways only those are open that publish what the
person at work has just written; a workflow, a bulk action or a date could publish what came in between.
"""
from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from practices.choices import State
from practices.models import PracticePage

_read: ContextVar[int | None] = ContextVar("the version that was read and is approved", default=None)
logger = logging.getLogger(__name__)


@contextmanager
def approving(revision: int) -> Iterator[None]:
    """Inside, this version may be published: whoever decides has been shown it."""
    token = _read.set(revision)
    try:
        yield
    finally:
        _read.reset(token)


def check(page: Any, revision: Any, user: Any) -> None:
    """PermissionDenied where a person would publish a version of an original that they were not shown."""
    person = user or get_active_log_context().user
    if person is None or not page.is_original or revision.pk == _read.get():
        return
    if reason := proposal_refusal(page):
        raise PermissionDenied(reason)
    if not _is_newest(page, revision) or revision.user_id != person.pk:
        raise PermissionDenied(_("This is not the version that you were shown. Open the entry, read it and publish it "
                                 "from there."))


def proposal_refusal(page: Any) -> str:
    """Why a text is decided about on its review page alone: its city proposes changes."""
    practice = page.practice
    if _read.get() is None and page.is_original and practice is not None and practice.state == State.UPDATE_PROPOSED:
        return _("The city proposes changes to this entry. Decide about them on its page “Review”.")
    return ""


def is_old_schedule(page: Any, revision: Any, *, scheduled: bool) -> bool:
    """Whether a date would publish a version that is no longer the newest; said in the log."""
    if not scheduled or not page.is_original or _is_newest(page, revision):
        return False
    logger.warning("Page %s has a date for an older version: not published", page.pk)
    return True


def outdated(request: HttpRequest, page: Any) -> str:
    """Why what a form sends is not published: somebody saved another version since the form was opened."""
    loaded = request.POST.get("overwrite_revision_id") or request.POST.get("loaded_revision_id")
    before = page.revisions.exclude(pk=page.latest_revision_id).order_by("-created_at", "-pk").first()
    if not loaded or before is None or loaded == str(before.pk):
        return ""
    return _("Somebody has changed this text since you opened it. What you wrote is kept as a draft; compare both and "
             "publish then.")


def _is_newest(page: Any, revision: Any) -> bool:
    return bool(PracticePage.objects.filter(pk=page.pk, latest_revision=revision.pk).exists())
