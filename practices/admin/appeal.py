"""An appeal of a city against what is said about an outcome, and the form that answers it."""
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
from practices import appeals, reasons
from practices.actions import MoveRefused, NotReady
from practices.admin.staff import StaffView
from practices.models import Appeal

UPHELD, STAYS = "upheld", "stays"


class AnswerForm(forms.Form):
    """Whether the city is right, and why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect, choices=[
            (UPHELD, gettext_lazy("The city is right: readers no longer see it, others read the report again")),
            (STAYS, gettext_lazy("What is said stays"))],
        error_messages={"required": gettext_lazy("Choose what you decide.")})
    text = forms.CharField(
        label=gettext_lazy("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy("The city reads this as you write it. Write in a language that it reads."),
        error_messages={"required": gettext_lazy("Write an answer: the city reads it.")})
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the answer"), choices=[(each.public, each.name) for each in languages.ALL])


class AppealView(StaffView):
    """Read by the whole staff; answered by an editor who neither proposed nor confirmed what it is about."""

    template_name = "practices/admin/appeal.html"
    page_title = gettext_lazy("Appeal")
    header_icon = "warning"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def appeal(self) -> Appeal:
        """The appeal of the address."""
        found = Appeal.objects.select_related("practice__original__locale", "practice__owner_city", "answered_by")
        return get_object_or_404(found, pk=self.kwargs["id"])

    @cached_property
    def refusal(self) -> str:
        """Why this account may not answer it."""
        return appeals.refusal(self.request.user, self.appeal)

    def form(self, data: Any = None) -> AnswerForm:
        """The form, in the language that the city reads."""
        initial = {"language": reasons.language_of(self.appeal.practice).public}
        return AnswerForm(data, initial=initial, label_suffix="")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer; where it is refused the page says why, with everything that was typed."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self._refused(_("Nothing was saved. Correct what is marked."), form, 422)
        data = form.cleaned_data
        try:
            appeals.answer(self.appeal, by=request.user, upheld=data["decision"] == UPHELD, text=data["text"],
                           language=data["language"])
        except PermissionDenied as refused:
            return self._refused(str(refused), form, 403)
        except (MoveRefused, NotReady) as refused:
            return self._refused(str(refused), form, 409)
        messages.success(request, _("The appeal is answered."))
        return redirect("practices_admin:appeal", self.appeal.pk)

    def _refused(self, said: str, form: AnswerForm, status: int) -> HttpResponse:
        messages.error(self.request, said)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def outcome(self) -> str:
        """The title of the outcome, as the newest text has it."""
        page = self.appeal.practice.newest_text()
        blocks: Any = page.outcomes if page is not None else ()
        return next((str(each.value["title"]) for each in blocks if str(each.id) == str(self.appeal.outcome)), "")

    def get_page_subtitle(self) -> str:
        """The title of the entry."""
        return str(self.appeal.practice)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the inbox, this appeal."""
        return [*self.breadcrumbs_items, {"url": reverse("practices_admin:inbox"), "label": _("Inbox")},
                {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The appeal, what it is about, and the form where this account may answer."""
        appeal = self.appeal
        form = kwargs.pop("form", None) or self.form()
        entry = appeal.practice.original
        return {
            **super().get_context_data(**kwargs), "appeal": appeal, "practice": appeal.practice, "form": form,
            "refusal": self.refusal, "is_open": appeal.answered_at is None, "outcome": self.outcome(),
            "evidence": appeal.practice.evidence.filter(outcome=appeal.outcome).first(),
            "tongue": languages.by_public(appeal.language), "entry_tongue": entry.language if entry else None,
            "answer_tongue": languages.by_public(appeal.answer_language or appeal.language),
        }
