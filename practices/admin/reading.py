"""An entry as the editor who decides reads it: the city's answers by question, with what was asked about them."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cities import names
from practices import answers
from practices.choices import Question
from practices.desk import sections, showing
from practices.models import FieldComment, Practice, PracticePage

OWN_WORDS = {"title", "summary", "took_part", "organisation", "change", "how_known", "challenges", "rights", "unit"}


@dataclass(frozen=True, slots=True)
class Said:
    """One field of an answer; `own` are the city's own words, in the language of the entry."""

    label: str
    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with what the city said and what editors asked about it, the newest last."""

    code: str
    label: str
    said: tuple[Said, ...]
    comments: tuple[FieldComment, ...]
    pictures: tuple[Any, ...] = field(default=())
    documents: tuple[Any, ...] = field(default=())


def answers_of(practice: Practice, page: PracticePage) -> list[Answer]:
    """Every question in its order; also those without an answer."""
    values = answers.of_page(practice, page)
    comments = list(practice.field_comments.select_related("by"))
    return [
        Answer(
            code, str(Question(code).label), tuple(_said(code, practice, page, values)),
            tuple(each for each in comments if each.question == code),
            tuple(child.value for child in page.pictures if child.value["image"]) if code == Question.FILES else (),
            tuple(child.value for child in page.materials if child.value["document"]) if code == Question.FILES else (),
        )
        for code in answers.asked_of(page.kind)
    ]


def _said(code: str, practice: Practice, page: PracticePage, values: dict[str, Any]) -> Iterator[Said]:
    if code == Question.FILES:
        return
    if code in sections.FORMS:
        yield from _of_section(code, page, values)
        return
    for name in answers.FIELDS[code]:
        if text := _in_words(name, practice, page, values[name]):
            yield Said(_label(name, page), text, name in OWN_WORDS)


def _of_section(code: str, page: PracticePage, values: dict[str, Any]) -> Iterator[Said]:
    """The fields of a section of the full description, as its form calls them."""
    for name in answers.fields_of(code, page.kind):
        asked = sections.FORMS[code].base_fields[name]
        if name in answers.ENTRIES:
            text = str(Practice.objects.filter(pk=values[name]).first() or "") if values[name] else ""
        else:
            text = showing.in_words_of(asked, values[name])
        if text:
            yield Said(str(asked.label), text, bool(getattr(asked, "said", False)))


def _in_words(name: str, practice: Practice, page: PracticePage, value: Any) -> str:
    """A value as it is read."""
    if name == "city":
        return _(", ").join(names.label(city.pk) for city in page.cities.all())
    if name == "licence":
        return _("Yes") if value else _("No")
    if name in ("start_year", "end_year"):
        return str(value or "")
    holder = practice if name in ("kind", "visibility") else page
    shown = getattr(holder, f"get_{name}_display", None)
    return str(shown() if shown else value or "")


def _label(name: str, page: PracticePage) -> str:
    """What a field is called."""
    own = {"city": _("City"), "licence": _("Licence agreed to"), "change": _("What changed"),
           "how_known": _("How it is known"), "not_before": _("Not before"),
           "not_before_zone": _("Time zone of this moment")}
    if name in own:
        return own[name]
    model = Practice if name in ("kind", "visibility", "contact_email") else type(page)
    return str(capfirst(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
