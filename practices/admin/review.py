"""The page on which an editor decides about an entry: what the city said, what is lacking, and the next step."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from practices.actions import MoveRefused, NotReady
from practices.admin import withheld
from practices.admin.inbox import cities_of
from practices.admin.reading import Answer, answers_of
from practices.admin.staff import StaffView
from practices.admin.step_forms import ReasonForm, StepForm
from practices.admin.steps import STEPS, Case, Step
from practices.models import Practice

BESIDES = ("recommend", "stand_aside", "name_editor", "invite", "take_back")  # nothing is decided by these
DECIDING = tuple(name.replace("-", "_") for name in STEPS if name.replace("-", "_") not in BESIDES)
ANCHORS = {"cities": "id_cities_search"}  # a field whose own id is not in the form


class ReviewView(StaffView):
    """Read by the whole staff; each step is offered to, and taken by, those only who may take it now."""

    template_name = "practices/admin/review.html"
    page_title = gettext_lazy("Review")
    header_icon = "clipboard-list"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def case(self) -> Case:
        """The entry of the address with its newest text; what a city has not submitted does not exist here."""
        practice = get_object_or_404(Practice.objects.select_related("owner_city"), pk=self.kwargs["id"])
        page = practice.newest_text()
        if page is None:
            raise Http404
        return Case(practice, self.request.user, page)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step; where it is refused the same page says why, with everything that was typed."""
        step = STEPS.get(request.POST.get("step", ""))
        if step is None or not step.offered(self.case):
            return self._refused(self.case.refusal or _("This step is not possible at the moment."), status=403)
        form = step.form_for(self.case, request.POST)
        if request.POST.get("revision") != str(self.case.page.latest_revision_id):
            said = _("The text has changed since you opened it. Read the new version first; what you typed is kept.")
            return self._refused(said, form=form, step=step, status=409)
        if "fill" in request.POST and isinstance(form, ReasonForm):
            return self._filled(step, form.with_reason())
        if not form.is_valid():
            return self._refused(_("Nothing was saved. Correct what is marked."), form=form, step=step, status=422)
        return self._take(step, form)

    def _filled(self, step: Step, form: StepForm) -> HttpResponse:
        """The same page with a reason to start from; nothing is sent yet."""
        context = self.get_context_data(bound={step.name: form}, filled=step.name)
        return self.render_to_response(context, status=422 if form.errors.get("template") else 200)

    def _take(self, step: Step, form: StepForm) -> HttpResponse:
        try:
            step.act(self.case, form)
        except NotReady as lacking:
            for sentence in lacking.lacking:
                form.add_error(None, sentence)
            return self._refused(_("Nothing was saved. Correct what is marked."), form=form, step=step, status=422)
        except MoveRefused as refused:
            return self._refused(str(refused), form=form, step=step, status=409)
        except PermissionDenied as refused:
            return self._refused(str(refused), form=form, step=step, status=403)
        messages.success(self.request, step.done)
        return redirect("practices_admin:review", self.case.practice.pk)

    def _refused(self, said: str, *, status: int, form: StepForm | None = None, step: Step | None = None
                 ) -> HttpResponse:
        messages.error(self.request, said)
        context = self.get_context_data(bound={step.name: form} if step else {})
        return self.render_to_response(context, status=status)

    def forms(self, bound: dict[str, Any]) -> dict[str, Any]:
        """A form for each step that is offered, by its name with underscores; what was typed is in it."""
        return {name.replace("-", "_"): {"step": step, "form": bound.get(name) or step.form_for(self.case)}
                for name, step in STEPS.items() if step.offered(self.case)}

    def answers(self, steps: dict[str, Any]) -> list[dict[str, Any]]:
        """The answers, each with its comment box where changes can be asked for."""
        around = self.around(steps)
        form = around["form"] if around else None
        return [{"answer": each, "box": form.comment_on(each.code) if form else None, "advice": self.advice(each)}
                for each in answers_of(self.case.practice, self.case.page)]

    def around(self, steps: dict[str, Any]) -> dict[str, Any] | None:
        """The step whose form stands around the answers, with a box below each."""
        recommend = None if any(name in steps for name in DECIDING) else steps.get("recommend")
        return steps.get("changes") or steps.get("refuse_update") or recommend

    def advice(self, answer: Answer) -> list[dict[str, Any]]:
        """What reviewers say about one answer."""
        return [{"advice": each, "text": each.row.comments[answer.code]} for each in self.case.recommendations
                if answer.code in each.row.comments]

    def gaps(self) -> list[dict[str, str]]:
        """What the card lacks, each with the place in the form where it is mended."""
        form = reverse("wagtailadmin_pages:edit", args=[self.case.page.pk])
        return [{"sentence": sentence, "url": f"{form}#{ANCHORS.get(name, f'id_{name}')}"}
                for name, sentence in self.case.gaps]

    def get_page_subtitle(self) -> str:
        """The newest title."""
        return str(self.case.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the inbox, this entry."""
        return [*self.breadcrumbs_items, {"url": reverse("practices_admin:inbox"), "label": _("Inbox")},
                {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The entry, what was said about it, and the steps that are open to this account."""
        bound, filled = kwargs.pop("bound", {}), kwargs.pop("filled", "")
        case, steps = self.case, self.forms(bound)
        return {
            **super().get_context_data(**kwargs), "case": case, "practice": case.practice, "text": case.page,
            "tongue": case.page.language, "steps": steps,
            "cities": cities_of(case.practice, untied=not case.refusal),
            "withheld": withheld.of(case), "filled": filled, "around": self.around(steps),
            "decides": any(name in steps for name in DECIDING),
            "answers": self.answers(steps), "gaps": self.gaps(),
            "history": case.practice.steps.select_related("by"),
            "concerns": case.practice.concerns_raised.order_by("received_at"),
        }
