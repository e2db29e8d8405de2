"""An administrator makes an account, the person opens it by a mailed link; who may do what to whom; what is kept."""
import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from accounts import welcome
from accounts.invitation import Invitation
from accounts.models import User
from accounts.tests.people import PASSWORD, group, is_signed_in, person, session_of
from core import outbox
from core.models import AuditEntry, OutboxRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
ADD = "/admin/users/new/"


@pytest.fixture
def boss():
    return person("boss@site.example", is_superuser=True)


@pytest.fixture
def administrator():
    return person("administrator@site.example", "administrator")


def desk_of(client, user):
    client.force_login(user)
    return client


def fields(email="new@site.example", **more):
    return {"email": email, "first_name": "New", "last_name": "Person", "interface_language": "en", **more}


def kept(action):
    return list(AuditEntry.objects.filter(action=action).values_list("actor", flat=True))


def link_in(message):
    return urlsplit(re.search(r"https?://\S+/password/reset/key/\S+", message.body).group()).path


def choose(client, path, password=PASSWORD):
    """What a browser does with the link: it leads to a form whose address holds no key."""
    form = client.get(path).headers["Location"]
    return client.post(form, {"password1": password, "password2": password})


def edit(user):
    return reverse("wagtailusers_users:edit", args=[user.pk])


class TestWelcome:
    def test_a_new_person_gets_a_link_in_their_language_and_opens_the_account_with_it(self, client, boss):
        desk_of(client, boss).post(ADD, fields(interface_language="ar"))
        message, = mail.outbox
        assert message.to == ["new@site.example"]
        path = link_in(message)
        assert path.startswith("/ar/account/password/reset/key/")
        user = User.objects.get(email="new@site.example")
        assert not EmailAddress.objects.filter(user=user, verified=True).exists()
        client.logout()
        choose(client, path)
        address = EmailAddress.objects.get(user=user)
        assert (address.email, address.verified, address.primary) == ("new@site.example", True, True)
        assert is_signed_in(session_of(user))

    def test_the_link_works_once(self, client, boss):
        desk_of(client, boss).post(ADD, fields())
        path = link_in(mail.outbox[0])
        client.logout()
        choose(client, path)
        client.logout()
        assert client.get(path).context["token_fail"]

    def test_the_link_ends_with_time(self, client, boss, settings):
        desk_of(client, boss).post(ADD, fields())
        settings.PASSWORD_RESET_TIMEOUT = -1
        client.logout()
        assert client.get(link_in(mail.outbox[0])).context["token_fail"]

    def test_it_is_mailed_once_however_often_the_row_is_carried_out(self, client, boss):
        desk_of(client, boss).post(ADD, fields())
        key = str(Invitation.objects.get().pk)
        welcome.send([key])
        welcome.send([key])
        assert len(mail.outbox) == 1

    def test_while_the_mail_server_is_away_it_waits(self, client, boss, monkeypatch):
        def refuse(*args):
            raise ConnectionRefusedError

        with monkeypatch.context() as without_server:
            without_server.setattr(EmailBackend, "send_messages", refuse)
            desk_of(client, boss).post(ADD, fields())
        row = OutboxRow.objects.get(topic=welcome.TOPIC)
        assert (row.state, row.tries) == (OutboxRow.WAITING, 0)
        OutboxRow.objects.update(due_at=row.created_at)
        outbox.drain([welcome.TOPIC])
        assert len(mail.outbox) == 1

    def test_who_was_closed_or_has_a_password_by_now_gets_none(self):
        closed = person("closed@site.example", password=None, is_active=False)
        opened = person("opened@site.example")
        welcome.send([Invitation.objects.create(person=each).pk for each in (closed, opened)])
        assert mail.outbox == []
        assert not Invitation.objects.filter(sent_at=None).exists()

    def test_an_account_that_was_not_made_gets_none(self, client, boss):
        desk_of(client, boss).post(ADD, fields(last_name=""))
        assert mail.outbox == []
        assert not OutboxRow.objects.filter(topic=welcome.TOPIC).exists()

    def test_the_link_is_sent_again_after_a_question(self, client, boss):
        user = person("late@site.example", password=None)
        again = reverse("wagtailusers_users:welcome", args=[user.pk])
        desk_of(client, boss)
        assert again in client.get(edit(user)).content.decode()
        assert client.get(again).status_code == 200
        assert mail.outbox == []
        client.post(again)
        assert [message.to for message in mail.outbox] == [["late@site.example"]]
        assert kept("person.welcomed") == [str(boss.subject_id)]

    def test_who_has_a_password_is_sent_nothing(self, client, boss):
        user = person("opened@site.example")
        assert desk_of(client, boss).post(reverse("wagtailusers_users:welcome", args=[user.pk])).status_code == 404
        assert mail.outbox == []

    def test_a_second_address_is_not_confirmed_by_the_link(self, client):
        user = person("one@site.example", password=None)
        EmailAddress.objects.filter(user=user).update(verified=False)
        EmailAddress.objects.create(user=user, email="two@site.example", verified=False)
        choose(client, welcome._link(user))
        assert not EmailAddress.objects.filter(user=user, verified=True).exists()

    def test_known_and_unknown_addresses_get_the_same_answer(self, client):
        person("invited@site.example", password=None)
        person("known@site.example")
        said = set()
        for name in ("invited", "known", "nobody"):
            answer = client.post("/en/account/password/reset/", {"email": f"{name}@site.example"})
            said.add((answer.status_code, answer.headers.get("Location")))
            answer = client.post("/en/account/login/", {"login": f"{name}@site.example", "password": "wrong"})
            said.add((answer.status_code, str(answer.context["form"].errors)))
        assert len(said) == 2


