"""What each step with an entry asks for."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import languages
from practices import reasons, reviewing
from practices.choices import Question
from practices.models import Screening

COMMENT = "comment-"


class StepForm(forms.Form):
    """Every step names the version of the text that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Any, initial: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial=self.filled(case) | initial, **kwargs)
        self.case = case

    @classmethod
    def filled(cls, case: Any) -> dict[str, Any]:
        """What is known before anything is typed."""
        return {}


class Commented(StepForm):
    """A step with a box for a comment on each question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in Question.choices:
            self.fields[f"{COMMENT}{code}"] = Prose(
                label=_("Comment on “%(question)s”") % {"question": label}, max_length=2000, required=False, rows=2)

    def comment_on(self, code: str) -> forms.BoundField:
        """The box below an answer."""
        return self[f"{COMMENT}{code}"]

    @property
    def comments(self) -> dict[str, str]:
        """What was written, by question."""
        return {name.removeprefix(COMMENT): text for name, text in self.cleaned_data.items()
                if name.startswith(COMMENT) and text}


class Prose(forms.CharField):
    """Some sentences, in whatever direction they are written."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)


class ReasonForm(StepForm):
    """A reason, which the city reads; there are courteous ones to start from, in its language."""

    step = reasons.DECLINE
    template = forms.ChoiceField(label=gettext_lazy("A reason to start from"), required=False)
    reason = Prose(
        label=gettext_lazy("Reason"), max_length=2000, rows=6,
        help_text=gettext_lazy("The city reads this as you write it. Write in a language that it reads."),
        error_messages={"required": gettext_lazy("Give a reason: the city reads it.")})
    language = forms.ChoiceField(
        label=gettext_lazy("Language you write in"), required=False,
        choices=[(each.public, each.name) for each in languages.ALL])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template: Any = self.fields["template"]
        template.choices = [("", "—"), *reasons.for_step(self.step)]

    @classmethod
    def filled(cls, case: Any) -> dict[str, Any]:
        """The language that the city's people read."""
        return {"language": reasons.language_of(case.practice).public}

    @property
    def written_in(self) -> str:
        """The language of what was written, by its public code."""
        return self.cleaned_data.get("language") or reasons.language_of(self.case.practice).public

    @property
    def offers(self) -> forms.BoundField:
        """The list of reasons; it stands apart, with a button of its own."""
        return self["template"]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields besides that list and the boxes below the answers."""
        return [self["reason"], self["language"]]

    @property
    def own_words(self) -> str:
        """The chosen reason in the reader's own language, where the city reads another one."""
        chosen, own = str(self["template"].value() or ""), languages.current()
        known = dict(reasons.for_step(self.step))
        return reasons.text(chosen, own) if chosen in known and own != self.city_reads else ""

    @property
    def city_reads(self) -> languages.Language:
        """The language in which a chosen reason is filled in."""
        return reasons.language_of(self.case.practice)

    def with_reason(self) -> StepForm:
        """The same with the chosen reason put below what was typed; with an error where none was chosen."""
        chosen = str(self["template"].value() or "")
        if chosen not in dict(reasons.for_step(self.step)):
            self.add_error("template", _("Choose a reason to start from."))
            return self
        words = reasons.text(chosen, self.city_reads)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        typed = data.get("reason", "").strip()
        data["reason"] = typed if words in typed else f"{typed}\n\n{words}".strip()
        data["language"] = self.city_reads.public
        return type(self)(data, case=self.case, initial=self.initial, auto_id=self.auto_id, label_suffix="")


class ParkForm(ReasonForm):
    """Why it waits."""

    step = reasons.PARK


class ChangesForm(Commented, ReasonForm):
    """What the city is asked to change: a comment for each question, and a word about the whole."""

    step = reasons.CHANGES
    reason = Prose(
        label=gettext_lazy("About the whole entry"), max_length=2000, required=False,
        help_text=gettext_lazy("The city reads this and the comments as you write them. Write in a language that it "
                               "reads."))


class RefuseForm(ChangesForm):
    """Why proposed changes are not taken."""

    step = reasons.REFUSE


class ScreeningForm(StepForm):
    """The six questions and the signature."""

    @classmethod
    def filled(cls, case: Any) -> dict[str, Any]:
        """What was signed before."""
        known = case.screening
        return {name: getattr(known, name) for name in reviewing.SCREENED} if known is not None else {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in reviewing.SCREENED:
            asked: Any = Screening._meta.get_field(name)
            self.fields[name] = Prose(label=asked.verbose_name, max_length=asked.max_length, error_messages={
                "required": _("Answer “%(question)s”") % {"question": asked.verbose_name}})
        self.fields["untied"] = _untied(self.case)


class SecondLookForm(StepForm):
    """The second signature."""

    note = Prose(label=gettext_lazy("What the second look found"), max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["untied"] = _untied(self.case)


def _untied(case: Any) -> forms.BooleanField:
    """What is signed about one's ties; an editor whom a coordinator named says that instead."""
    asked: Any = Screening._meta.get_field("untied")
    label = _("A coordinator has named me for this entry. Nothing else ties me to it.") if case.is_named else (
        asked.verbose_name)
    return forms.BooleanField(label=label, error_messages={
        "required": _("Confirm that nothing ties you to this entry.")})
