"""Loads the demonstration: practices, invented municipalities, accounts; safe to repeat."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale

from cities.models import City, CityName
from core import languages
from demo.content_files import Entry, entries, municipalities
from demo.pictures import pictures_of, stream_of
from demo.texts import block_id, fields_of, references_of
from demo.translating import translate
from practices import actions, answers, versions
from practices.choices import State, Visibility
from practices.folders import folder
from practices.models import Draft, OutcomeEvidence, Practice, PracticePage
from practices.models.pages import PAGE_OF_KIND
from search import changes
from taxonomy.models import Concept, Keyword

Progress = Callable[[int, int], None]
STATES_BEFORE = {
    State.DRAFT: (), State.SUBMITTED: (State.SUBMITTED,), State.DECLINED: (State.SUBMITTED, State.DECLINED),
    State.WITHDRAWN: (State.WITHDRAWN,), State.PUBLISHED: (),
}
LIVE_STATES = (State.PUBLISHED, State.WITHDRAWN)


def load_practices(progress: Progress) -> int:
    """Load every practice that is not there yet; the number loaded."""
    there = set(Practice.objects.values_list("pk", flat=True))
    waiting = [(number, entry) for number, entry in enumerate(entries()) if entry.uuid not in there]
    concepts = {(concept.scheme, concept.code): concept for concept in Concept.objects.all()}
    cities = ensure_municipalities()
    for done, (number, entry) in enumerate(waiting, start=1):
        with transaction.atomic(), changes.held():
            _load(entry, number, concepts, cities)
        progress(done, len(waiting))
    return len(waiting)


def ensure_municipalities() -> dict[str, City]:
    """The invented municipalities by key; two of them are members of the network."""
    found = {}
    for number, data in enumerate(municipalities()):
        english = data["names"]["en"]
        city = City.objects.filter(invented=True, names__text=english).first()
        if city is None:
            member = number < 2
            city = City.objects.create(
                invented=True, kind="town", population=24_000 * (number + 1),
                membership=City.MEMBER if member else City.NONE, listed=member,
            )
            for language, text in data["names"].items():
                CityName.objects.create(city=city, language=language, text=text)
        found[data["key"]] = city
    return found


def _load(entry: Entry, number: int, concepts: dict[tuple[str, str], Concept], cities: dict[str, City]) -> None:
    data = entry.data
    own = [cities[key] for key in data["cities"]] if entry.invented else []
    practice = Practice.objects.create(
        pk=entry.uuid, kind=data["kind"], from_public_sources=not entry.invented, invented=entry.invented,
        owner_city=own[0] if own else None, visibility=data.get("visibility", Visibility.PUBLIC),
        city_withheld=bool(data.get("city_withheld")), embargo_until=_embargo(data),
        contact_email=_contact(data, own),
    )
    pictures = pictures_of(entry.id)
    page = _page(entry, practice, stream_of(entry.id, data["original"], pictures))
    _facts(page, data, concepts, own or list(City.objects.filter(pk__in=data["cities"])))
    state = data.get("state", State.PUBLISHED)
    if state == State.DRAFT:
        _as_draft(practice, page)
        return
    revision = page.save_revision()
    if state in LIVE_STATES:
        revision.publish()
        _evidence(entry, practice)
        for language, text in entry.translations:
            translate(page, entry.id, language, text, stream_of(entry.id, language, pictures))
        versions.refresh(practice)
    practice.refresh_from_db()
    for step in STATES_BEFORE[state]:
        actions.move(practice, step)
    if practice.first_published_at:
        Practice.objects.filter(pk=practice.pk).update(first_published_at=_date(number), version=1)


def _as_draft(practice: Practice, page: PracticePage) -> None:
    """What a city has not handed in is answers, and no page."""
    given = answers.of_page(practice, page)
    Practice.objects.filter(pk=practice.pk).update(original=None)
    PracticePage.objects.get(pk=page.pk).delete()
    Draft.objects.create(practice_id=practice.pk, language=page.language.public, answers=given)


def _embargo(data: dict[str, Any]) -> Any:
    days = data.get("embargo_days")
    return timezone.now() + timedelta(days=days) if days else None


def _contact(data: dict[str, Any], own: list[City]) -> str:
    """Invented municipalities have an address of a reserved domain; real cities have none here."""
    return f"prevention@{data['cities'][0]}.example" if own and not data.get("city_withheld") else ""


def _date(number: int) -> Any:
    """Spread the first publications over the months before now, in a stable order."""
    return timezone.now() - timedelta(days=2 + (number * 37) % 200, minutes=number)


def _page(entry: Entry, practice: Practice, pictures: str) -> PracticePage:
    data = entry.data
    model = PAGE_OF_KIND[data["kind"]]
    locale = Locale.objects.get(language_code=languages.by_public(data["original"]).django)
    page = model(
        practice=practice, locale=locale, live=False, owner=None,
        slug=slugify(entry.original["title"], allow_unicode=True)[:60].strip("-") or "practice",
        status=data["status"], stop_reason=data.get("stop_reason", ""), start_year=data["start"],
        end_year=data["end"], scope=data.get("scope", ""), cost_band=data.get("cost_band", ""),
        evaluation=data.get("evaluation", "unknown"), extent=data["depth"],
        contact_languages=",".join(data.get("contact_languages", [])),
        references=references_of(entry.id, data.get("references", [])),
        pictures=pictures, **fields_of(entry.id, data["kind"], entry.original),
    )
    folder(data["original"]).add_child(instance=page)
    return page


def _facts(
    page: PracticePage, data: dict[str, Any], concepts: dict[tuple[str, str], Concept], cities: list[City]
) -> None:
    page.cities = cities
    page.concepts = [concepts[scheme, code] for scheme, codes in data["facts"].items() for code in codes]
    for word in data.get("keywords", []):
        keyword, _created = Keyword.objects.get_or_create(name=word, defaults={"accepted": True})
        page.keywords.add(keyword)
    page.save()


def _evidence(entry: Entry, practice: Practice) -> None:
    references = entry.data.get("references", [])
    rows = []
    for number, item in enumerate(entry.data["evidence"]):
        source = references[item["source"]] if item.get("source") is not None else {}
        rows.append(OutcomeEvidence(
            practice=practice, outcome=block_id(entry.id, "outcomes", number), direction=item["direction"],
            quality=item["quality"], report_title=source.get("title", "")[:300], report_url=source.get("url", ""),
        ))
    OutcomeEvidence.objects.bulk_create(rows)


