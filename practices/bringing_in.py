"""Entries that come in from a file: made as drafts of the editor who brings them, and taken back while untouched."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import is_editor
from cities.models import City
from core import audit, languages
from practices import answers
from practices.choices import State
from practices.folders import folder
from practices.models import Practice, PracticePage
from practices.models.pages import PAGE_OF_KIND
from taxonomy.models import Concept, Keyword


@dataclass(frozen=True, slots=True)
class Brought:
    """An entry as a file holds it: `given` are answers by field name, as a city's form keeps them."""

    kind: str
    language: str
    cities: tuple[int, ...] = ()
    concepts: tuple[int, ...] = ()
    keywords: tuple[str, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def bring_in(brought: Brought, *, by: Any) -> Practice:
    """A new draft that nobody reads before it was screened; whoever brings it in never decides about it."""
    if not is_editor(by):
        raise PermissionDenied(_("Only editors bring files in."))
    languages.by_public(brought.language)
    practice = Practice.objects.create(kind=brought.kind, from_public_sources=True)
    practice.submitters.add(by)
    place = folder(brought.language)
    page: PracticePage = PAGE_OF_KIND[brought.kind](locale=place.locale, practice=practice, live=False, owner=by)
    answers.write(page, brought.given, {})
    place.add_child(instance=page)
    page.cities = list(City.objects.filter(pk__in=brought.cities))
    page.concepts = list(Concept.objects.filter(pk__in=brought.concepts))
    for name in brought.keywords:
        page.keywords.add(_keyword(name))
    page.save_revision(user=by)
    audit.record("practice.brought_in", practice, by=by, language=brought.language)
    return practice


def _keyword(name: str) -> Keyword:
    """A keyword by its name, whatever its capitals; a new one waits for an editor."""
    return Keyword.objects.filter(name__iexact=name).first() or Keyword.objects.create(name=name)


@transaction.atomic
def take_back(practice: Practice, *, by: Any) -> str:
    """Delete an entry that was brought in and that nobody has touched since; otherwise why it stays."""
    held = Practice.objects.select_for_update().filter(pk=practice.pk).first()
    if held is None:
        return ""
    if reason := _touched(held):
        return reason
    audit.record("practice.taken_back", held, by=by)
    if held.original_id:
        PracticePage.objects.get(pk=held.original_id).specific.delete()
    else:
        held.delete()
    return ""


def _touched(practice: Practice) -> str:
    if practice.state != State.DRAFT or practice.first_published_at or practice.steps.exists():
        return _("An editor has begun to work on it.")
    page = practice.original
    if page is not None and (page.revisions.count() > 1 or page.live):
        return _("Its text was changed.")
    if practice.pages.count() > 1:
        return _("It has been translated.")
    return ""


def doubles(rows: Iterable[tuple[str, tuple[int, ...]]]) -> set[tuple[str, int]]:
    """Those titles (folded) with a city that some entry has already."""
    wanted = list(rows)
    titles = {title for title, _cities in wanted}
    cities = {city for _title, own in wanted for city in own}
    known = PracticePage.objects.filter(cities__in=cities).values_list("title", "cities")
    return {(title.casefold(), city) for title, city in known.iterator() if title.casefold() in titles}
