"""Enrolling a second factor, signing in with it, and what roles that need one get without it: nothing."""
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.checks import run_checks

from accounts.models import User
from accounts.second_factor import Standing, standing
from accounts.tests.people import PASSWORD, code_of, enrol, group, is_signed_in, person, session_of
from core import visibility

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
ENROL, AGAIN, SECOND_STEP = "/en/account/2fa/totp/activate/", "/en/account/2fa/reauthenticate/", \
    "/en/account/2fa/authenticate/"


@pytest.fixture
def clock():
    """One-time codes depend on the time; it stands still, and moves on when a test says so."""
    with time_machine.travel("2026-05-04 10:00:05+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def required(settings):
    settings.MFA_REQUIRED_ROLES = ["editor", "administrator"]


@pytest.fixture
def editor():
    return person("editor@site.example", "editor")


def sign_in_with_code(user, clock):
    """In a new browser, half a minute later, as each code is good once."""
    clock.shift(30)
    client = session_of(user)
    client.post(SECOND_STEP, {"code": code_of(user)})
    return client


def recovery_code():
    return Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]


class TestEnrolling:
    def test_everybody_signed_in_may_enrol_and_gets_recovery_codes(self, clock):
        user = person()
        client = session_of(user)
        answer = enrol(client)
        assert answer.headers["Location"] == "/en/account/2fa/recovery-codes/"
        codes = client.get(answer.headers["Location"])
        assert len(codes.context["unused_codes"]) == 10
        assert all(code in codes.content.decode() for code in codes.context["unused_codes"])
        assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}

    def test_the_password_is_asked_for_before(self):
        client = session_of(person())
        assert client.get(ENROL).headers["Location"].startswith("/en/account/reauthenticate/")

    def test_a_wrong_code_enrols_nothing(self, clock):
        client = session_of(person())
        client.post("/en/account/reauthenticate/", {"password": PASSWORD})
        client.get(ENROL)
        assert client.post(ENROL, {"code": "000000"}).context["form"].errors
        assert not Authenticator.objects.exists()

    def test_the_page_works_under_the_policy_that_forbids_inline_styles_and_scripts(self, clock):
        client = session_of(person())
        client.post("/en/account/reauthenticate/", {"password": PASSWORD})
        answer = client.get(ENROL)
        page = answer.content.decode()
        assert 'src="data:image/svg+xml;base64,' in page
        assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]
        assert " style=" not in page
        assert answer.context["form"].secret in page

    def test_the_key_is_not_readable_in_the_database(self, clock):
        client = session_of(person())
        enrol(client)
        totp = Authenticator.objects.get(type="totp")
        assert totp.data["secret"].startswith("gAAAA")

    def test_a_key_of_another_secret_accepts_no_code_and_breaks_nothing(self, clock, settings):
        user = person()
        enrol(session_of(user))
        code = code_of(user)
        clock.shift(1)
        settings.SECRET_KEY = "another-" * 8
        client = session_of(user)
        assert client.post(SECOND_STEP, {"code": code}).context["form"].errors
        assert not is_signed_in(client)

    def test_a_key_of_a_former_secret_goes_on_working(self, clock, settings):
        user = person()
        enrol(session_of(user))
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-" * 8
        assert is_signed_in(sign_in_with_code(user, clock))


class TestSigningIn:
    def test_the_password_alone_opens_nothing(self, clock):
        user = person()
        enrol(session_of(user))
        client = session_of(user)
        assert not is_signed_in(client)
        assert client.get(SECOND_STEP).status_code == 200

    def test_the_code_opens_the_account_and_is_good_once(self, clock):
        user = person()
        enrol(session_of(user))
        clock.shift(30)
        code, first, second = code_of(user), session_of(user), session_of(user)
        first.post(SECOND_STEP, {"code": code})
        second.post(SECOND_STEP, {"code": code})
        assert is_signed_in(first)
        assert not is_signed_in(second)

    def test_a_recovery_code_opens_it_once(self, clock):
        user = person()
        enrol(session_of(user))
        code = recovery_code()
        for opens in (True, False):
            client = session_of(user)
            client.post(SECOND_STEP, {"code": code})
            assert is_signed_in(client) is opens

    def test_guessing_codes_is_slowed_down_wherever_it_comes_from(self, clock):
        user = person()
        enrol(session_of(user))
        clock.shift(30)
        client = session_of(user)
        for number in range(5):
            client.post(SECOND_STEP, {"code": f"00000{number}"}, REMOTE_ADDR=f"203.0.113.{number}")
        client.post(SECOND_STEP, {"code": code_of(user)}, REMOTE_ADDR="198.51.100.1")
        assert not is_signed_in(client)

    def test_who_has_one_is_not_told_to_somebody_without_the_password(self, clock, client):
        enrol(session_of(person("with@site.example")))
        person("without@site.example")
        said = set()
        for name in ("with", "without", "nobody"):
            answer = client.post("/en/account/login/", {"login": f"{name}@site.example", "password": "wrong"})
            said.add((answer.status_code, str(answer.context["form"].errors)))
        assert len(said) == 1


PLACES = ("/en/", "/en/account/", "/admin/", "/en/search/", "/files/original/x.pdf", "/en/account/email/",
          "/en/no-such-page/", "/")


