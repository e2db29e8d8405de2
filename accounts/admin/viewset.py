"""Pages of the admin for accounts: the form, the link that is sent again, the second factor that was lost."""
from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.widgets.button import Button
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from accounts import actions
from accounts.admin.confirm import SendLinkAgain, TakeSecondFactorAway
from accounts.admin.forms import PersonCreationForm, PersonEditForm
from core import audit


class CreatePerson(CreateView):
    """Makes an account without a password and sends its link."""

    page_title = gettext_lazy("Add a person")
    success_message = gettext_lazy("The account of %(object)s is made. The link to choose a password is on its way.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the administrator."""
        return {**super().get_form_kwargs(), "by": self.request.user}

    def save_instance(self) -> Any:
        """The account, what other apps add to it, the audit entry and the link, all or nothing."""
        self.form.instance.set_unusable_password()
        person = super().save_instance()
        self.form.save_parts()
        actions.created(person, by=self.request.user)
        return person


class EditPerson(EditView):
    """Changes an account; what that means for sessions follows from the change."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Look up whether this administrator may manage this person."""
        super().setup(request, *args, **kwargs)
        self.may = self.user_has_permission_for_instance("change", self.object)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse who may not."""
        if not self.may:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the administrator."""
        return {**super().get_form_kwargs(), "by": self.request.user}

    def save_instance(self) -> Any:
        """The account, what other apps add, and audit entries of what became different."""
        before = actions.standing_of(self.object)
        person = super().save_instance()
        self.form.save_parts()
        actions.changed(person, before, by=self.request.user)
        return person

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether there is one to take away."""
        return Authenticator.objects.filter(user_id=self.object.pk).exists()

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """With the two actions, where they make sense."""
        buttons = list(super().header_more_buttons)
        if self.object.is_active and not self.object.has_usable_password():
            buttons.append(self._button("welcome", gettext("Send the link again"), "mail"))
        if self.has_second_factor:
            buttons.append(self._button("second_factor", gettext("Take the second factor away"), "key"))
        return buttons

    def _button(self, name: str, label: str, icon: str) -> Button:
        return Button(label, url=reverse(f"wagtailusers_users:{name}", args=[self.object.pk]), icon_name=icon)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the form itself does not say of the account."""
        return super().get_context_data(
            **kwargs, has_second_factor=self.has_second_factor, invitation=self.object.invitations.first())


class DeletePerson(DeleteView):
    """Keeps that an account was deleted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse who may not."""
        if not self.user_has_permission_for_instance("delete", self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def delete_action(self) -> None:
        """With its audit entry."""
        audit.record("person.deleted", self.object, by=self.request.user)
        super().delete_action()


class PersonViewSet(UserViewSet):
    """Accounts, called by the name Wagtail gives them."""

    add_view_class = CreatePerson
    edit_view_class = EditPerson
    delete_view_class = DeletePerson
    copy_view_enabled = False
    create_template_name = "accounts/admin/create.html"
    edit_template_name = "accounts/admin/edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        """This site's forms."""
        return PersonEditForm if for_update else PersonCreationForm

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's, and the two actions."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/welcome/", self.construct_view(SendLinkAgain), name="welcome"),
            path("<int:pk>/second-factor/", self.construct_view(TakeSecondFactorAway), name="second_factor"),
        ]
