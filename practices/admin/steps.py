"""The steps that an editor can take with an entry: what each asks for, when it is offered, and the action behind it."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import decisions, reviewing
from practices.actions import MOVES
from practices.admin import withheld
from practices.choices import Question, State
from practices.models import Practice, PracticePage, Screening
from taxonomy.schemes import Scheme

SCREENABLE = (State.DRAFT, State.IN_REVIEW)
PUBLISHABLE = (State.DRAFT, State.IN_REVIEW, State.UPDATE_PROPOSED)
COMMENT = "comment-"


@dataclass
class Case:
    """An entry on the desk of one account: its newest text, and what speaks against deciding about it."""

    practice: Practice
    user: Any
    page: PracticePage

    @cached_property
    def refusal(self) -> str:
        """Why this account may not decide about the entry."""
        return decisions.refusal(self.user, self.practice, self.page.cities.all())

    @cached_property
    def tie(self) -> str:
        """Why it may not screen it."""
        return self.refusal or decisions.tie(self.user, self.practice)

    @cached_property
    def screening(self) -> Screening | None:
        """The screening, where somebody signed it."""
        return Screening.objects.select_related("signed_by", "second_by").filter(practice=self.practice).first()

    @property
    def screened(self) -> list[tuple[str, str]]:
        """The six questions with the answers that were signed."""
        fields: Any = Screening._meta.get_field
        return [(fields(name).verbose_name, getattr(self.screening, name)) for name in reviewing.SCREENED]

    @property
    def card(self) -> list[tuple[str, list[str]]]:
        """The terms of the card that are chosen, by vocabulary."""
        chosen = list(self.page.concepts.all())
        return [(str(Scheme(scheme).label), [each.label() for each in chosen if each.scheme == scheme])
                for scheme, _not_for_lessons in decisions.CARD]

    @cached_property
    def gaps(self) -> list[tuple[str, str]]:
        """What the card lacks before the first publication, with the field to mend it in."""
        return [] if self.was_public else list(decisions.gaps_on_card(self.page))

    @cached_property
    def unsigned(self) -> list[str]:
        """What the screening lacks before the first publication."""
        return [] if self.was_public else list(decisions.lacking_screening(self.practice, self.page))

    @property
    def was_public(self) -> bool:
        """Whether it was published once, after a screening."""
        return self.practice.first_published_at is not None

    @property
    def second_look_is_due(self) -> bool:
        """Whether the present text is signed once and needs another signature."""
        known = self.screening
        return (known is not None and known.revision == self.page.latest_revision_id and known.second_at is None
                and decisions.needs_second_look(self.page))

    @property
    def signed_by_viewer(self) -> bool:
        """Whether the first signature is the viewer's own."""
        return self.screening is not None and self.screening.signed_by_id == self.user.pk

    def may_move(self, state: str) -> bool:
        """Whether nothing speaks against the account, and the life of a submission knows the move."""
        return not self.refusal and state in MOVES[self.practice.state]


class StepForm(forms.Form):
    """Every step names the version of the text that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class _Prose(forms.CharField):
    """Some sentences, in whatever direction they are written."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)


class ReasonForm(StepForm):
    """A reason, which the city reads."""

    reason = _Prose(
        label=gettext_lazy("Reason"), max_length=2000,
        help_text=gettext_lazy("The city reads this as you write it. Write in a language that it reads."),
        error_messages={"required": gettext_lazy("Give a reason: the city reads it.")})


