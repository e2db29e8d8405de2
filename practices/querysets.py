"""Reads of practices; every one that serves a reader goes through `visible_to`."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from core import visibility
from core.updates import ToldQuerySet
from practices.choices import READABLE_STATES, WAITING_STATES, WRITABLE_STATES, State, Visibility

WHERE_WORDS_STAND = (
    "versions__page__title", "versions__page__summary", "versions__page__situation", "versions__page__activities",
    "original__cities__names__text",
)


class PracticeQuerySet(ToldQuerySet):
    """Practices by what a reader may see and what a page needs."""

    untold = frozenset({"version", "assignee", "due_on"})  # who counts it up tells; no reader sees the others

    def readable(self) -> PracticeQuerySet:
        """Published in one way or another, whoever may read it."""
        return self.filter(state__in=READABLE_STATES, original__live=True, paused_at=None)

    def of_desk(self, user: Any) -> PracticeQuerySet:
        """What an account writes or answers for: the entries of the cities it works for."""
        return self.filter(owner_city_id__in=_cities(visibility.tokens_of(user)))

    def waiting(self) -> PracticeQuerySet:
        """What waits for an editor."""
        return self.filter(state__in=WAITING_STATES)

    def visible_to(self, user: Any, *, now: datetime | None = None) -> PracticeQuerySet:
        """The practices that a reader (None: a visitor) may read at a moment (None: now)."""
        return self.visible_with(visibility.tokens_of(user), now=now)

    def visible_with(self, tokens: frozenset[str], *, now: datetime | None = None) -> PracticeQuerySet:
        """The practices that a reader with these tokens may read."""
        return self.readable()._for(tokens, now)

    def opened_by(self, user: Any, *, now: datetime | None = None) -> PracticeQuerySet:
        """Those, and the archived ones, which no list and no search has and which stay readable at their address."""
        by_address = self.filter(state__in=(*READABLE_STATES, State.ARCHIVED), original__live=True, paused_at=None)
        return by_address._for(visibility.tokens_of(user), now)

    def _for(self, tokens: frozenset[str], now: datetime | None) -> PracticeQuerySet:
        if visibility.EDITOR in tokens:
            return self
        mine = Q(owner_city_id__in=_cities(tokens), city_withheld=False)
        open_now = Q(embargo_until__isnull=True) | Q(embargo_until__lte=now or timezone.now())
        audience = Q(visibility=Visibility.PUBLIC)
        if visibility.MEMBER in tokens:
            audience |= Q(visibility=Visibility.MEMBERS)
        return self.filter((open_now & audience) | mine)

    def holding(self, words: Sequence[str]) -> PracticeQuerySet:
        """Those that have one of the words in a title or text of any language, or in a name of one of their cities."""
        spellings = {form for word in words for form in (word, word.lower(), word.upper(), word.capitalize())}
        asked = Q()
        for form in spellings:  # a database may know capital letters of Latin only
            for path in WHERE_WORDS_STAND:
                asked |= Q(**{f"{path}__icontains": form})
        return self.filter(pk__in=type(self)(self.model).filter(asked).values("pk")) if words else self

    def with_texts(self) -> PracticeQuerySet:
        """With all language versions and their pages, in two queries."""
        from practices.models import LanguageVersion
        from practices.models.practice import CHILD_OF_KIND

        own = (f"page__{child}" for child in CHILD_OF_KIND.values())
        versions = LanguageVersion.objects.select_related("page", "page__locale", *own)
        return self.prefetch_related(Prefetch("versions", queryset=versions))

    def with_facts(self) -> PracticeQuerySet:
        """With original, cities, concepts and evidence: a constant number of queries for any number of practices."""
        return self.select_related("original", "original__locale", "original__hub", "withholding").prefetch_related(
            "original__cities", "original__concepts", "original__keyword_items__tag", "evidence"
        )


class CollectionQuerySet(ToldQuerySet):
    """Collections of practices."""

    untold = frozenset({"version"})  # who counts it up tells


class LanguageVersionQuerySet(ToldQuerySet):
    """Language versions of practices."""

    def available(self) -> LanguageVersionQuerySet:
        """Versions whose page is live; a row exists only once a text is finished."""
        return self.filter(page__live=True)


def column_of(kept: Any) -> str:
    """Which column of `DraftFile` names a file, or the files of a model."""
    return "picture" if kept._meta.model_name == "picture" else "document"


class DraftFileQuerySet(models.QuerySet):
    """Files that cities uploaded for their entries."""

    def of(self, kept: Any) -> DraftFileQuerySet:
        """The row of a picture or an attachment; at most one."""
        return self.filter(**{column_of(kept): kept.pk})

    def in_hand(self) -> DraftFileQuerySet:
        """Those that their city has not handed in: of an entry it writes, and what it added to one it may change."""
        begun = F("practice__draft__created_at")
        added = Q(picture__created_at__gte=begun) | Q(document__created_at__gte=begun)
        return self.filter(Q(practice__state__in=WRITABLE_STATES) | added)


def _cities(tokens: frozenset[str]) -> list[int]:
    prefix = visibility.city("")
    return [int(token.removeprefix(prefix)) for token in tokens if token.startswith(prefix)]
