"""The pages of one's own account: a way back, one word for the password, and only buttons that do something."""
import pytest
from allauth.account.models import EmailAddress

from accounts.tests.people import person, session_of

pytestmark = pytest.mark.django_db


def test_a_single_confirmed_address_has_nothing_to_choose():
    text = session_of(person()).get("/en/account/email/").text
    assert "somebody@site.example" in text
    assert "action_add" in text
    assert not [name for name in ("action_primary", "action_send", "action_remove") if name in text]


def test_a_second_address_can_be_chosen_confirmed_and_removed():
    user = person()
    EmailAddress.objects.create(user=user, email="second@site.example")
    text = session_of(user).get("/en/account/email/").text
    assert all(name in text for name in ("action_primary", "action_send", "action_remove"))


@pytest.mark.parametrize("page", ["email/", "password/change/", "logout/", "2fa/", "reauthenticate/"])
def test_every_page_leads_back_to_the_account(page):
    assert 'href="/en/account/"' in session_of(person()).get(f"/en/account/{page}").text


@pytest.mark.parametrize("page", ["email/", "password/change/", "reauthenticate/"])
def test_no_field_repeats_its_label_inside(page):
    assert "placeholder=" not in session_of(person()).get(f"/ar/account/{page}").text


def test_the_password_has_one_name():
    text = session_of(person()).get("/ar/account/reauthenticate/").text
    assert "كلمة المرور" in text
    assert "رمز المرور" not in text
