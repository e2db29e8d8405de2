"""Actions on one account that are asked about first and carried out by a form."""
from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts import actions
from accounts.models import User


class PersonAction(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Says what will happen, and does it when the form comes back."""

    model = User
    permission_required = "change"
    template_name = "accounts/admin/confirm.html"
    header_icon = "user"
    question: Any = ""
    button: Any = ""
    done: Any = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the person."""
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who may not manage this person, and what makes no sense for them."""
        if not self.user_has_permission_for_instance("change", self.person):
            raise PermissionDenied
        if not self.is_possible():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it."""
        self.act()
        messages.success(request, self.done)
        return redirect(self.edit_url)

    @property
    def edit_url(self) -> str:
        """Where the person is edited."""
        return reverse("wagtailusers_users:edit", args=[self.person.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the person it is about."""
        people = {"url": reverse("wagtailusers_users:index"), "label": _("Users")}
        person = {"url": self.edit_url, "label": str(self.person)}
        return [*self.breadcrumbs_items, people, person, {"url": "", "label": self.page_title}]

    def is_possible(self) -> bool:
        """Whether there is anything to do."""
        raise NotImplementedError

    def act(self) -> None:
        """Carry it out."""
        raise NotImplementedError


class SendLinkAgain(PersonAction):
    """The welcome once more, for somebody who has not used the first one."""

    page_title = _("Send the link again")
    question = _("The person gets the welcome with a new link to choose a password.")
    button = _("Send the link")
    done = _("The link is on its way.")

    def is_possible(self) -> bool:
        """Only while there is no password."""
        return self.person.is_active and not self.person.has_usable_password()

    def act(self) -> None:
        """Owe it to the person."""
        actions.welcome(self.person, by=self.request.user)


class TakeSecondFactorAway(PersonAction):
    """For somebody whose phone is lost and who has no recovery code left."""

    page_title = _("Take the second factor away")
    question = _(
        "Do this only when you are sure that the person asked for it, by a way that you know: call them back. "
        "They are signed out everywhere and sign in with the password alone; where their role needs a second factor, "
        "they are asked to enrol a new one at once."
    )
    button = _("Take it away")
    done = _("The second factor is taken away.")

    def is_possible(self) -> bool:
        """Only where there is one."""
        return Authenticator.objects.filter(user=self.person).exists()

    def act(self) -> None:
        """Take it away."""
        actions.take_second_factor_away(self.person, by=self.request.user)
