"""Synonyms at the search desk: the list, and the form of one group."""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from core import languages
from search import desk
from search.admin.desk import DeskView
from search.models import Synonyms

LIST = "search_desk:synonyms"


class SynonymsForm(forms.ModelForm):
    """One group."""

    class Meta:
        model = Synonyms
        fields = ("language", "words")
        widgets = {"words": forms.Textarea(attrs={"rows": 6, "dir": "auto"})}


class SynonymsView(DeskView):
    """Every group."""

    template_name = "search/admin/synonyms.html"
    page_title = gettext_lazy("Synonyms")
    header_icon = "tag"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The groups by language."""
        return {**super().get_context_data(**kwargs), "groups": Synonyms.objects.all()}


class GroupView(DeskView):
    """A group that is added, changed or taken away."""

    template_name = "search/admin/synonyms_form.html"
    header_icon = "tag"
    http_method_names = ["get", "head", "post"]
    way = ((LIST, gettext_lazy("Synonyms")),)

    @cached_property
    def group(self) -> Synonyms:
        """The group of the address, or a new one in the editor's language."""
        if "id" in self.kwargs:
            return get_object_or_404(Synonyms, pk=self.kwargs["id"])
        return Synonyms(language=languages.current().public)

    def get_page_title(self) -> str:
        """What is done here."""
        return _("Change synonyms") if self.group.pk else _("Add synonyms")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep or take away; what is wrong is said beside what was typed."""
        if request.POST.get("what") == "delete" and self.group.pk:
            desk.delete_synonyms(self.group, by=request.user)
            messages.success(request, _("The synonyms were deleted."))
            return redirect(LIST)
        form = SynonymsForm(request.POST, instance=self.group)
        if not form.is_valid():
            messages.error(request, _("Nothing was saved. Correct what is marked."))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        desk.save_synonyms(form.save(commit=False), by=request.user)
        messages.success(request, _("The synonyms are saved and in force."))
        return redirect(LIST)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        form = kwargs.pop("form", None) or SynonymsForm(instance=self.group)
        return {**super().get_context_data(**kwargs), "form": form, "group": self.group}