class TestRights:
    @pytest.mark.parametrize("role", ["editor", "reviewer", "coordinator"])
    def test_no_other_role_manages_accounts_whatever_permission_its_group_has(self, client, boss, role):
        user = person("staff@site.example", role)
        group(role).permissions.add(*group("administrator").permissions.all())
        desk_of(client, user)
        for path in (ADD, edit(user), edit(boss), "/admin/users/"):
            assert client.get(path).status_code in {302, 403}, path
        client.post(edit(user), fields(user.email, is_active="on", groups=[group("administrator").pk]))
        client.post(ADD, fields())
        assert not user.groups.filter(name="Administrators").exists()
        assert User.objects.count() == 2

    def test_an_administrator_cannot_touch_who_has_power_over_everything(self, client, boss, administrator):
        desk_of(client, administrator)
        for path in (edit(boss), reverse("wagtailusers_users:welcome", args=[boss.pk]),
                     reverse("wagtailusers_users:second_factor", args=[boss.pk])):
            assert client.post(path, fields("taken@site.example")).status_code in {302, 403}
        boss.refresh_from_db()
        assert (boss.email, boss.is_superuser, boss.is_active) == ("boss@site.example", True, True)

    def test_an_administrator_cannot_give_power_over_everything(self, client, administrator):
        desk_of(client, administrator).post(ADD, fields(is_superuser="on"))
        assert not User.objects.get(email="new@site.example").is_superuser

    @pytest.mark.parametrize("change", [{"groups": []}, {"is_active": ""}])
    def test_the_last_administrator_stays(self, client, administrator, change):
        desk_of(client, administrator)
        kept_fields = fields(administrator.email, is_active="on", groups=[group("administrator").pk])
        answer = client.post(edit(administrator), {**kept_fields, **change})
        administrator.refresh_from_db()
        assert administrator.is_active
        assert administrator.groups.filter(name="Administrators").exists()
        if change == {"groups": []}:
            assert "last administrator" in answer.content.decode()

    def test_with_another_one_an_administrator_may_go(self, client, boss, administrator):
        desk_of(client, administrator).post(edit(administrator), fields(administrator.email, is_active="on"))
        assert not administrator.groups.exists()
        assert not is_signed_in(client)

    def test_a_person_of_a_city_has_no_admin(self, client):
        assert desk_of(client, person()).get("/admin/").status_code in {302, 403}


