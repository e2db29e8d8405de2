"""What an editor may ask the inbox for, and in which order."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import is_editor
from cities import names
from core import languages
from practices import assigning, waiting
from practices.choices import WAITING_STATES, Kind, State
from practices.models import Remit
from practices.waiting import Item, What

ELSEWHERE = (State.CHANGES_REQUESTED, State.PARKED, State.DRAFT)  # what waits for somebody else, or for later
STATES = (*WAITING_STATES, *ELSEWHERE)
ME = "me"
MINE, OVERDUE = "mine", "overdue"


class InboxFilters(forms.Form):
    """Each is optional; what cannot be understood counts as not asked for."""

    what = forms.ChoiceField(label=gettext_lazy("What it is"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    hub = forms.ChoiceField(label=gettext_lazy("Regional hub"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("Assigned to"), required=False)
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), required=False,
        choices=[("", gettext_lazy("First due first")), ("age", gettext_lazy("Longest wait first"))])
    overdue = forms.BooleanField(label=gettext_lazy("Overdue only"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("What I look after"), required=False)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        self.user = user
        for name, choices in self._choices().items():
            field: Any = self.fields[name]
            field.choices = choices

    def _choices(self) -> dict[str, list[Any]]:
        people = [(str(each.pk), str(each)) for each in assigning.people() if each.pk != self.user.pk]
        return {
            "what": [("", _("Everything")), *What.choices],
            "state": [("", _("Waits for an editor")), *((state, State(state).label) for state in STATES)],
            "kind": [("", _("All")), *Kind.choices],
            "hub": [("", _("All")), *((hub.slug, names.hub_label(hub.slug)) for hub in names.hubs())],
            "language": [("", _("All")), *((each.public, each.name) for each in languages.ALL)],
            "who": [("", _("Anybody")), (ME, _("Me")), (waiting.NOBODY, _("Nobody")), *people],
        }

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def found(self) -> list[Item]:
        """What was asked for, in order."""
        state = self.asked.get("state")
        rows = waiting.items([state] if state in ELSEWHERE else None)
        if "hub" in self.asked or MINE in self.asked:
            rows = waiting.with_hubs(rows, told=not is_editor(self.user))  # else one could ask hub by hub
        for test in self._tests():
            rows = [row for row in rows if test(row)]
        return sorted(rows, key=waiting.ORDERS[self.asked.get("sort") or "due"])

    def _tests(self) -> list[waiting.Test]:
        asked = self.asked
        tests = [_same(name, asked[name]) for name in ("what", "state", "kind", "language") if name in asked]
        if "hub" in asked:
            tests.append(lambda item: asked["hub"] in item.hubs)
        if "who" in asked:
            tests.append(waiting.assigned_to(str(self.user.pk) if asked["who"] == ME else asked["who"]))
        if OVERDUE in asked:
            tests.append(lambda item: item.is_overdue)
        if MINE in asked:
            tests.append(waiting.within(Remit.objects.filter(user=self.user).first()))
        return tests


def _same(name: str, value: Any) -> waiting.Test:
    """A state is one of entries alone: a concern about a parked entry is not parked."""
    if name == "state":
        return lambda item: item.state == value and item.what in (What.ENTRY, What.UPDATE)
    return lambda item: getattr(item, name) == value