class TestRequiredWithoutOne:
    @pytest.mark.parametrize("path", [path for path in PLACES if "email" not in path])
    def test_every_page_leads_to_enrolment(self, required, editor, path):
        answer = session_of(editor).get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"] == ENROL

    def test_enrolment_speaks_the_language_of_the_page(self, required, editor):
        assert session_of(editor).get("/ar/search/").headers["Location"] == "/ar/account/2fa/totp/activate/"

    def test_nothing_is_written_either(self, required, editor):
        client = session_of(editor)
        assert client.post("/admin/users/new/", {"email": "x@site.example"}).headers["Location"] == ENROL
        assert User.objects.count() == 1

    @pytest.mark.parametrize(("path", "headers"), [
        ("/api/v1/search", {}), ("/admin/", {"X-Requested-With": "XMLHttpRequest"})])
    def test_programs_are_refused_with_a_sentence(self, required, editor, path, headers):
        answer = session_of(editor).get(path, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["error"]

    def test_a_page_that_loads_a_part_is_led_there_as_a_whole(self, required, editor):
        answer = session_of(editor).get("/en/search/", headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == ENROL

    @pytest.mark.parametrize("path", ["/health/live", "/en/account/logout/", "/en/account/2fa/", "/en/account/email/"])
    def test_what_leads_on_stays_open(self, required, editor, path):
        assert session_of(editor).get(path).status_code == 200

    def test_the_language_can_be_changed_on_the_page(self, required, editor):
        client = session_of(editor)
        client.post("/en/account/reauthenticate/", {"password": PASSWORD})
        page = client.get("/ar/account/2fa/totp/activate/")
        assert page.status_code == 200
        assert "/fr/account/2fa/totp/activate/" in page.content.decode()

    def test_what_stays_open_shows_what_a_visitor_sees(self, required, editor):
        page = session_of(editor).get("/en/account/2fa/")
        assert visibility.tokens_of(page.wsgi_request.user) == {visibility.PUBLIC}

    @pytest.mark.django_db(transaction=True)
    def test_after_enrolling_the_session_goes_on(self, required, editor, clock):
        client = session_of(editor)
        enrol(client)
        assert is_signed_in(client)

    @pytest.mark.parametrize("roles", [(), ("reviewer",), ("coordinator",)])
    def test_roles_that_are_not_named_need_none(self, required, roles):
        assert is_signed_in(session_of(person("other@site.example", *roles)))

    def test_a_superuser_is_an_administrator(self, required):
        client = session_of(person("boss@site.example", is_superuser=True))
        assert client.get("/admin/").headers["Location"] == ENROL

    def test_a_role_that_is_given_asks_at_the_next_request(self, required):
        user = person()
        client = session_of(user)
        assert is_signed_in(client)
        user.groups.add(group("editor"))
        assert client.get("/en/account/").headers["Location"] == ENROL


class TestRequiredButNotShown:
    @pytest.fixture
    def old_session(self, required, editor, clock):
        """Open since before another browser enrolled."""
        old = session_of(editor)
        enrol(session_of(editor))
        return old

    @pytest.mark.parametrize("path", PLACES)
    def test_every_page_asks_for_the_code(self, old_session, path):
        answer = old_session.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].partition("?")[0] == AGAIN

    @pytest.mark.parametrize("path", ["deactivate", "activate"])
    def test_the_factor_cannot_be_changed_before(self, old_session, path):
        old_session.post("/en/account/reauthenticate/", {"password": PASSWORD})
        old_session.post(f"/en/account/2fa/totp/{path}/")
        assert Authenticator.objects.filter(type="totp").count() == 1

    def test_programs_are_refused(self, old_session):
        assert old_session.get("/api/v1/search").status_code == 403

    def test_with_the_code_the_person_comes_back_to_the_page(self, old_session, editor, clock):
        clock.shift(30)
        asked = old_session.get("/en/search/?q=school")
        answer = old_session.post(asked.headers["Location"], {
            "code": code_of(editor), "next": "/en/search/?q=school"})
        assert answer.headers["Location"] == "/en/search/?q=school"
        assert old_session.get("/admin/").status_code == 200

    def test_a_new_sign_in_with_the_code_is_enough(self, old_session, editor, clock):
        assert sign_in_with_code(editor, clock).get("/admin/").status_code == 200

    def test_a_factor_that_is_gone_does_not_count(self, required, editor, clock):
        first, second = session_of(editor), session_of(editor)
        enrol(first)
        Authenticator.objects.all().delete()
        enrol(second)
        assert first.get("/admin/").headers["Location"].startswith(AGAIN)

    @pytest.mark.django_db(transaction=True)
    def test_new_recovery_codes_keep_somebody_who_signed_in_with_an_old_one(self, required, editor, clock):
        enrol(session_of(editor))
        client = session_of(editor)
        client.post(SECOND_STEP, {"code": recovery_code()})
        client.post("/en/account/reauthenticate/", {"password": PASSWORD})
        client.post("/en/account/2fa/recovery-codes/generate/")
        assert is_signed_in(client)


def test_a_visitor_is_asked_for_nothing(required, rf):
    request = rf.get("/en/")
    request.user = AnonymousUser()
    assert standing(request) is Standing.CLEAR


def test_a_misspelled_role_is_an_error(settings):
    settings.MFA_REQUIRED_ROLES = ["editors"]
    assert "accounts.E001" in {message.id for message in run_checks(tags=["security"])}
