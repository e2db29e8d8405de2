"""A concern about an entry: read by the staff, answered by an editor without a tie; coordinators pause the entry."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from core import languages
from practices import actions, concerns, decisions
from practices.actions import MoveRefused, NotReady
from practices.admin.staff import StaffView
from practices.choices import ConcernState
from practices.models import Concern


class AnswerForm(forms.Form):
    """What whoever raised the concern will read."""

    text = forms.CharField(
        label=gettext_lazy("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy("Read by whoever knows the receipt code. Say what was looked into and what follows."),
        error_messages={"required": gettext_lazy("Write an answer: whoever raised the concern reads it.")})
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the answer"),
        choices=[(language.public, language.name) for language in languages.ALL])


class PauseForm(forms.Form):
    """Why an entry is taken from its readers, or given back; kept in the record of decisions."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Give a reason. It is kept in the record of decisions.")})


class ConcernView(StaffView):
    """One concern, with its answer or the form for it."""

    template_name = "practices/admin/concern.html"
    page_title = gettext_lazy("Concern")
    header_icon = "warning"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def concern(self) -> Concern:
        """The concern of the address."""
        found = Concern.objects.select_related("practice__original__locale", "practice__owner_city", "answered_by")
        return get_object_or_404(found, pk=self.kwargs["id"])

    @cached_property
    def refusal(self) -> str:
        """Why this account may not answer it."""
        return decisions.tie(self.request.user, self.concern.practice)

    @property
    def steps(self) -> dict[str, type[forms.Form]]:
        """What this account may do now."""
        answering = self.concern.state == ConcernState.RECEIVED and not self.refusal
        paused = self.concern.practice.paused_at is not None
        return {
            **({"answer": AnswerForm} if answering else {}),
            **({"resume" if paused else "pause": PauseForm} if decisions.may_pause(self.request.user) else {}),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, pause or resume; where it is refused the page says why, with everything that was typed."""
        name = request.POST.get("step", "")
        if name not in self.steps:
            return self._refused(self.refusal or _("This step is not possible at the moment."), {}, status=403)
        form = self.steps[name](request.POST, auto_id=f"id_{name}_%s", label_suffix="")
        if not form.is_valid():
            return self._refused(_("Nothing was saved. Correct what is marked."), {name: form}, status=422)
        try:
            messages.success(request, self._take(name, form.cleaned_data))
        except (MoveRefused, NotReady, PermissionDenied) as refused:
            return self._refused(str(refused), {name: form}, status=409)
        return redirect("practices_admin:concern", self.concern.pk)

    def _take(self, name: str, data: dict[str, Any]) -> str:
        practice, user = self.concern.practice, self.request.user
        if name == "answer":
            concerns.answer(self.concern, by=user, text=data["text"], language=data["language"])
            return _("The concern is answered.")
        if name == "pause":
            actions.pause(practice, by=user, reason=data["reason"])
            return _("The entry is paused: nobody reads it until it is resumed.")
        actions.resume(practice, by=user, reason=data["reason"])
        return _("The entry has its readers back.")

    def _refused(self, said: str, bound: dict[str, forms.Form], *, status: int) -> HttpResponse:
        messages.error(self.request, said)
        return self.render_to_response(self.get_context_data(bound=bound), status=status)

    def get_page_subtitle(self) -> str:
        """The title of the entry."""
        return str(self.concern.practice)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the inbox, this concern."""
        return [*self.breadcrumbs_items, {"url": reverse("practices_admin:inbox"), "label": _("Inbox")},
                {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The concern and the forms that are open to this account."""
        bound = kwargs.pop("bound", {})
        forms_of = {name: bound.get(name) or form(auto_id=f"id_{name}_%s", label_suffix="",
                                                  initial={"language": self.concern.language})
                    for name, form in self.steps.items()}
        return {
            **super().get_context_data(**kwargs), "concern": self.concern, "practice": self.concern.practice,
            "refusal": self.refusal, "forms": forms_of, "tongue": languages.by_public(self.concern.language),
            "entry_tongue": self.concern.practice.original.language if self.concern.practice.original else None,
            "answer_tongue": languages.by_public(self.concern.answer_language or self.concern.language),
            "is_open": self.concern.state == ConcernState.RECEIVED,
        }
