"""Invitations that the staff has sent, and the form for a new one."""
from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cities.models import City
from core import languages
from practices import inviting
from practices.actions import NotReady
from practices.admin.staff import StaffView
from practices.admin.suggestions import city_label
from practices.choices import Kind
from practices.forms_admin import LONGEST_TITLE
from practices.models import DraftInvitation
from practices.widgets import OneCitySearch

A_PAGE = 50


class InvitationForm(forms.Form):
    """Whom, what for, and what stands in the draft already."""

    city = forms.ModelChoiceField(
        queryset=City.objects.all(), label=gettext_lazy("City"), widget=OneCitySearch,
        help_text=gettext_lazy("Everybody who has an account for it gets a message."))
    note = forms.CharField(
        label=gettext_lazy("What you ask for, and why"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Read by the city. Say where you heard of the work, by its public source."))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the note"),
        choices=[(language.public, language.name) for language in languages.ALL])
    title = forms.CharField(
        label=gettext_lazy("Title, if you have one"), max_length=LONGEST_TITLE, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("Stands in the draft; the city changes it as it likes."))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of entry"), required=False, choices=[("", gettext_lazy("Not sure")), *Kind.choices])
    summary = forms.CharField(
        label=gettext_lazy("Summary, as far as it is public"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}))


class InvitationsView(StaffView):
    """Read by the whole staff, written by editors and coordinators."""

    template_name = "practices/admin/invitations.html"
    page_title = gettext_lazy("Invitations")
    header_icon = "user"
    http_method_names = ["get", "head", "post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send one; where it is refused what was typed stays."""
        if not inviting.may_invite(request.user):
            raise PermissionDenied
        form = InvitationForm(request.POST, label_suffix="")
        if form.is_valid():
            given = form.cleaned_data
            try:
                inviting.invite(given["city"], by=request.user, note=given["note"], language=given["language"],
                                answers={name: given[name] for name in inviting.PREFILLED})
            except NotReady as lacking:
                form.add_error("city", str(lacking))
            else:
                messages.success(request, _("The city is invited."))
                return redirect("practices_admin:invitations")
        messages.error(request, _("Nothing was saved. Correct what is marked."))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def rows(self) -> Page:
        """What was sent, the newest first."""
        found = DraftInvitation.objects.select_related("by", "practice__original")
        return Paginator(found, A_PAGE).get_page(self.request.GET.get("p"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and this list."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and the form for those who may send one."""
        form = kwargs.pop("form", None) or InvitationForm(
            label_suffix="", initial={"language": languages.current().public})
        pages = self.rows()
        return {
            **super().get_context_data(**kwargs), "pages": pages,
            "rows": [_row(each) for each in pages],
            "form": form if inviting.may_invite(self.request.user) else None, "media": form.media,
        }


def _row(invitation: DraftInvitation) -> dict[str, Any]:
    """A line of the list; of an entry whose city is not named it gives neither the city nor what was written to it."""
    practice = invitation.practice
    withheld = practice is not None and practice.city_withheld
    return {"invitation": invitation, "state": state(invitation),
            "city": _("City not named") if withheld else city_label(invitation.city_id),
            "asked": "" if withheld else invitation.answers.get("title") or invitation.note}


def state(invitation: DraftInvitation) -> str:
    """What became of an invitation, in words."""
    if invitation.declined_at:
        return _("The city will not write it now")
    if invitation.opened_at is None:
        return _("Not answered yet")
    practice = invitation.practice
    return str(practice.get_state_display()) if practice else _("The draft was deleted")
