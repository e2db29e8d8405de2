"""Filing an entry under a term of a vocabulary or an accepted keyword, and taking it away again."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from practices import actions, decisions, withholding
from practices.actions import MoveRefused, NotReady
from practices.choices import State
from practices.models import Practice, PracticePage
from taxonomy.models import Concept, Keyword

Label = Concept | Keyword
Change = Callable[[PracticePage], bool]


@transaction.atomic
def add(practice: Practice, label: Label, *, by: Any) -> bool:
    """File an entry under a label, in what readers have and in the newest text; whether it was not there yet."""
    if isinstance(label, Keyword) and not label.accepted:
        raise MoveRefused(_("This keyword has not been accepted yet."))
    if isinstance(label, Concept) and not Concept.objects.usable().filter(pk=label.pk).exists():
        raise MoveRefused(_("This term is not in use any more."))
    return _changed(practice, lambda page: _put(page, label), "practice.tagged", label, by)


@transaction.atomic
def remove(practice: Practice, label: Label, *, by: Any) -> bool:
    """Take a label away; whether it was there."""
    return _changed(practice, lambda page: _take(page, label), "practice.untagged", label, by)


def _put(page: PracticePage, label: Label) -> bool:
    if _has(page, label):
        return False
    if isinstance(label, Keyword):
        page.keywords.add(label)
    else:
        page.concepts = [*page.concepts.all(), label]
    return True


def _take(page: PracticePage, label: Label) -> bool:
    if not _has(page, label):
        return False
    if isinstance(label, Keyword):
        page.keywords.remove(label.name)  # it compares names
    else:
        page.concepts = [each for each in page.concepts.all() if each.pk != label.pk]
    return True


def _has(page: PracticePage, label: Label) -> bool:
    there = page.keywords.all() if isinstance(label, Keyword) else page.concepts.all()
    return any(each.pk == label.pk for each in there)


def _changed(practice: Practice, change: Change, action: str, label: Label, by: Any) -> bool:
    practice.refresh_from_db(from_queryset=Practice.objects.select_for_update())
    decisions.check(by, practice)
    page = practice.newest_text()
    if page is None:
        raise NotReady([_("There is no text yet.")])
    if not change(page):
        return False
    _write(practice, page, change, by)
    audit.record(action, practice, by=by, label=str(getattr(label, "slug", "") or f"{label.scheme}:{label.code}"))  # type: ignore[union-attr]
    return True


def _write(practice: Practice, page: PracticePage, change: Change, by: Any) -> None:
    """What was published with nothing new beside it is published again; else readers' text and newest text change each
    for itself, so that nothing that waits is published and nothing withdrawn comes back.
    """
    proposed = page.has_unpublished_changes
    if page.live and not proposed and practice.state == State.PUBLISHED:
        page.save_revision(user=by).publish(user=by, skip_permission_checks=True)  # asked for above
        return
    if page.live:
        stored = practice.pages.get(pk=page.pk).specific
        if change(stored):
            if practice.city_withheld and not withholding.is_confirmed(practice, stored):
                raise MoveRefused(_("What readers can combine about the city has changed. Confirm it again."))
            stored.save()
        actions.touch(practice)
    page.save_revision(user=by, changed=bool(proposed or not page.live))
