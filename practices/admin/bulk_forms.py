"""What a change of many entries asks for before it is confirmed."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import assigning
from practices.bulk.kinds import KINDS, Kind
from practices.models import Practice
from taxonomy import labels
from taxonomy.models import Concept, Keyword
from taxonomy.schemes import Scheme

CONCEPT, KEYWORD = "concept", "keyword"
LONGEST_KEY = 16  # digits
TAGS = (Scheme.FORM, Scheme.LEVEL, Scheme.APPROACH, Scheme.SETTING, Scheme.PARTICIPANTS, Scheme.AGE, Scheme.THEME,
        Scheme.HARMED, Scheme.HARM, Scheme.DRIVER, Scheme.SECTOR)


def offered(user: Any) -> list[Kind]:
    """The changes that an account may make."""
    return [kind for kind in KINDS.values() if kind.may(user)]


class BulkForm(forms.Form):
    """Asks for nothing; `wanted` says what is to become of one entry."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def wanted(self, practice: Practice, seen: str) -> dict[str, Any]:
        """What is kept with the entry; `seen` is the version of its text that the confirmation showed."""
        return {}


class AssignForm(BulkForm):
    """To whom."""

    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Assigned to"), queryset=assigning.people().none(), required=False,
        empty_label=gettext_lazy("Nobody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignee"]
        field.queryset = assigning.people()

    def wanted(self, practice: Practice, seen: str) -> dict[str, Any]:
        """The person's key, none for nobody."""
        person = self.cleaned_data["assignee"]
        return {"assignee": person.pk if person else None}


class DueForm(BulkForm):
    """By when."""

    due_on = forms.DateField(
        label=gettext_lazy("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: ten working days after it was handed in."))

    def wanted(self, practice: Practice, seen: str) -> dict[str, Any]:
        """The day."""
        day = self.cleaned_data["due_on"]
        return {"due_on": day.isoformat() if day else None}


class TagForm(BulkForm):
    """Which term of a vocabulary, or which accepted keyword."""

    label = forms.ChoiceField(label=gettext_lazy("Term or keyword"), error_messages={
        "required": gettext_lazy("Choose a term or a keyword.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["label"]
        field.choices = [("", "—"), *_terms(), (_("Keywords"), [
            (f"{KEYWORD}:{key}", name) for key, name in Keyword.objects.accepted().values_list("pk", "name")])]

    def wanted(self, practice: Practice, seen: str) -> dict[str, Any]:
        """The key of the term or keyword."""
        kind, _colon, key = self.cleaned_data["label"].partition(":")
        return {kind: int(key)}


def _terms() -> list[tuple[str, list[tuple[str, str]]]]:
    found: dict[str, list[tuple[str, str]]] = {scheme: [] for scheme in TAGS}
    concepts = Concept.objects.usable().filter(scheme__in=TAGS).order_by("order", "code")
    for key, scheme, code in concepts.values_list("pk", "scheme", "code"):
        found[scheme].append((f"{CONCEPT}:{key}", labels.label(scheme, code)))
    return [(str(Scheme(scheme).label), choices) for scheme, choices in found.items() if choices]


class PublishForm(BulkForm):
    """Nothing more: it is published as the confirmation showed it."""

    def wanted(self, practice: Practice, seen: str) -> dict[str, Any]:
        """The version that was shown; another one is refused."""
        return {"revision": int(seen) if seen.isdecimal() and len(seen) < LONGEST_KEY else 0}


class ReasonForm(BulkForm):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("The city reads this as you write it. Write in a language that it reads."),
        error_messages={"required": gettext_lazy("Give a reason: the city reads it.")})

    def wanted(self, practice: Practice, seen: str) -> dict[str, Any]:
        """The reason."""
        return {"reason": self.cleaned_data["reason"]}


FORMS: dict[str, type[BulkForm]] = {
    "assign": AssignForm, "due": DueForm, "tag": TagForm, "publish": PublishForm, "archive": ReasonForm,
}
