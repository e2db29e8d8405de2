"""The first question about a new practice: which kind, and in which language it is written."""
from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import languages
from practices.choices import Kind
from practices.folders import folder
from practices.models import PracticePage
from practices.models.pages import PAGE_OF_KIND


class StartForm(forms.Form):
    """Kind and original language decide which form opens, and where the page lies."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language it is written in"),
        choices=[(language.public, language.name) for language in languages.ALL],
        help_text=_("Write in the language that suits it. Translations are added afterwards."),
    )


class StartView(WagtailAdminTemplateMixin, FormView):
    """Leads to the form of the chosen kind in the folder of the chosen language."""

    template_name = "wagtailadmin/pages/choose_parent.html"
    form_class = StartForm
    page_title = _("Add a practice")
    model = PracticePage
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who may add pages to the folders."""
        if not folder(languages.DEFAULT).permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The language that the list was filtered by, else the editor's own."""
        known = {language.django: language.public for language in languages.ALL}
        return {"language": known.get(self.request.GET.get("locale", ""), languages.current().public)}

    def form_valid(self, form: StartForm) -> HttpResponse:
        """On to the form."""
        model = PAGE_OF_KIND[form.cleaned_data["kind"]]._meta
        parent = folder(form.cleaned_data["language"])
        return redirect("wagtailadmin_pages:add", model.app_label, model.model_name, parent.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this question."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Practices")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the admin's form template asks for."""
        context = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media, "submit_button_label": _("Continue"),
                "submit_button_active_label": _("Continue"), "action_url": self.request.get_full_path()}
