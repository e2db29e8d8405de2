"""Accounts in the Wagtail admin: made, changed and found by e-mail address, each with one language."""
import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.users.models import UserProfile

from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-phrase"


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("boss@site.example", first_name="Bo", last_name="Ss"))
    return client


def fields(email, **more):
    return {"email": email, "first_name": "New", "last_name": "Person", "interface_language": "en", **more}


def test_an_account_is_made_without_a_username_and_without_a_password(desk):
    answer = desk.post(reverse("wagtailusers_users:add"), fields(
        "New@Site.example", interface_language="ar", password1=PASSWORD, password2=PASSWORD))
    assert answer.status_code == 302
    user = User.objects.get(email="new@site.example")
    assert not user.has_usable_password()
    assert not user.is_superuser
    assert user.interface_language == "ar"


@pytest.mark.parametrize("email", ["boss@site.example", "BOSS@site.example", "second@site.example"])
def test_an_address_that_is_somebodys_is_refused(desk, email):
    boss = User.objects.get()
    EmailAddress.objects.create(user=boss, email="second@site.example", verified=True)
    answer = desk.post(reverse("wagtailusers_users:add"), fields(email))
    assert set(answer.context["form"].errors) == {"email"}
    assert User.objects.count() == 1


def test_an_account_is_changed_and_deactivated(desk):
    user = User.objects.create_user("old@site.example", PASSWORD)
    answer = desk.post(reverse("wagtailusers_users:edit", args=[user.pk]), fields("older@site.example"))
    assert answer.status_code == 302
    user.refresh_from_db()
    assert (user.email, user.is_active) == ("older@site.example", False)
    assert user.check_password(PASSWORD)


def test_accounts_are_listed_and_found_by_address(desk):
    User.objects.create_user("needle@site.example", first_name="Nee", last_name="Dle")
    answer = desk.get(reverse("wagtailusers_users:index"), {"q": "needle@"})
    assert b"needle@site.example" in answer.content
    assert b"boss@site.example" not in BeautifulSoup(answer.content, "html.parser").find("table").encode()


@pytest.mark.parametrize(("public", "django"), [("ar", "ar"), ("zh", "zh-hans"), ("fr", "fr")])
def test_the_admin_speaks_the_language_of_the_account(public, django):
    user = User.objects.create_user("a@site.example", interface_language=public)
    assert UserProfile.objects.get(user=user).preferred_language == django


def test_the_admin_in_arabic_runs_from_right_to_left(client):
    client.force_login(User.objects.create_superuser("ar@site.example", interface_language="ar"))
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser").html
    assert (page["lang"], page["dir"]) == ("ar", "rtl")


def test_choosing_a_language_in_the_admin_changes_the_account_and_signing_in_changes_nothing():
    user = User.objects.create_user("a@site.example", interface_language="en")
    profile = UserProfile.objects.get(user=user)
    profile.preferred_language = "zh-hans"
    profile.save()
    user.refresh_from_db()
    assert user.interface_language == "zh"
    UserProfile.objects.filter(user=user).update(preferred_language="ru")
    user.save(update_fields=["last_login"])
    assert UserProfile.objects.get(user=user).preferred_language == "ru"
