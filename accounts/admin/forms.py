"""The form of a person: no password is typed by anybody but that person."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext as _
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm

from accounts.actions import administrators
from accounts.admin.parts import parts
from accounts.models import User
from accounts.roles import ADMINISTRATOR, GROUPS


class PersonForm(UserForm):
    """What making and changing a person have in common; `by` is the administrator."""

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if not by.is_superuser:
            self.fields.pop("is_superuser", None)
        person = self.instance if self.instance.pk else None
        self._parts = [(part, part.fields(person)) for part in parts()]
        for _part, fields in self._parts:
            self.fields.update(fields)

    def part_fields(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Heading and fields of each part, for the template."""
        for part, fields in self._parts:
            yield part.heading, [self[name] for name in fields]

    def clean_email(self) -> str:
        """Lower case, and nobody else's, confirmed or not."""
        email, key = self.cleaned_data["email"].lower(), self.instance.pk
        taken = User.objects.filter(email__iexact=email).exclude(pk=key).exists()
        if taken or EmailAddress.objects.filter(email__iexact=email).exclude(user_id=key).exists():
            raise forms.ValidationError(_("There is an account with this address."))
        return email

    def save_parts(self) -> None:
        """Carry out what the other apps' fields say; after the person was saved."""
        for part, _fields in self._parts:
            part.save(self.instance, self.cleaned_data, by=self.by)


class PersonCreationForm(PersonForm, UserCreationForm):
    """A new person, who gets a link to choose a password."""

    class Meta(UserCreationForm.Meta):
        fields = {*UserCreationForm.Meta.fields, "interface_language"}


class PersonEditForm(PersonForm, UserEditForm):
    """A person who has an account."""

    class Meta(UserEditForm.Meta):
        fields = {*UserEditForm.Meta.fields, "interface_language"}

    def clean(self) -> dict[str, Any]:
        """Refuse what would leave nobody to manage accounts."""
        cleaned = super().clean() or self.cleaned_data
        others = administrators().exclude(pk=self.instance.pk)
        if not self._stays_administrator(cleaned) and not others.exists():
            self.add_error(None, _("This is the last administrator. Make somebody else one first."))
        return cleaned

    def _stays_administrator(self, cleaned: dict[str, Any]) -> bool:
        if not cleaned.get("is_active", self.instance.is_active):
            return False
        groups = cleaned.get("groups")
        if groups is not None and groups.filter(name=GROUPS[ADMINISTRATOR]).exists():
            return True
        return bool(cleaned.get("is_superuser", self.instance.is_superuser))
