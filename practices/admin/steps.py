"""The steps that somebody can take with an entry: when each is offered, what it asks for, and the action behind it."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy

from practices import reviewing
from practices.admin import advising, withheld
from practices.admin.case import Case
from practices.admin.step_forms import (
    ChangesForm,
    ParkForm,
    ReasonForm,
    RefuseForm,
    ScreeningForm,
    SecondLookForm,
    StepForm,
)
from practices.choices import State

SCREENABLE = (State.DRAFT, State.IN_REVIEW)
PUBLISHABLE = (State.DRAFT, State.IN_REVIEW, State.UPDATE_PROPOSED)


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
        if data is not None:
            data = data.copy()
            data["revision"] = case.page.latest_revision_id
        return self.form(data, case=case, initial=initial, auto_id=f"id_{self.name}_%s", label_suffix="")


def _said(form: Any) -> dict[str, Any]:
    return form.cleaned_data


STEPS = {step.name: step for step in (
    Step("take-up", gettext_lazy("Take it up"), gettext_lazy("You have taken up this entry: it is in review."),
         lambda case: case.practice.state in (State.SUBMITTED, State.PARKED) and not case.refusal,
         lambda case, form: reviewing.take_up(case.practice, by=case.user)),
    Step("changes", gettext_lazy("Ask for changes"), gettext_lazy("The city was asked for changes."),
         lambda case: case.may_move(State.CHANGES_REQUESTED),
         lambda case, form: reviewing.ask_for_changes(
             case.practice, by=case.user, reason=_said(form)["reason"], comments=form.comments,
             language=form.written_in), ChangesForm),
    Step("refuse-update", gettext_lazy("Do not take these changes"),
         gettext_lazy("The changes were not taken. Readers keep the text that they had."),
         lambda case: case.practice.state == State.UPDATE_PROPOSED and not case.refusal,
         lambda case, form: reviewing.refuse_update(
             case.practice, by=case.user, reason=_said(form)["reason"], comments=form.comments,
             revision=_said(form)["revision"], language=form.written_in), RefuseForm),
    Step("park", gettext_lazy("Park"), gettext_lazy("The entry is parked."),
         lambda case: case.may_move(State.PARKED),
         lambda case, form: reviewing.park(case.practice, by=case.user, reason=_said(form)["reason"],
                                                 language=form.written_in), ParkForm),
    Step("decline", gettext_lazy("Decline"), gettext_lazy("The entry was declined."),
         lambda case: case.may_move(State.DECLINED),
         lambda case, form: reviewing.decline(case.practice, by=case.user, reason=_said(form)["reason"],
                                                    language=form.written_in), ReasonForm),
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
    Step("recommend", gettext_lazy("Send the recommendation"), gettext_lazy("Your recommendation is kept."),
         lambda case: case.is_open and not case.advice_refusal, advising.recommend, advising.RecommendForm),
    Step("stand-aside", gettext_lazy("Stand aside"), gettext_lazy("You stand aside from this entry."),
         advising.may_stand_aside, advising.stand_aside, advising.AsideForm),
    Step("name-editor", gettext_lazy("Name this editor"), gettext_lazy("The editor is named and told."),
         advising.may_name, advising.name_editor, advising.NameForm),
    Step("invite", gettext_lazy("Send the link"), gettext_lazy("The link is on its way."),
         lambda case: (case.is_open or bool(case.open_readings)) and not case.refusal, advising.invite,
         advising.InviteForm),
    Step("take-back", gettext_lazy("Take the link back"), gettext_lazy("The link opens nothing any more."),
         lambda case: bool(case.asked_outside) and not case.refusal, advising.take_back, advising.TakeBackForm),
)}
