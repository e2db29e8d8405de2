"""Every role of the demonstration comes in through the one door, and gets exactly what is its own."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from demo.accounts import ACCOUNTS, PASSWORD
from tests.page_types import practice_id

pytestmark = pytest.mark.browser
MEMBERS_ONLY = "invented-members-only"
IN_THE_ADMIN = {account.email for account in ACCOUNTS if account.group}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email)
def test_each_account_signs_in_and_only_roles_of_the_repository_reach_the_admin(new_reader, account):
    reader = new_reader("en")
    reader.sign_in(account.email, PASSWORD)
    expect(reader.one('#menu a[href="/en/desk/"]')).to_be_visible()
    answer = reader.open("/admin/")
    if account.email in IN_THE_ADMIN:
        assert answer.status == 200
        assert reader.path == "/admin/"
    else:
        assert "/admin/" not in reader.path or answer.status in {403, 404}
        expect(reader.one("#wagtail")).to_have_count(0)


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_the_admin_has_no_door_of_its_own(new_reader, ui):
    reader = new_reader(ui)
    reader.open("/{ui}/")
    reader.context.add_cookies([{"name": "language", "value": ui, "url": reader.site}])
    reader.open("/admin/login/?next=/admin/")
    assert reader.path == f"/{ui}/account/login/"
    editor = next(account for account in ACCOUNTS if account.role == "editor")
    reader.one('input[name="login"]').fill(editor.email)
    reader.one('input[name="password"]').fill(PASSWORD)
    reader.one('main button[type="submit"]').click()
    reader.page.wait_for_url("**/admin/")


@pytest.mark.parametrize("email", ["editor@demo.example", "nobody@demo.example"])
def test_a_refusal_does_not_say_whether_there_is_an_account(new_reader, email):
    reader = new_reader("en")
    reader.sign_in(email, "not-the-password-of-anybody")
    expect(reader.one(".errors")).to_be_visible()
    expect(reader.one('input[name="login"]')).to_have_value(email)
    said = reader.one(".errors").inner_text()
    assert email not in said
    other = new_reader("en")
    other.sign_in("somebody-else@demo.example", "not-the-password-of-anybody")
    assert other.one(".errors").inner_text() == said


def test_what_is_for_members_is_found_by_members_alone(new_reader):
    found = {}
    for email in (None, "practitioner@demo.example", "city@demoville.example", "city@exampleton.example"):
        reader = new_reader("en")
        if email:
            reader.sign_in(email, PASSWORD)
        reader.open("/{ui}/search/?q=front-desk+staff+threats")
        found[email] = reader.one(f'#results a[href*="{practice_id(MEMBERS_ONLY)}"]').count() > 0
        assert reader.open(f"/{{ui}}/practices/{practice_id(MEMBERS_ONLY)}/-/").status == (200 if found[email] else 404)
    assert [email for email, is_found in found.items() if is_found] == ["city@exampleton.example"]


def test_signing_out_closes_what_was_open(new_reader):
    reader = new_reader("en")
    reader.sign_in("city@exampleton.example", PASSWORD)
    reader.open("/{ui}/account/")
    reader.open("/{ui}/account/logout/")
    reader.one('main button[type="submit"]').click()
    expect(reader.one("#menu a[href='/en/account/login/']")).to_be_visible()
    assert reader.open(f"/{{ui}}/practices/{practice_id(MEMBERS_ONLY)}/-/").status == 404
