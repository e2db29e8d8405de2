"""Promoted results at the search desk: the list, and one question with its results in their order."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from core import languages, visibility
from search import desk, finding, promoting, sources
from search.admin.desk import DeskView
from search.models import Promotion
from search.models.promoted import MOST_ENTRIES
from search.normalise import normalise
from search.parameters import Chosen

LIST, ONE = "search_desk:promotions", "search_desk:promotion"
OFFERED = 10


class PromotionForm(forms.ModelForm):
    """The question and its days."""

    class Meta:
        model = Promotion
        fields = ("language", "question", "valid_from", "valid_to")
        widgets = {
            "question": forms.TextInput(attrs={"dir": "auto"}),
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


class PromotionsView(DeskView):
    """Every question with promoted results."""

    template_name = "search/admin/promotions.html"
    page_title = gettext_lazy("Promoted results")
    header_icon = "pick"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The questions by language, with how many results each has and whether it holds today."""
        found = Promotion.objects.annotate(number=Count("entries"))
        today = timezone.localdate()
        rows = [{"promotion": each, "holds": promoting.holds(each.valid_from, each.valid_to, today)} for each in found]
        return {**super().get_context_data(**kwargs), "rows": rows}


class PromotionView(DeskView):
    """One question: its days, its results, and a search for more."""

    template_name = "search/admin/promotion.html"
    header_icon = "pick"
    http_method_names = ["get", "head", "post"]
    way = ((LIST, gettext_lazy("Promoted results")),)

    @cached_property
    def promotion(self) -> Promotion:
        """The one of the address, or a new one in the editor's language."""
        if "id" in self.kwargs:
            return get_object_or_404(Promotion, pk=self.kwargs["id"])
        question = normalise(self.request.GET.get("question", ""))
        asked = self.request.GET.get("language", "")
        language = asked if languages.is_public(asked) else languages.current().public
        return Promotion(language=language, question=question)

    def get_page_title(self) -> str:
        """What is done here."""
        return _("Change promoted results") if self.promotion.pk else _("Add promoted results")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the question or do one thing with its results."""
        what = request.POST.get("what", "")
        if what == "save" or not self.promotion.pk:
            return self._save()
        steps: dict[str, Callable[[], str]] = {
            "add": self._add, "remove": self._remove, desk.UP: self._move, desk.DOWN: self._move}
        if what == "delete":
            desk.delete_promotion(self.promotion, by=request.user)
            messages.success(request, _("The promoted results were deleted. The entries themselves stay."))
            return redirect(LIST)
        if what in steps:
            try:
                messages.success(request, steps[what]())
            except ValidationError as refused:
                messages.error(request, " ".join(refused.messages))
        return redirect(ONE, self.promotion.pk)

    def _save(self) -> HttpResponse:
        form = PromotionForm(self.request.POST, instance=self.promotion)
        if not form.is_valid():
            messages.error(self.request, _("Nothing was saved. Correct what is marked."))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        desk.save_promotion(form.save(commit=False), by=self.request.user)
        messages.success(self.request, _("The question is saved."))
        return redirect(ONE, self.promotion.pk)

    def _add(self) -> str:
        desk.promote(self.promotion, self.request.POST.get("document", ""), by=self.request.user)
        return _("The result was added.")

    def _remove(self) -> str:
        desk.demote(self._entry(), by=self.request.user)
        return _("The result was removed.")

    def _move(self) -> str:
        desk.move(self._entry(), self.request.POST["what"], by=self.request.user)
        return _("The order was changed.")

    def _entry(self) -> Any:
        return get_object_or_404(self.promotion.entries, document=self.request.POST.get("document", ""))

    def results(self) -> list[dict[str, Any]]:
        """The promoted documents; one that is gone or hidden from this editor is still shown, to be removed."""
        entries = list(self.promotion.entries.all()) if self.promotion.pk else []
        cards = promoting.cards_of([each.document for each in entries], languages.current().public, self.request.user)
        return [
            {"document": each.document, "card": cards.get(each.document), "public": _is_public(each.document),
             "first": place == 0, "last": place == len(entries) - 1}
            for place, each in enumerate(entries)
        ]

    def offered(self) -> list[dict[str, Any]]:
        """What the site's own search finds for what the editor typed, without what is there already."""
        wanted = normalise(self.request.GET.get("find", ""))
        if not wanted or not self.promotion.pk:
            return []
        there = set(self.promotion.entries.values_list("document", flat=True))
        found = finding.find(Chosen(q=wanted), ui=languages.current().public, user=self.request.user)
        rows = [{"id": hit.id, "card": card} for hit, card in found.rows if hit.id not in there]
        return rows[:OFFERED]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Form, results and what may be added."""
        results = self.results()
        return {
            **super().get_context_data(**kwargs), "promotion": self.promotion, "results": results,
            "form": kwargs.get("form") or PromotionForm(instance=self.promotion),
            "find": normalise(self.request.GET.get("find", "")), "offered": self.offered(),
            "full": len(results) >= MOST_ENTRIES, "most": MOST_ENTRIES,
        }


def _is_public(id: str) -> bool:
    document = sources.document(id)
    return bool(document and visibility.PUBLIC in document.audience)
