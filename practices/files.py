"""Which files belong to practices, and who may read them.

Those who may read the practice, and editors; of what a city has uploaded also its own people, and nobody else before it
is handed in.
"""
from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from core import visibility
from core.files import register_reader
from practices import decisions
from practices.models import DraftFile, Practice
from practices.models.pages import PAGE_OF_KIND


def register() -> None:
    """Take part in the decision about files."""
    register_reader(may_read)


def may_read(kept: Any, user: Any) -> bool | None:
    """True where a practice shows the file to this user, False where only other readers get it, None for others'."""
    owner = DraftFile.objects.of(kept).select_related("practice__owner_city").first()
    if owner is not None and _may_read_upload(owner, user):
        return True
    types = ContentType.objects.get_for_models(*PAGE_OF_KIND.values()).values()
    ids = ReferenceIndex.get_references_to(kept).filter(content_type__in=types).values_list("object_id", flat=True)
    pages = [int(each) for each in ids]
    if not pages:
        return None if owner is None else False
    if visibility.EDITOR in visibility.tokens_of(user):
        return True
    # Pages show only what the original still shows, whatever a translation or its draft refers to.
    return Practice.objects.opened_by(user).filter(original__in=pages, city_withheld=False).exists()


def _may_read_upload(owner: DraftFile, user: Any) -> bool:
    """The city's own people always, editors once it has been handed in."""
    if not user.is_authenticated or not user.is_active:
        return False
    if decisions.works_for(user, owner.practice.owner_city):
        return True
    if visibility.EDITOR not in visibility.tokens_of(user):
        return False
    return not DraftFile.objects.in_hand().filter(pk=owner.pk).exists()
