"""A city's answers and the entry made of them: which fields each question has, and how they become a page.

Answers are plain values by field name. What the city has not changed since it last saw the entry is not written back,
so that an editor's work on the text stays.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.models import Attachment, Picture
from core.richtext import from_paragraphs, plain
from practices.choices import Question, ResultsKnown, Status
from practices.models import Practice, PracticePage

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
    Question.CONTACT: ("unit", "contact_email", "visibility", "licence"),
    Question.FILES: ("pictures", "documents"),
}
TEN = tuple(question for question in FIELDS if question != Question.FILES)
PLAIN = ("title", "summary", "status", "start_year", "end_year", "organisation", "results_known", "unit")
RICH = ("took_part", "challenges", "rights")
OF_PRACTICE = ("contact_email", "visibility")
NOT_ON_PAGE = (*OF_PRACTICE, "city", "kind", "licence")
NEEDED = ("title", "summary", "city", "kind", "status", "took_part", "organisation", "results_known", "challenges",
          "rights", "unit", "contact_email", "visibility", "licence")
LONGEST_LABEL = 160  # characters of an outcome's title


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


def of_page(practice: Practice, page: PracticePage) -> dict[str, Any]:
    """The answers as they stand in an entry, for going on with it."""
    cities = [city.pk for city in page.cities.all()]
    outcome = page.outcomes[0].value if len(page.outcomes) else {}
    return {
        **{name: getattr(page, name) for name in PLAIN},
        **{name: plain(getattr(page, name)) for name in RICH},
        **{name: getattr(practice, name) for name in OF_PRACTICE},
        "city": practice.owner_city_id if practice.owner_city_id else next(iter(cities), None),
        "kind": practice.kind,
        "licence": practice.licence_agreed_at is not None,
        "change": outcome.get("title", ""),
        "how_known": outcome.get("text", ""),
        "pictures": [_picture(child.value) for child in page.pictures if child.value["image"]],
        "documents": [_document(child.value) for child in page.materials if child.value["document"]],
    }


def write(page: PracticePage, answers: Mapping[str, Any], base: Mapping[str, Any]) -> None:
    """Put the answers that differ from `base` into a page, which is not saved."""
    changed = {name: value for name, value in answers.items() if value != base.get(name)}
    for name in PLAIN:
        if name in changed:
            setattr(page, name, changed[name])
    for name in RICH:
        if name in changed:
            setattr(page, name, from_paragraphs(changed[name] or ""))
    if {"change", "how_known"} & set(changed):
        _write_outcome(page, answers)
    if "pictures" in changed:
        page.pictures = [("picture", row) for row in _picture_rows(changed["pictures"])]
    if "documents" in changed:
        page.materials = [*_kept_links(page), *(("material", row) for row in _document_rows(changed["documents"]))]


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


def _kept_links(page: PracticePage) -> list[tuple[str, Any]]:
    """Materials that are addresses, which a city's form does not show."""
    return [("material", child.value) for child in page.materials if not child.value["document"]]
