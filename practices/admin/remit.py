"""“My remit”: what somebody of the staff looks after and what ties them; coordinators say it of others too."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.models import User
from cities import geography
from cities.models import Hub
from cities.sorting import sort_key
from core import languages
from practices import decisions, remits
from practices.admin.staff import StaffView
from practices.models import Remit

A_PAGE = 50


class RemitForm(forms.Form):
    """Hubs and languages choose what somebody is told of; the rest keeps them from deciding about what is theirs."""

    hubs = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Regional hubs"), queryset=Hub.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("None chosen: entries of every hub."))
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you read"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(each.public, each.name) for each in languages.ALL],
        help_text=gettext_lazy("None chosen: entries in every language."))
    employer = forms.CharField(
        label=gettext_lazy("Employer"), max_length=250, required=False,
        help_text=gettext_lazy("You do not decide about entries that name it."))
    funders = forms.CharField(
        label=gettext_lazy("Funders"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Who pays for your work, one on each line. You do not decide about entries that name "
                               "one of them."))
    countries = forms.MultipleChoiceField(
        label=gettext_lazy("Countries or areas"), required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=gettext_lazy("Those that you belong to or work for, besides those of your own cities. You do not "
                               "decide about entries from there."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        ui = languages.current().public
        named = [(code, geography.country_name(code, ui)) for code in geography.countries()]
        countries: Any = self.fields["countries"]
        countries.choices = sorted(named, key=lambda each: sort_key(each[1], ui))


class RemitView(StaffView):
    """The remit of one person: one's own without a number in the address."""

    template_name = "practices/admin/remit.html"
    header_icon = "user"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def person(self) -> User:
        """Whose remit it is."""
        number = self.kwargs.get("user", self.request.user.pk)
        return get_object_or_404(remits.staff(), pk=number)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """One's own, or anybody's for coordinators."""
        if kwargs.get("user") not in (None, request.user.pk) and not decisions.coordinates(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> RemitForm:
        """The form, filled with what is known."""
        known = Remit.objects.filter(user=self.person).first()
        initial = {"hubs": known.hubs.all(), "languages": known.languages, "employer": known.employer,
                   "funders": known.funders, "countries": known.countries} if known else {}
        return RemitForm(data, initial=initial)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save it."""
        form = self.form(request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing was saved. Correct what is marked."))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        remits.set_remit(self.person, by=request.user, **form.cleaned_data)
        messages.success(request, _("The remit is saved."))
        return redirect(request.path)

    def get_page_title(self) -> str:
        """Mine, or whose."""
        return _("My remit") if self.person.pk == self.request.user.pk else _("Remit")

    def get_page_subtitle(self) -> str:
        """The person."""
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this page, for coordinators the list between them."""
        between = [{"url": reverse("practices_admin:remits"), "label": _("Remits")}]
        return [*self.breadcrumbs_items, *(between if decisions.coordinates(self.request.user) else []),
                {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        form = kwargs.pop("form", None) or self.form()
        return {**super().get_context_data(**kwargs), "form": form, "person": self.person,
                "coordinates": decisions.coordinates(self.request.user)}


class RemitsView(StaffView):
    """Everybody of the staff, for coordinators."""

    template_name = "practices/admin/remits.html"
    page_title = gettext_lazy("Remits")
    header_icon = "group"
    http_method_names = ["get", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For coordinators."""
        if not decisions.coordinates(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this list."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of people with what they look after."""
        people = remits.staff().select_related("remit").prefetch_related("remit__hubs").order_by("email")
        page = Paginator(people, A_PAGE).get_page(self.request.GET.get("p"))
        ui = languages.current().public
        rows = [{"person": each, "remit": getattr(each, "remit", None), "countries": _(", ").join(
            geography.country_name(code, ui) for code in each.remit.countries) if hasattr(each, "remit") else ""}
            for each in page.object_list]
        return {**super().get_context_data(**kwargs), "rows": rows, "pages": page}
