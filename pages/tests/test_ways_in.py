"""The bare address, what machines read, sign-in, and answers when something is wrong."""
import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.utils.translation import override

from accounts.models import User
from pages import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wish", "ui"),
    [("fr-CA,fr;q=0.9,en;q=0.5", "fr"), ("zh-CN", "zh"), ("mk,sq", "en"), ("", "en"), ("de,ar;q=0.8", "ar")],
)
def test_the_bare_address_leads_to_the_language_that_the_browser_wishes(client, wish, ui):
    response = client.get("/", headers={"accept-language": wish})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{ui}/")
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response.headers["Vary"].split(",")}


def test_the_language_chosen_before_goes_first(client):
    client.cookies["language"] = "ru"
    assert client.get("/", headers={"accept-language": "fr"}).headers["Location"] == "/ru/"
    client.cookies["language"] = "https://elsewhere.example"
    assert client.get("/", headers={"accept-language": "fr"}).headers["Location"] == "/fr/"


def test_robots_are_kept_out_of_a_demonstration(client, settings):
    assert "Sitemap: " in client.get("/robots.txt").content.decode()
    settings.DEMO = True
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("ui", ["ar", "en", "fr"])
def test_a_missing_page_is_answered_in_the_readers_language(client, ui):
    response = client.get(f"/{ui}/nothing-here/")
    assert response.status_code == 404
    assert f'<html lang="{ui}"' in response.content.decode()
    assert f'action="/{ui}/search/"' in response.content.decode()


@pytest.mark.parametrize("path", ["/mk/", "/english/", "/wp-login.php"])
def test_what_has_no_interface_is_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("handler", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.too_many_requests, 429)],
)
def test_each_error_has_a_page_of_its_own(handler, status):
    request = RequestFactory().get("/en/x/")
    with override("en"):
        response = handler(request, {400: SuspiciousOperation, 403: PermissionDenied}.get(status, Exception)("x"))
    assert response.status_code == status
    assert b"<h1>" in response.content


def test_too_many_requests_says_when_to_come_back():
    assert errors.too_many_requests(RequestFactory().get("/en/")).headers["Retry-After"]


def test_the_page_of_our_own_mistake_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(RequestFactory().get("/ar/x/"))
    assert response.status_code == 500


def test_a_forged_form_is_refused_with_advice():
    response = Client(enforce_csrf_checks=True).post("/en/account/login/", {"login": "x"})
    assert response.status_code == 403
    assert "Go back: what you wrote is still there." in response.content.decode()


@pytest.mark.parametrize("path", ["/admin/login/?next=/admin/pages/", "/admin/password_reset/"])
def test_the_admin_has_no_sign_in_of_its_own(client, path):
    response = client.get(path, headers={"accept-language": "es"})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/es/account/")
    assert ("next=/admin/pages/" in response.headers["Location"]) == ("next" in path)


@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/reset/done/", "signup/", "inactive/"])
@pytest.mark.parametrize("ui", ["ar", "en"])
def test_the_pages_of_accounts_have_the_frame_of_the_site(client, path, ui):
    response = client.get(f"/{ui}/account/{path}")
    assert response.status_code == 200
    assert b'class="site-head"' in response.content
    assert b"<h1>" in response.content


def test_ones_own_page_is_for_the_signed_in(client):
    assert client.get("/en/account/").status_code == 302
    client.force_login(User.objects.create_user("reader@example.org", "a-long-password-indeed"))
    response = client.get("/en/account/")
    assert "reader@example.org" in response.content.decode()
    assert "/admin/" not in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["email/", "password/change/", "logout/"])
def test_a_signed_in_person_can_look_after_the_account(client, path):
    client.force_login(User.objects.create_user("reader@example.org", "a-long-password-indeed"))
    response = client.get(f"/en/account/{path}")
    assert response.status_code == 200
    assert b'class="site-head"' in response.content


def test_a_wrong_password_is_told_with_a_summary(client):
    response = client.post("/en/account/login/", {"login": "nobody@example.org", "password": "wrong"})
    assert response.status_code == 200
    assert b'class="errors"' in response.content
    assert "<title>Error:" in response.content.decode()
