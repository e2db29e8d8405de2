"""Forms of allauth with fields that phones and right-to-left pages handle well."""
from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm as NewAddress
from allauth.account.forms import ChangePasswordForm as NewPassword
from allauth.account.forms import LoginForm as SigningIn
from allauth.account.forms import ReauthenticateForm as PasswordAgain
from allauth.account.forms import ResetPasswordForm as LostPassword
from allauth.account.forms import ResetPasswordKeyForm as PasswordByLink
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CODE_INPUT = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "spellcheck": "false"}


class CodeField:
    """The field for a code, with a label that says which."""

    code_label: str | Promise = _("Code from your app, or a recovery code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]  # of the form below
        field.label = self.code_label
        field.widget.attrs = dict(CODE_INPUT)


class SecondStepForm(CodeField, AuthenticateForm):
    """Signing in: the second step."""


class SecondFactorAgainForm(CodeField, ReauthenticateForm):
    """Confirming that it is still the same person."""


class EnrolForm(CodeField, ActivateTOTPForm):
    """Enrolling: the first code shows that the app has the key."""

    code_label = _("The six digits that your app shows now")


class WithoutPlaceholders:
    """The label says what belongs in a field: the same once more inside it looks like something typed already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # of the form below
            field.widget.attrs.pop("placeholder", None)
            if name == "password":
                field.label = _("Password")  # the catalogues of the libraries differ in their word for it


class SignInForm(WithoutPlaceholders, SigningIn):
    """Signing in."""


class AgainForm(WithoutPlaceholders, PasswordAgain):
    """The password once more before something that matters."""


class AddressForm(WithoutPlaceholders, NewAddress):
    """One more address."""


class PasswordForm(WithoutPlaceholders, NewPassword):
    """Another password."""


class LostPasswordForm(WithoutPlaceholders, LostPassword):
    """A link for a new password."""


class PasswordByLinkForm(WithoutPlaceholders, PasswordByLink):
    """The new password, from that link."""
