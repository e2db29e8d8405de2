"""Sessions end at once, everywhere, when an account closes, a password changes or a role is lost, and stay ended."""
import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.tests.people import PASSWORD, group, is_signed_in, person, session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return person("editor@site.example", "editor")


@pytest.fixture
def session(editor):
    client = session_of(editor)
    assert is_signed_in(client)
    return client


def test_an_account_that_is_closed_and_opened_again_does_not_bring_sessions_back(session, editor):
    editor.is_active = False
    editor.save()
    assert not is_signed_in(session)
    editor.is_active = True
    editor.save(update_fields=["is_active"])
    assert not is_signed_in(session)


@pytest.mark.parametrize("take", [
    lambda user: user.groups.remove(group("editor")),
    lambda user: user.groups.clear(),
    lambda user: user.groups.set([]),
    lambda user: group("editor").user_set.remove(user),
    lambda user: group("editor").user_set.clear(),
    lambda user: Group.objects.filter(name="Editors").delete(),
], ids=["remove", "clear", "set", "from the group", "the whole group", "the group itself"])
def test_losing_a_role_ends_sessions_whichever_way_it_is_taken(session, editor, take):
    take(editor)
    assert not is_signed_in(session)


def test_losing_power_over_everything_ends_sessions():
    boss = person("boss@site.example", is_superuser=True)
    session = session_of(boss)
    boss.is_superuser = False
    boss.save()
    assert not is_signed_in(session)


def test_getting_a_role_or_another_name_ends_none(session, editor):
    editor.groups.add(group("reviewer"))
    editor.first_name = "Ed"
    editor.save()
    assert is_signed_in(session)


def test_somebody_elses_loss_ends_none(session):
    person("other@site.example", "editor").groups.clear()
    assert is_signed_in(session)


def test_an_object_that_was_loaded_before_does_not_bring_sessions_back(session, editor):
    stale = User.objects.get(pk=editor.pk)
    editor.groups.clear()
    stale.save()
    assert not is_signed_in(session)


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(session, editor):
    other = session_of(editor)
    new = "quite-another-phrase"
    session.post("/en/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_signed_in(session)
    assert not is_signed_in(other)
