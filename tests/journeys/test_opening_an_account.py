"""An administrator makes an account, its person opens it by the mailed link; an editor adds a second factor."""
from __future__ import annotations

import email
import re
import time
from email.policy import default as modern
from itertools import count
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import expect

from demo.accounts import PASSWORD
from tests.journeys.test_accessibility import problems

pytestmark = pytest.mark.browser
CHOSEN = "several words of one's own"
PERIOD = 30
LEFT = 8  # seconds that a code is good for at least when a page gets it
_people = count(1)


def letters_to(folder, address):
    """What was mailed to somebody."""
    found = []
    for path in sorted(folder.glob("*.log")):
        for part in re.split(r"^-{70,}\n", path.read_text(), flags=re.MULTILINE):
            message = email.message_from_string(part, policy=modern)
            if message["To"] == address:
                found.append(message)
    return found


def code_for(secret):
    """The code of an app, one that stays good while the page is sent."""
    if PERIOD - time.time() % PERIOD < LEFT:
        time.sleep(LEFT)
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // PERIOD))


def check(reader):
    """axe needs a browser with scripts."""
    if reader.scripts:
        assert problems(reader) == []


def submit(reader):
    reader.one('main form.form button[type="submit"]').click()


def make(administrator, address, ui, city):
    """Fill in the form of the admin."""
    administrator.open("/admin/users/new/")
    page = administrator.page
    page.get_by_label("Email").fill(address)
    page.locator('input[name="first_name"]').fill("Layla")
    page.locator('input[name="last_name"]').fill("Haddad")
    page.locator('select[name="interface_language"]').select_option(ui)
    page.locator('input[name="more_cities"]').fill(city)
    page.locator('footer button[type="submit"]').click()
    page.wait_for_url("**/admin/users/")


@pytest.mark.parametrize(("ui", "width", "scripts"), [("ar", 360, True), ("ar", 1280, False), ("en", 360, False)])
def test_a_person_of_a_city_opens_the_account_that_an_administrator_made(new_reader, mails, ui, width, scripts):
    address = f"layla{next(_people)}@mustergrad.example"
    administrator = new_reader("en")
    administrator.sign_in("admin@demo.example", PASSWORD)
    make(administrator, address, ui, "Mustergrad")
    letter, = letters_to(mails, address)
    assert letter["Content-Language"] == ui
    link = urlsplit(re.search(r"http\S+/password/reset/key/\S+", letter.get_content()).group()).path
    assert link.startswith(f"/{ui}/")

    person = new_reader(ui, width=width, scripts=scripts)
    person.open(link)
    assert person.one("html").get_attribute("dir") == ("rtl" if ui == "ar" else "ltr")
    person.one('input[name="password1"]').fill(CHOSEN)
    person.one('input[name="password2"]').fill(CHOSEN)
    submit(person)
    expect(person.one("h1")).to_have_text(person.said("Your password is changed"))
    person.sign_in(address, CHOSEN)
    person.page.wait_for_url(f"**/{ui}/desk/")
    expect(person.one("main")).to_contain_text(address)
    answer = person.open("/admin/")
    assert answer.status in {403, 404}
    again = new_reader(ui)
    again.open(link)
    expect(again.one("main")).to_contain_text(again.said("Ask for a new link"))
    administrator.open("/admin/users/?q=" + address.partition("@")[0])
    expect(administrator.page.get_by_text(address)).to_be_visible()


@pytest.mark.parametrize(("ui", "width", "scripts"), [("ar", 360, False), ("en", 1280, True)])
def test_an_account_gets_a_second_factor_and_is_opened_with_it(new_reader, mails, ui, width, scripts):
    address = f"factor{next(_people)}@demo.example"
    administrator = new_reader("en")
    administrator.sign_in("admin@demo.example", PASSWORD)
    make(administrator, address, ui, "")
    letter, = letters_to(mails, address)
    link = urlsplit(re.search(r"http\S+/password/reset/key/\S+", letter.get_content()).group()).path
    person = new_reader(ui, width=width, scripts=scripts)
    person.open(link)
    person.one('input[name="password1"]').fill(CHOSEN)
    person.one('input[name="password2"]').fill(CHOSEN)
    submit(person)
    person.sign_in(address, CHOSEN)
    person.page.wait_for_url(f"**/{ui}/desk/")

    person.open("/{ui}/account/2fa/")
    person.one('a[href$="/totp/activate/"]').click()
    person.one('input[name="password"]').fill(CHOSEN)
    submit(person)
    picture = person.one("main img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    check(person)
    secret = person.one("main code").inner_text().strip()
    first = code_for(secret)
    person.one('input[name="code"]').fill(first)
    submit(person)
    person.page.wait_for_url(f"**/{ui}/account/2fa/recovery-codes/")
    check(person)
    recovery = person.one("main li code").first.inner_text().strip()

    later = new_reader(ui, width=width, scripts=scripts)
    later.sign_in(address, CHOSEN)
    later.page.wait_for_url(f"**/{ui}/account/2fa/authenticate/")
    check(later)
    later.one('input[name="code"]').fill(code_for(secret))
    submit(later)
    later.page.wait_for_url(f"**/{ui}/desk/")

    without_phone = new_reader(ui, width=width, scripts=scripts)
    without_phone.sign_in(address, CHOSEN)
    without_phone.one('input[name="code"]').fill(recovery)
    submit(without_phone)
    without_phone.page.wait_for_url(f"**/{ui}/desk/")
