"""Steps besides deciding: recommend, stand aside, name an editor where nobody is left, ask somebody from outside."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import languages
from practices import decisions, outside, recommending, remits, ties
from practices.admin.step_forms import Commented, Prose, StepForm
from practices.models import Key, Recommendation

if TYPE_CHECKING:
    from practices.admin.case import Case


class RecommendForm(Commented):
    """What should happen with the version that is shown, with a comment on each answer; editors read it."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Your recommendation"), choices=Recommendation.Verdict.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you recommend.")})
    text = Prose(label=gettext_lazy("Your comment"), max_length=4000, required=False,
                 help_text=gettext_lazy("Editors read it, the city does not."))
    language = forms.ChoiceField(
        label=gettext_lazy("Language you write in"), required=False,
        choices=[(each.public, each.name) for each in languages.ALL])

    @classmethod
    def filled(cls, case: Any) -> dict[str, Any]:
        """The language of the interface."""
        return {"language": languages.current().public}

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields about the whole."""
        return [self[name] for name in ("verdict", "text", "language")]


class AsideForm(StepForm):
    """Why somebody leaves the entry to others."""

    reason = Prose(
        label=gettext_lazy("Why you stand aside"), max_length=500, rows=2,
        help_text=gettext_lazy("In a few words, such as “a relative works there”. The staff reads it. You cannot take "
                               "it back."),
        error_messages={"required": gettext_lazy("Say in a few words why you stand aside.")})


class NameForm(StepForm):
    """Which editor decides although all are tied, and why this one."""

    editor = forms.ChoiceField(label=gettext_lazy("Editor"), error_messages={
        "required": gettext_lazy("Choose an editor.")})
    reason = Prose(
        label=gettext_lazy("Reason"), max_length=500, rows=2,
        error_messages={"required": gettext_lazy("Give a reason. It is kept in the record of decisions.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editor: Any = self.fields["editor"]
        self.people = {str(each.pk): each for each in remits.candidates(self.case.practice)
                       if each.pk != self.case.user.pk}
        editor.choices = [("", "—"), *((key, str(each)) for key, each in self.people.items())]


class InviteForm(StepForm):
    """Whom to ask from outside."""

    function = forms.CharField(
        label=gettext_lazy("In which function you ask"), max_length=200,
        help_text=gettext_lazy("By function, never by name, such as “professor of social work”."),
        error_messages={"required": gettext_lazy("Say in which function you ask.")})
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the address to which the link is sent.")})
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail and of the page"),
        choices=[(each.public, each.name) for each in languages.INTERFACE])

    @classmethod
    def filled(cls, case: Any) -> dict[str, Any]:
        """The language of the entry, where there is an interface in it."""
        return {"language": languages.interface_or_default(case.page.language.django).public}


class TakeBackForm(StepForm):
    """Which link."""

    key = forms.UUIDField()


# ---------- When, and what then ----------
def recommend(case: Case, form: RecommendForm) -> None:
    """Keep the recommendation."""
    said = form.cleaned_data
    recommending.recommend(
        case.practice, by=case.user, revision=said["revision"], verdict=said["verdict"], text=said["text"],
        language=said["language"] or languages.current().public, comments=form.comments)


def may_stand_aside(case: Case) -> bool:
    """Whether the viewer might decide or recommend, but for a reason that the site cannot know."""
    return case.is_open and not case.advice_refusal


def stand_aside(case: Case, form: AsideForm) -> None:
    """Leave it to others."""
    remits.stand_aside(case.practice, by=case.user, reason=form.cleaned_data["reason"])


def may_name(case: Case) -> bool:
    """Whether a coordinator looks at an entry about which nobody is left to decide."""
    return (decisions.coordinates(case.user) and case.nobody_left
            and not ties.close(case.user, case.practice, case.page.cities.all()))


def name_editor(case: Case, form: NameForm) -> None:
    """Give it to an editor."""
    person = form.people[form.cleaned_data["editor"]]
    remits.name_editor(case.practice, person, by=case.user, reason=form.cleaned_data["reason"])


def invite(case: Case, form: InviteForm) -> None:
    """Mail a link."""
    said = form.cleaned_data
    outside.invite(case.practice, by=case.user, revision=said["revision"], function=said["function"],
                   email=said["email"], language=said["language"])


def take_back(case: Case, form: TakeBackForm) -> None:
    """Take a link back."""
    key = Key.objects.filter(pk=form.cleaned_data["key"], practice=case.practice, purpose=Key.Purpose.REVIEW).first()
    if key is None:
        raise recommending.MoveRefused(_("This link does not exist."))
    outside.take_back(key, by=case.user)
