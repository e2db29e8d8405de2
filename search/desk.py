"""What editors change at the search desk: who may, the change, the entry in the record of decisions."""
from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit, visibility
from search import sources
from search.models import Promoted, Promotion, Synonyms
from search.models.promoted import MOST_ENTRIES

ROLES = frozenset({visibility.EDITOR, visibility.role("coordinator"), visibility.role("administrator")})
UP, DOWN = "up", "down"


def may_work(user: Any) -> bool:
    """Whether the search desk is open to an account: editors, coordinators and administrators."""
    return bool(ROLES & visibility.tokens_of(user))


def _check(user: Any) -> None:
    if not may_work(user):
        raise PermissionDenied


@transaction.atomic
def save_synonyms(group: Synonyms, *, by: Any) -> None:
    """Keep a group that was checked by its form."""
    _check(by)
    group.save()
    audit.record("search.synonyms_saved", group, by=by, language=group.language, words=group.words.split("\n"))


@transaction.atomic
def delete_synonyms(group: Synonyms, *, by: Any) -> None:
    """The words no longer mean the same."""
    _check(by)
    audit.record("search.synonyms_deleted", group, by=by, language=group.language, words=group.words.split("\n"))
    group.delete()


@transaction.atomic
def save_promotion(promotion: Promotion, *, by: Any) -> None:
    """Keep a question that was checked by its form."""
    _check(by)
    promotion.save()
    _record("saved", promotion, by, valid_from=str(promotion.valid_from or ""), valid_to=str(promotion.valid_to or ""))


@transaction.atomic
def delete_promotion(promotion: Promotion, *, by: Any) -> None:
    """Nothing is promoted for the question any more."""
    _check(by)
    _record("deleted", promotion, by, entries=[entry.document for entry in promotion.entries.all()])
    promotion.delete()


@transaction.atomic
def promote(promotion: Promotion, document: str, *, by: Any) -> None:
    """Add a document at the end; one that this editor cannot see does not exist."""
    _check(by)
    Promotion.objects.select_for_update().get(pk=promotion.pk)
    if document not in sources.visible([document], by):
        raise ValidationError(_("This entry does not exist."))
    if promotion.entries.filter(document=document).exists():
        return
    if promotion.entries.count() >= MOST_ENTRIES:
        raise ValidationError(_("At most %(most)d results can be promoted for a question.") % {"most": MOST_ENTRIES})
    last = promotion.entries.aggregate(last=Max("order"))["last"] or 0
    Promoted.objects.create(promotion=promotion, document=document, order=last + 1)
    _record("entry_added", promotion, by, document=document)


@transaction.atomic
def demote(entry: Promoted, *, by: Any) -> None:
    """Take a document away."""
    _check(by)
    _record("entry_removed", entry.promotion, by, document=entry.document)
    entry.delete()


@transaction.atomic
def move(entry: Promoted, direction: str, *, by: Any) -> None:
    """Change places with the one above or below; at the end of the list nothing happens."""
    _check(by)
    Promotion.objects.select_for_update().get(pk=entry.promotion_id)
    entries = list(entry.promotion.entries.all())
    place = entries.index(entry)
    other = place - 1 if direction == UP else place + 1
    if not 0 <= other < len(entries):
        return
    entries[place], entries[other] = entries[other], entries[place]
    for order, each in enumerate(entries, 1):
        each.order = order
        each.save(update_fields=["order"])
    _record("entry_moved", entry.promotion, by, document=entry.document, direction=direction)


def _record(what: str, promotion: Promotion, by: Any, **detail: Any) -> None:
    audit.record(f"search.promotion_{what}", promotion, by=by, language=promotion.language,
                 question=promotion.question, **detail)
