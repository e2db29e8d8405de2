"""Answers as they are read: on the check page, in a conflict, in lists."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import cldr, languages
from core.models import Attachment, Picture
from practices import answers, extent
from practices.choices import Question
from practices.desk.fields import Choice, Counted
from practices.desk.forms import FORMS, AnswerForm, DeskForm, form_for, kind_of
from practices.desk.looking import Cities, Entry, city_label
from practices.desk.questions import ALL, Asked
from practices.desk.rows import Row, Rows, in_words
from practices.desk.rows import shown as rows_shown
from practices.models import Draft, FieldComment

DONE, NOW, AHEAD = "done", "now", "todo"
SQUARE = 20  # units from one square to the next


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    tag: Any
    id: str
    label: str
    explained: Any = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """One of several answers, by its key."""

    key: Any
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a question as its template needs it."""

    bound: BoundField
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    ticks: tuple[Tick, ...] = ()
    asked: str | None = None  # what is looked for; None where nothing can be
    example: Any = ""
    count: str = ""  # "57 of 250 words"
    pattern: str = ""  # the same with a place for the number
    most: int = 0
    words: bool = False
    over: bool = False

    @property
    def found(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.ticks) or len(self.options) > 1

    @property
    def shape(self) -> str:
        """Which part of the template shows it."""
        if self.rows:
            return "rows"
        if isinstance(self.bound.field, Cities):
            return "several"
        if self.options:
            return "options"
        return "tick" if self.bound.widget_type == "checkbox" else "plain"


def inputs(form: DeskForm, *, more: str = "") -> list[Input]:
    """The fields of a form, with what is counted and what their options mean; `more` names rows that get another."""
    return [_input(bound, more == bound.name) for bound in form.visible_fields()]


def _input(bound: BoundField, more: bool) -> Input:
    asked: Any = bound.field
    if isinstance(asked, Rows):
        return Input(bound, rows=rows_shown(bound, more=more))
    if isinstance(asked, Cities):
        form: Any = bound.form
        looked = form.looking.get(bound.name)
        found = asked.options(bound.value() or (), looked or "", form.draft.practice.owner_city_id)
        return Input(bound, ticks=tuple(Tick(*each) for each in found), asked=looked or "")
    if bound.widget_type == "radioselect":
        explained = asked.explained if isinstance(asked, Choice) else {}
        return Input(bound, tuple(
            Option(each.tag(), each.id_for_label, str(each.choice_label), explained.get(each.data["value"], ""))
            for each in bound.subwidgets), asked=_looked(bound))
    if isinstance(asked, Counted) and asked.counter:
        length = asked.length(str(bound.value() or ""))
        return Input(bound, count=counted(length, asked.most, words=asked.words), most=asked.most, words=asked.words,
                     pattern=counted("{count}", asked.most, words=asked.words), over=length > asked.most,
                     example=asked.example)
    return Input(bound, example=getattr(asked, "example", ""))


def _looked(bound: BoundField) -> str | None:
    """What is looked for among entries; None where the answers are few and all shown."""
    form: Any = bound.form
    return form.looking.get(bound.name, "") if isinstance(bound.field, Entry) else None


def counted(length: int | str, most: int, *, words: bool) -> str:
    """How much of the longest length is used."""
    if words:
        text = ngettext("%(count)s of %(most)s word", "%(count)s of %(most)s words", most)
    else:
        text = ngettext("%(count)s of %(most)s character", "%(count)s of %(most)s characters", most)
    return text % {"count": length, "most": cldr.number(most)}


def squares(draft: Draft, present: str = "") -> list[dict[str, Any]]:
    """The ten squares: what is answered, where one is, what is ahead."""
    open_still = set(answers.lacking(draft.answers))
    state = {code: NOW if code == present else AHEAD if code in open_still else DONE for code in answers.TEN}
    return [{"x": place * SQUARE + 1, "state": state[code]} for place, code in enumerate(answers.TEN)]


@dataclass(frozen=True, slots=True)
class Answer:
    """One field as it is read."""

    label: str
    text: str
    said: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A question in the list of all."""

    asked: Asked
    answered: bool
    answers: tuple[Answer, ...] = ()
    problems: tuple[Any, ...] = ()
    comments: tuple[FieldComment, ...] = ()
    pictures: tuple[dict[str, Any], ...] = field(default=())
    documents: tuple[dict[str, Any], ...] = field(default=())

    @property
    def counts(self) -> bool:
        """Whether it is to be read before handing in: sections of the full description only where they say anything."""
        return not self.asked.is_section or self.answered or bool(self.problems or self.comments)


def rows(draft: Draft, user: Any, problems: dict[str, list[Any]] | None = None) -> list[Told]:
    """Every question of the kind with its answers and what editors asked about it."""
    found = problems or {}
    lacking = set(answers.lacking(draft.answers))
    comments = open_comments(draft)
    return [
        Told(ALL[code], code not in lacking and _touched(draft, code), tuple(_answers(code, draft, user)),
            tuple(found.get(code, ())), tuple(each for each in comments if each.question == code),
            tuple(pictures(draft)) if code == Question.FILES else (),
            tuple(documents(draft)) if code == Question.FILES else ())
        for code in answers.asked_of(kind_of(draft))
    ]


def open_comments(draft: Draft) -> list[FieldComment]:
    """What editors asked and the city has not answered yet."""
    return list(draft.practice.field_comments.filter(answered_at=None))


def _touched(draft: Draft, code: str) -> bool:
    return extent.touched(draft.answers, code)


def _answers(code: str, draft: Draft, user: Any) -> Iterator[Answer]:
    if code not in FORMS:
        return
    form = form_for(code, draft, user)
    for bound in form:
        value = draft.answers.get(bound.name) if code != Question.CITY else draft.practice.owner_city_id
        if text := value_of(form, bound.name, value):
            yield Answer(str(bound.label), text, bool(getattr(bound.field, "said", False)))


def value_of(form: AnswerForm, name: str, value: Any) -> str:
    """A value in words."""
    return in_words_of(form.fields[name], value)


def in_words_of(asked: Any, value: Any) -> str:
    """The same for a field."""
    if value in (None, "", False, []):
        return ""
    if isinstance(asked, Rows):
        return in_words(asked, value)
    if isinstance(asked, Cities):
        return "\n".join(city_label(each) for each in value)
    choices = getattr(asked, "choices", None)
    if choices:
        return str(dict(choices).get(value, ""))
    return _("Yes") if value is True else str(value)


def title_of(draft: Draft) -> str:
    """What an entry is called on the desk; nothing where it has no title yet."""
    return str(draft.answers.get("title") or "")


def pictures(draft: Draft) -> list[dict[str, Any]]:
    """The pictures of a draft in their order, with the records."""
    return _with_records(draft.answers.get("pictures"), Picture, "image")


def documents(draft: Draft) -> list[dict[str, Any]]:
    """The files of a draft in their order, with the records."""
    return _with_records(draft.answers.get("documents"), Attachment, "document")


def _with_records(kept: Any, model: Any, name: str) -> list[dict[str, Any]]:
    known = model.objects.in_bulk([row["id"] for row in kept or ()])
    return [{**row, name: known[row["id"]]} for row in kept or () if row["id"] in known]


def tongue_of(draft: Draft) -> languages.Language:
    """The language that an entry is written in."""
    return languages.by_public(draft.language)
