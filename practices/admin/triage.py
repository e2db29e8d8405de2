"""The first look at an entry: publish it as it is, put it aside, say no; who looks after it, and by when."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from practices import assigning, reviewing
from practices.actions import MoveRefused, NotReady
from practices.admin.bulk_forms import AssignForm, DueForm, ReasonForm
from practices.admin.inbox_rows import cities_of
from practices.admin.review import ReviewView
from practices.choices import State

FORMS: dict[str, type[forms.Form]] = {"assign": AssignForm, "due": DueForm, "park": ReasonForm}
DONE = {"assign": gettext_lazy("The entry is assigned."), "due": gettext_lazy("The due date is set."),
        "park": gettext_lazy("The entry is parked.")}


class TriageView(ReviewView):
    """On one page what an editor decides at first sight; publishing and declining are done on the page of the entry."""

    template_name = "practices/admin/triage.html"
    page_title = gettext_lazy("Triage")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step; where it is refused the same page says why."""
        step = request.POST.get("step", "")
        if step not in FORMS:
            raise PermissionDenied
        form = FORMS[step](request.POST, auto_id=f"id_{step}_%s")
        if not form.is_valid():
            return self._again(_("Nothing was saved. Correct what is marked."), 422, {step: form})
        try:
            self._act(step, form.cleaned_data)
        except (NotReady, MoveRefused) as refused:
            return self._again(str(refused), 409, {step: form})
        except PermissionDenied as refused:
            return self._again(str(refused), 403, {step: form})
        messages.success(request, DONE[step])
        return redirect("practices_admin:inbox" if step == "park" else request.path)

    def _act(self, step: str, given: dict[str, Any]) -> None:
        practice, by = self.case.practice, self.request.user
        if step == "assign":
            assigning.assign(practice, given["assignee"], by=by)
        elif step == "due":
            assigning.set_due(practice, given["due_on"], by=by)
        else:
            reviewing.park(practice, by=by, reason=given["reason"])

    def _again(self, said: str, status: int, bound: dict[str, Any]) -> HttpResponse:
        messages.error(self.request, said)
        return self.render_to_response(self.get_context_data(bound=bound), status=status)

    @cached_property
    def lacking(self) -> list[str]:
        """What the entry needs before it can be published as it is, each in a sentence."""
        case = self.case
        found = [sentence for _name, sentence in case.gaps] + list(case.unsigned)
        if case.practice.state == State.SUBMITTED:
            found.insert(0, _("Take it up: it is reviewed before it is published."))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The entry with the forms that are open to this account."""
        bound = kwargs.pop("bound", {})
        case, practice = self.case, self.case.practice
        initial: dict[str, dict[str, Any]] = {
            "assign": {"assignee": practice.assignee_id}, "due": {"due_on": practice.due_on}, "park": {}}
        return {
            **super(ReviewView, self).get_context_data(**kwargs), "case": case, "practice": practice,
            "text": case.page, "tongue": case.page.language, "cities": cities_of(practice, untied=not case.refusal),
            "lacking": self.lacking,
            "forms": {name: bound.get(name) or form(initial=initial[name], auto_id=f"id_{name}_%s")
                      for name, form in FORMS.items()},
            "assigns": assigning.may_assign(self.request.user), "may_park": case.may_move(State.PARKED),
            "may_decline": case.may_move(State.DECLINED),
            "review": reverse("practices_admin:review", args=[practice.pk]),
        }