class TestKept:
    def test_making_and_changing_somebody_is_kept_without_their_name(self, client, boss):
        desk_of(client, boss)
        client.post(ADD, fields(groups=[group("editor").pk]))
        user = User.objects.get(email="new@site.example")
        client.post(edit(user), fields("other@site.example", is_active="on"))
        client.post(edit(user), fields("other@site.example"))
        for action in ("created", "welcomed", "roles", "address", "deactivated"):
            assert kept(f"person.{action}") == [str(boss.subject_id)], action
        assert "site.example" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))

    def test_a_save_that_changes_nothing_keeps_nothing(self, client, boss):
        user = person("same@site.example")
        desk_of(client, boss).post(edit(user), fields(user.email, is_active="on"))
        assert not AuditEntry.objects.exists()

    def test_a_new_address_is_confirmed_by_its_owner(self, client, boss):
        user = person("old@site.example")
        session = session_of(user)
        desk_of(client, boss).post(edit(user), fields("newer@site.example", is_active="on"))
        assert not EmailAddress.objects.filter(user=user, verified=True).exists()
        assert not is_signed_in(session)

    def test_several_at_once_are_kept_one_by_one_and_signed_out(self, client, boss):
        users = [person(f"{number}@site.example") for number in range(2)]
        session = session_of(users[0])
        path = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
        query = "&".join(f"id={user.pk}" for user in (*users, boss))
        desk_of(client, boss).post(f"{path}?{query}&next=/admin/users/", {"mark_as_active": "False"})
        assert len(kept("person.deactivated")) == 2
        assert not is_signed_in(session)
        assert User.objects.get(pk=boss.pk).is_active

    def test_a_role_for_several_is_kept_and_refused_to_others(self, client, boss):
        users = [person(f"{number}@site.example") for number in range(2)]
        path = reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"])
        query = "&".join(f"id={user.pk}" for user in users)
        for by, expected in ((person("editor@site.example", "editor"), 0), (boss, 2)):
            group("editor").permissions.add(*group("administrator").permissions.all())
            desk_of(client, by).post(f"{path}?{query}&next=/admin/users/", {"role": group("editor").pk})
            assert len(kept("person.roles")) == expected


class TestLostSecondFactor:
    @pytest.fixture
    def user(self):
        user = person("lost@site.example")
        Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
        Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "x", "used_mask": 0})
        return user

    def test_an_administrator_takes_it_away_after_a_question(self, client, administrator, user):
        path = reverse("wagtailusers_users:second_factor", args=[user.pk])
        desk_of(client, administrator)
        assert path in client.get(edit(user)).content.decode()
        assert client.get(path).status_code == 200
        assert Authenticator.objects.count() == 2
        client.post(path)
        assert not Authenticator.objects.exists()
        assert kept("person.second_factor_removed") == [str(administrator.subject_id)]
        assert is_signed_in(session_of(user))

    def test_sessions_end_with_it(self, client, boss, user):
        session = session_of(user)
        session.force_login(user)
        assert is_signed_in(session)
        desk_of(client, boss).post(reverse("wagtailusers_users:second_factor", args=[user.pk]))
        assert not is_signed_in(session)

    def test_nobody_else_does(self, client, user):
        path = reverse("wagtailusers_users:second_factor", args=[user.pk])
        assert desk_of(client, person("editor@site.example", "editor")).post(path).status_code in {302, 403}
        assert Authenticator.objects.count() == 2


def test_an_address_is_not_changed_in_the_admin_without_being_confirmed(client, boss):
    """Wagtail's own page of the account would take any."""
    desk_of(client, boss).post("/admin/account/", {"name_email-email": "other@site.example",
                                                   "name_email-first_name": "B", "name_email-last_name": "O"})
    boss.refresh_from_db()
    assert boss.email == "boss@site.example"
