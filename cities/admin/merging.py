"""The page on which one city is merged into another."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cities import merging
from cities.models import City
from cities.people import CityField


class MergeForm(forms.Form):
    """The city that stands for this one from now on."""

    into = CityField(
        label=gettext_lazy("Merge into"), help_text=gettext_lazy("Type a name, choose from the list."))
    confirmed = forms.BooleanField(
        label=gettext_lazy("Yes, the people of both work for the same city"), required=False)


class MergeView(WagtailAdminTemplateMixin, TemplateView):
    """What will move, and the question where to."""

    template_name = "cities/admin/merge.html"
    page_title = gettext_lazy("Merge a city")
    header_icon = "home"
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who keep cities and their people."""
        if not merging.may_merge(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def city(self) -> City:
        """The city of the address."""
        return get_object_or_404(City.objects.select_related("merged_into"), pk=self.kwargs["pk"])

    @cached_property
    def form(self) -> MergeForm:
        """The form, with what was typed."""
        return MergeForm(self.request.POST or None, label_suffix="")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge, or say why not with what was typed."""
        if self.form.is_valid():
            data = self.form.cleaned_data
            try:
                merging.merge(self.city, data["into"], by=request.user, confirmed=data["confirmed"])
            except (merging.Refused, PermissionDenied) as refused:
                self.form.add_error(None, str(refused))
            else:
                messages.success(request, _("The city is merged. Its address leads to the other one."))
                return redirect(reverse(City.snippet_viewset.get_url_name("edit"), args=[data["into"].pk]))
        return self.render_to_response(self.get_context_data(), status=422)

    def get_page_subtitle(self) -> str:
        """Which city."""
        return str(self.city)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the cities, this page."""
        return [*self.breadcrumbs_items,
                {"url": reverse(City.snippet_viewset.get_url_name("list")), "label": _("Cities")},
                {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will move, and the form."""
        return {
            **super().get_context_data(**kwargs), "city": self.city, "form": self.form,
            "entries": merging.entries_of(self.city), "people": self.city.people.filter(active=True).count(),
            "names": list(self.city.names.all()),
        }
