"""A city's answers and the entry made of them: which fields each question has, and how they become a page.

Answers are plain values by field name. What the city has not changed since it last saw the entry is not written back,
so that an editor's work on the text stays.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from cities.models import City
from core.models import Attachment, Picture
from core.richtext import from_paragraphs, paragraphs
from practices import embargo
from practices.choices import Evaluation, Kind, Question, ResultsKnown, Status
from practices.models import Practice, PracticePage
from practices.repeated import REPEATED, rows_of, set_stream, write_rows

FIELDS: dict[str, tuple[str, ...]] = {
    Question.TITLE: ("title",),
    Question.SUMMARY: ("summary",),
    Question.CITY: ("city",),
    Question.KIND: ("kind",),
    Question.TIME: ("status", "start_year", "end_year"),
    Question.PEOPLE: ("took_part", "organisation"),
    Question.CHANGE: ("results_known", "change", "how_known"),
    Question.DIFFICULT: ("challenges",),
    Question.RIGHTS: ("rights",),
    Question.CONTACT: ("unit", "contact_email", "visibility", "not_before", "not_before_zone", "licence"),
    Question.FILES: ("pictures", "documents"),
    Question.LESSON: ("lesson_when", "lesson_do", "lesson_because", "advice_do", "advice_avoid", "advice_depends",
                      "drawn_from"),
    Question.STORY: ("situation", "objectives", "activities"),
    Question.WORKING: ("mechanism",),
    Question.PARTNERS: ("partners", "legal_mandate", "staff", "funding", "cost_band"),
    Question.PLACES: ("cities", "scope"),
    Question.OUTCOMES: ("outcomes", "evaluation"),
    Question.BLOCKS: ("building_blocks",),
    Question.FIT: ("fit", "enabling"),
    Question.LASTING: ("sustainability", "harms_seen", "stop_reason"),
    Question.SOURCES: ("references", "links"),
    Question.ADAPTED: ("adapted_from", "adaptation"),
}
TEN = tuple(FIELDS)[:10]
SECTIONS = tuple(FIELDS)[11:]  # of the full description, each of them optional
NOT_OF_A_LESSON = {Question.PARTNERS, Question.OUTCOMES, Question.BLOCKS}
PROGRAMME_ONLY = ("staff", "funding")
PLAIN = ("title", "summary", "status", "start_year", "end_year", "organisation", "results_known", "unit", "lesson_when",
         "lesson_do", "lesson_because", "staff", "funding", "cost_band", "scope", "evaluation", "stop_reason")
RICH = ("took_part", "challenges", "rights", "advice_do", "advice_avoid", "advice_depends", "situation", "objectives",
        "activities", "mechanism", "legal_mandate", "fit", "enabling", "sustainability", "harms_seen", "adaptation")
ENTRIES = ("adapted_from", "drawn_from")  # other entries of this site, by their id
OF_PRACTICE = ("contact_email", "visibility")
NOT_MATERIAL = ("contact_email",)  # takes effect at once, without a review
NEEDED = ("title", "summary", "city", "kind", "status", "took_part", "organisation", "results_known", "challenges",
          "rights", "unit", "contact_email", "visibility", "licence")
LONGEST_LABEL = 160  # characters of an outcome's title


def asked_of(kind: str) -> tuple[str, ...]:
    """The questions and sections that an entry of a kind has, in their order."""
    return tuple(question for question in FIELDS if question not in SECTIONS or question in sections_of(kind))


def sections_of(kind: str) -> tuple[str, ...]:
    """The sections of the full description of a kind."""
    if kind == Kind.LESSON_LEARNED:
        return tuple(each for each in SECTIONS if each not in NOT_OF_A_LESSON)
    return tuple(each for each in SECTIONS if each != Question.LESSON)


def fields_of(question: str, kind: str) -> tuple[str, ...]:
    """The fields of a question for a kind."""
    return tuple(name for name in FIELDS[question] if kind == Kind.PROGRAMME or name not in PROGRAMME_ONLY)


def lacking(answers: Mapping[str, Any]) -> list[str]:
    """The questions that are not answered yet, in their order."""
    fields = {name for name in NEEDED if not answers.get(name)} | set(_depending(answers))
    return [question for question in FIELDS if fields & set(FIELDS[question])]


def _depending(answers: Mapping[str, Any]) -> Iterator[str]:
    """What another answer makes necessary."""
    if answers.get("results_known") == ResultsKnown.KNOWN:
        yield from (name for name in ("change", "how_known") if not answers.get(name))
    if answers.get("status") not in (None, "", Status.PLANNED, Status.UNKNOWN) and not answers.get("start_year"):
        yield "start_year"
    if any(not row.get("alternative") or row.get("safe") is False for row in answers.get("pictures") or ()):
        yield "pictures"


def settle(answers: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Question 7 and the first outcome say the same: what was just given of one becomes the other's."""
    if "outcomes" in given:
        first: Mapping[str, Any] = next(iter(given["outcomes"] or ()), {})
        answers["change"], answers["how_known"] = first.get("title", ""), first.get("text", "")
    elif "outcomes" in answers and {"change", "how_known"} & set(given):
        blank = {"id": str(uuid4()), **dict.fromkeys(REPEATED["outcomes"].names, "")}
        known = answers["outcomes"] or [blank]
        said = {"title": str(answers.get("change") or ""), "text": str(answers.get("how_known") or "")}
        answers["outcomes"] = [{**known[0], **said}, *known[1:]]