class ChangesForm(StepForm):
    """What the city is asked to change: a comment for each question, and a word about the whole."""

    reason = _Prose(
        label=gettext_lazy("About the whole entry"), max_length=2000, required=False,
        help_text=gettext_lazy("The city reads this and the comments as you write them. Write in a language that it "
                               "reads."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in Question.choices:
            self.fields[f"{COMMENT}{code}"] = _Prose(
                label=_("Comment on “%(question)s”") % {"question": label}, max_length=2000, required=False, rows=2)

    def comment_on(self, code: str) -> forms.BoundField:
        """The box below an answer."""
        return self[f"{COMMENT}{code}"]

    @property
    def comments(self) -> dict[str, str]:
        """What was written, by question."""
        return {name.removeprefix(COMMENT): text for name, text in self.cleaned_data.items()
                if name.startswith(COMMENT) and text}


class ScreeningForm(StepForm):
    """The six questions and the signature."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in reviewing.SCREENED:
            asked: Any = Screening._meta.get_field(name)
            self.fields[name] = _Prose(label=asked.verbose_name, max_length=asked.max_length, error_messages={
                "required": _("Answer “%(question)s”") % {"question": asked.verbose_name}})
        self.fields["untied"] = _untied()


class SecondLookForm(StepForm):
    """The second signature."""

    note = _Prose(label=gettext_lazy("What the second look found"), max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["untied"] = _untied()


def _untied() -> forms.BooleanField:
    asked: Any = Screening._meta.get_field("untied")
    return forms.BooleanField(label=asked.verbose_name, error_messages={
        "required": _("Confirm that nothing ties you to this entry.")})


@dataclass(frozen=True, slots=True)
class Step:
    """A button on the page of an entry."""

    name: str
    label: Any
    done: Any
    offered: Callable[[Case], bool]
    act: Callable[[Case, Any], Any]
    form: type[StepForm] = field(default=StepForm)

    def form_for(self, case: Case, data: Any = None) -> StepForm:
        """Its form about the text that is shown now; what was typed before stays, the version is the shown one."""
        initial = {"revision": case.page.latest_revision_id}
        if self.name == "screen" and case.screening is not None:
            initial |= {name: getattr(case.screening, name) for name in reviewing.SCREENED}
        if data is not None:
            data = data.copy()
            data["revision"] = case.page.latest_revision_id
        return self.form(data, initial=initial, auto_id=f"id_{self.name}_%s", label_suffix="")


def _said(form: Any) -> dict[str, Any]:
    return form.cleaned_data


STEPS = {step.name: step for step in (
    Step("take-up", gettext_lazy("Take it up"), gettext_lazy("You have taken up this entry: it is in review."),
         lambda case: case.practice.state in (State.SUBMITTED, State.PARKED) and not case.refusal,
         lambda case, form: reviewing.take_up(case.practice, by=case.user)),
    Step("changes", gettext_lazy("Ask for changes"), gettext_lazy("The city was asked for changes."),
         lambda case: case.may_move(State.CHANGES_REQUESTED),
         lambda case, form: reviewing.ask_for_changes(
             case.practice, by=case.user, reason=_said(form)["reason"], comments=form.comments), ChangesForm),
    Step("park", gettext_lazy("Park"), gettext_lazy("The entry is parked."),
         lambda case: case.may_move(State.PARKED),
         lambda case, form: reviewing.park(case.practice, by=case.user, reason=_said(form)["reason"]), ReasonForm),
    Step("decline", gettext_lazy("Decline"), gettext_lazy("The entry was declined."),
         lambda case: case.may_move(State.DECLINED),
         lambda case, form: reviewing.decline(case.practice, by=case.user, reason=_said(form)["reason"]), ReasonForm),
    Step("screen", gettext_lazy("Sign the screening"), gettext_lazy("The screening is signed."),
         lambda case: case.practice.state in SCREENABLE and not case.was_public and not case.tie,
         lambda case, form: reviewing.screen(
             case.practice, _said(form), by=case.user, revision=_said(form)["revision"]), ScreeningForm),
    Step("second-look", gettext_lazy("Sign as the second editor"), gettext_lazy("The second look is signed."),
         lambda case: (case.practice.state in SCREENABLE and case.second_look_is_due and not case.tie
                       and not case.signed_by_viewer),
         lambda case, form: reviewing.look_again(
             case.practice, by=case.user, note=_said(form)["note"], revision=_said(form)["revision"]), SecondLookForm),
    Step(withheld.NAME, withheld.LABEL, withheld.DONE, withheld.is_due,
         lambda case, form: withheld.confirm(case, _said(form)["revision"])),
    Step("publish", gettext_lazy("Publish"), gettext_lazy("The entry is published."),
         lambda case: (case.practice.state in PUBLISHABLE and not case.refusal and not case.gaps
                       and not case.unsigned),
         lambda case, form: reviewing.publish(case.practice, by=case.user, revision=_said(form)["revision"])),
)}
