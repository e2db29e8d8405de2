"""Thousands of entries with their pages, cities, terms and steps, written table by table: for measuring lists alone.

No action, no signal and no index takes part, so that five thousand are there in seconds; the rows are those that the
program would have written, but for revisions and audit entries, which no list reads.
"""
from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bench.made_up import LANGUAGES

WAITING, CONCERNS = 0.4, 0.1  # shares of the entries
BLOCK = 200
SEED = 7


def fill(count: int) -> None:
    """Vocabularies, places, and so many entries."""
    from cities.loading import load_places
    from practices.folders import ensure_folders
    from taxonomy.loading import load_vocabularies

    load_vocabularies()
    load_places()
    ensure_folders()
    _entries(count, random.Random(SEED))


def _entries(count: int, chance: random.Random) -> None:
    from practices.models import Practice

    practices = [_practice(chance) for _ in range(count)]
    Practice.objects.bulk_create(practices, batch_size=BLOCK)
    pages = [page for language in LANGUAGES for page in _pages(language, practices[_share(language)])]
    _facts(pages, chance)
    for practice, page in zip([each.practice for each in pages], pages, strict=True):
        practice.original = page
    Practice.objects.bulk_update(practices, ["original"], batch_size=BLOCK)
    _around(practices, chance)


def _share(language: str) -> slice:
    return slice(LANGUAGES.index(language), None, len(LANGUAGES))


def _practice(chance: random.Random) -> Any:
    from django.utils import timezone

    from practices.choices import READABLE_STATES, WAITING_STATES, Kind
    from practices.models import Practice

    known = timezone.now() - timedelta(days=chance.randrange(1, 900))
    waits = chance.random() < WAITING
    return Practice(kind=Kind.CASE_STUDY, state=chance.choice(WAITING_STATES if waits else READABLE_STATES),
                    created_at=known, first_published_at=None if waits else known, last_confirmed_at=known)


def _pages(language: str, practices: Sequence[Any]) -> list[Any]:
    """Pages of one language below their folder, in the three tables that a page of this kind has."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from practices.folders import folder
    from practices.models import CaseStudyPage, PracticePage

    parent = folder(language)
    kind = ContentType.objects.get_for_model(CaseStudyPage)
    made = []
    for number, practice in enumerate(practices, 1):
        slug = f"made-up-{language}-{number}"
        made.append(CaseStudyPage(
            title=f"Made up entry {language} {number}", draft_title=f"Made up entry {language} {number}", slug=slug,
            path=Page._get_path(parent.path, parent.depth + 1, number), depth=parent.depth + 1, live=True,
            url_path=f"{parent.url_path}{slug}/", content_type=kind, locale=parent.locale, practice=practice,
            translation_key=uuid.uuid4(), summary="A summary."))
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    for key, page in enumerate(made, first):
        page.id = page.page_ptr_id = page.practicepage_ptr_id = key
    for model in (Page, PracticePage, CaseStudyPage):
        _insert(model, made)
    Page.objects.filter(pk=parent.pk).update(numchild=len(made))
    return made


def _insert(model: Any, rows: Sequence[Any]) -> None:
    """Rows of one table of a model with parents, which Django's own bulk_create refuses."""
    for start in range(0, len(rows), BLOCK):
        model._base_manager.get_queryset()._insert(
            rows[start:start + BLOCK], fields=model._meta.local_concrete_fields, using="default")


def _facts(pages: Sequence[Any], chance: random.Random) -> None:
    """A city or two, a form, a level and an approach for each."""
    from cities.models import City
    from practices.models import PracticePage
    from taxonomy.models import Concept

    cities, cited, filed = list(City.objects.values_list("pk", flat=True)), [], []
    concepts = {scheme: list(Concept.objects.filter(scheme=scheme).values_list("pk", flat=True))
                for scheme in ("form", "level", "approach")}
    place: Any = PracticePage.cities.through
    term: Any = PracticePage.concepts.through
    for page in pages:
        cited += [place(practicepage_id=page.pk, city_id=city) for city in chance.sample(cities, chance.randint(1, 2))]
        filed += [term(practicepage_id=page.pk, concept_id=chance.choice(keys)) for keys in concepts.values()]
    place.objects.bulk_create(cited, batch_size=BLOCK)
    term.objects.bulk_create(filed, batch_size=BLOCK)


def _around(practices: Sequence[Any], chance: random.Random) -> None:
    """Steps, languages, concerns and evidence."""
    from practices.choices import State, VersionState
    from practices.models import Concern, LanguageVersion, Step

    steps = []
    for practice in practices:
        moves = [(State.DRAFT, State.SUBMITTED, 0), (State.SUBMITTED, State.IN_REVIEW, chance.randrange(1, 20))]
        if practice.first_published_at:
            moves.append((State.IN_REVIEW, State.PUBLISHED, chance.randrange(20, 60)))
        steps += [Step(practice=practice, was=was, state=state, at=practice.created_at + timedelta(days=days))
                  for was, state, days in moves]
    Step.objects.bulk_create(steps, batch_size=BLOCK)
    originals = [LanguageVersion(practice=each, language=each.original.language.public, page=each.original,
                                 state=VersionState.ORIGINAL) for each in practices]
    LanguageVersion.objects.bulk_create(originals, batch_size=BLOCK)
    doubted = chance.sample(list(practices), int(len(practices) * CONCERNS))
    Concern.objects.bulk_create([Concern(
        practice=each, receipt=f"made-up-{number}", category="rights", text="Made up.", language="en",
        due_on=each.created_at.date()) for number, each in enumerate(doubted)], batch_size=BLOCK)