def of_page(practice: Practice, page: PracticePage) -> dict[str, Any]:
    """The answers as they stand in an entry, for going on with it."""
    cities = [city.pk for city in page.cities.all()]
    outcomes = rows_of(page, "outcomes")
    return {
        **{name: getattr(page, name, "") for name in PLAIN},
        **{name: paragraphs(getattr(page, name, "")) for name in RICH},
        **{name: str(getattr(page, f"{name}_id", None) or "") for name in ENTRIES},
        **{name: rows_of(page, name) for name in REPEATED},
        **{name: getattr(practice, name) for name in OF_PRACTICE},
        **embargo.answers_of(practice),
        "city": practice.owner_city_id if practice.owner_city_id else next(iter(cities), None),
        "cities": [city for city in cities if city != practice.owner_city_id],
        "kind": practice.kind,
        "licence": practice.licence_agreed_at is not None,
        "change": outcomes[0]["title"] if outcomes else "",
        "how_known": outcomes[0]["text"] if outcomes else "",
        "pictures": [_picture(child.value) for child in page.pictures if child.value["image"]],
        "documents": [_document(child.value) for child in page.materials if child.value["document"]],
    }


def write(page: PracticePage, answers: Mapping[str, Any], base: Mapping[str, Any]) -> None:
    """Put the answers that differ from `base` into a page, which is not saved."""
    own = {name for question in asked_of(page.kind) for name in fields_of(question, page.kind)} | {"outcomes"}
    changed = {name: value for name, value in answers.items() if value != base.get(name) and name in own}
    for name, value in changed.items():
        if name in PLAIN:
            setattr(page, name, _plain_value(name, value))
        elif name in RICH:
            setattr(page, name, from_paragraphs(value or ""))
        elif name in ENTRIES:
            setattr(page, f"{name}_id", _existing(value))
        elif name in REPEATED:
            write_rows(page, name, value or (), base.get(name) or ())
    if "outcomes" not in answers and {"change", "how_known"} & set(changed):
        _write_outcome(page, answers)
    _write_files(page, changed)


def write_cities(page: PracticePage, answers: Mapping[str, Any], base: Mapping[str, Any]) -> None:
    """Add the cities that a city names beside itself, and take out those that it has taken out."""
    mine, before = set(answers.get("cities") or ()), set(base.get("cities") or ())
    if mine != before:
        there = [city.pk for city in page.cities.all()]
        wanted = {*there, *(mine - before)} - (before - mine)
        page.cities = list(City.objects.filter(pk__in=wanted).order_by("pk"))


def _plain_value(name: str, value: Any) -> Any:
    if name in ("start_year", "end_year"):
        return value
    return value or (Evaluation.UNKNOWN if name == "evaluation" else "")


def _existing(id: Any) -> UUID | None:
    """The key of an entry, if there still is one."""
    return Practice.objects.filter(pk=id).values_list("pk", flat=True).first() if id else None


def _write_outcome(page: PracticePage, answers: Mapping[str, Any]) -> None:
    """The first outcome is the city's answer; what an editor added behind it stays."""
    title, text = str(answers.get("change") or ""), str(answers.get("how_known") or "")
    if len(page.outcomes):
        page.outcomes[0].value["title"], page.outcomes[0].value["text"] = title[:LONGEST_LABEL], text
    elif title or text:
        page.outcomes = [("outcome", {"title": title[:LONGEST_LABEL] or _("Results"), "text": text})]


def _picture(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": value["image"].pk, "alternative": value["alternative"], "caption": value["caption"]}


def _document(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": value["document"].pk, "title": value["title"], "language": value["language"]}


def _write_files(page: PracticePage, changed: Mapping[str, Any]) -> None:
    """Pictures and documents; a block that shows the same file as before keeps its id, and with it its translations."""
    if "pictures" in changed:
        known = {child.value["image"].pk: child.id for child in page.pictures if child.value["image"]}
        set_stream(page, "pictures", [("picture", row, known.get(row["image"].pk))
                                      for row in _picture_rows(changed["pictures"])])
    if "documents" in changed:
        files = [child for child in page.materials if child.value["document"]]
        links = [("material", child.value, child.id) for child in page.materials if not child.value["document"]]
        known = {child.value["document"].pk: child.id for child in files}
        set_stream(page, "materials", [*links, *(("material", row, known.get(row["document"].pk))
                                                 for row in _document_rows(changed["documents"]))])


def _picture_rows(rows: Any) -> Iterator[dict[str, Any]]:
    known = Picture.objects.in_bulk([row["id"] for row in rows])
    for row in rows:
        if row["id"] in known:
            yield {"image": known[row["id"]], "alternative": row["alternative"], "caption": row.get("caption", "")}


def _document_rows(rows: Any) -> Iterator[dict[str, Any]]:
    known = Attachment.objects.in_bulk([row["id"] for row in rows])
    for row in rows:
        if row["id"] in known:
            yield {"title": row["title"], "document": known[row["id"]], "url": "",
                   "language": row.get("language", "")}
