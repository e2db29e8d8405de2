"""From a city's first word on a telephone to the yearly question, in Arabic: two devices, a mayor, editors, a year."""
from __future__ import annotations

import re
import subprocess
import sys
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from demo.accounts import PASSWORD
from tests.journeys import deciding
from tests.journeys.conftest import ROOT
from tests.journeys.test_submission import CITY, answer, hand_in

pytestmark = pytest.mark.browser
PHONE = 360
LONGEST = 30_000  # milliseconds within which what was typed is saved
UNIT = "lanterns@mustergrad.example"
WORDS = {
    "title": "فوانيس على طريق المدرسة", "better": "فوانيس على طريق المدرسة القديم",
    "summary": "لم يكن أحد يعبر الحديقة مساءً. فأنرناها معًا.", "text": "شارك جيران من أربعة شوارع.",
    "done": "علّقنا الفوانيس مع التلاميذ في كل خميس.",
}
COMMENT = "أي طريق تقصدون؟"
MAYOR = "رئاسة البلدية"


def begin(phone):
    phone.sign_in(CITY, PASSWORD)
    phone.open("/{ui}/desk/practices/new/")
    phone.one('select[name="language"]').select_option("ar")
    phone.one('main form button[type="submit"]').last.click()
    phone.page.wait_for_url("**/title/")
    return re.search(r"practices/([0-9a-f-]{36})/title/", phone.page.url)[1]


def is_autosave(answer):
    return answer.request.headers.get("x-autosave") == "1"


def write_and_wait(phone, name, words):
    """Type, do nothing, and be told when it was saved."""
    with phone.page.expect_response(is_autosave) as told:
        phone.one(f'[name="{name}"]').fill(words)
        phone.context.clock.fast_forward(LONGEST)
    saved = told.value.json()
    assert saved["state"] == "saved"
    expect(phone.one(".saved")).to_have_attribute("data-utc", saved["saved"])
    expect(phone.one(".saved")).to_have_text(re.compile(r"\b\d{2}:\d{2}\b"))


def write_and_be_interrupted(phone, name, words):
    """Type, and have the page go away before anything else is done; what it saves then arrives a little later."""
    phone.one(f'[name="{name}"]').fill(words)
    phone.open("/{ui}/about/")


def begin_on_a_phone(phone):
    """The title is saved while nothing happens, the summary when the page is left."""
    phone.context.clock.install()
    id = begin(phone)
    write_and_wait(phone, "title", WORDS["title"])
    phone.one('button[value="on"]').last.click()
    phone.page.wait_for_url("**/summary/")
    write_and_be_interrupted(phone, "summary", WORDS["summary"])
    return id


def arrives(other, id, name, words):
    """Whether an answer that was saved elsewhere is there, soon."""
    for _ in range(deciding.TRIES):
        other.open(f"/{{ui}}/desk/practices/{id}/{name}/")
        if other.one(f'[name="{name}"]').input_value() == words:
            return True
        other.page.wait_for_timeout(500)
    return False


def finish_on_another(other, id):
    """Everything is there; the rest of the snapshot, and one section of the full description."""
    other.sign_in(CITY, PASSWORD)
    other.open("/{ui}/desk/")
    expect(other.one(f'.job:has(a[href$="/{id}/"])')).to_contain_text(WORDS["title"])
    assert arrives(other, id, "summary", WORDS["summary"])
    for fields in (
        {}, {}, {"kind": "case_study"}, {"status": "running", "start_year": "2022"},
        {"took_part": WORDS["text"], "organisation": WORDS["text"]}, {"results_known": "too-early"},
        {"challenges": WORDS["text"]}, {"rights": WORDS["text"]},
        {"unit": WORDS["text"], "contact_email": UNIT, "visibility": "public", "licence": True},
    ):
        answer(other, fields)
    other.open(f"/{{ui}}/desk/practices/{id}/")
    other.one(f'a[href$="/{id}/story/"]').first.click()
    answer(other, {"activities": WORDS["done"]})


def ask_the_mayor(city, id):
    """Make a link and copy it."""
    city.open(f"/{{ui}}/desk/practices/{id}/approval/")
    city.one('[name="function"]').fill(MAYOR)
    city.one('main form button[type="submit"]').first.click()
    return city.one("#links ~ ol input[readonly], section:has(#links) input[readonly]").input_value()


def agree(mayor, link):
    """Without an account, and without scripts."""
    assert mayor.page.goto(link).status == 200
    for words in (WORDS["title"], WORDS["summary"], WORDS["done"], MAYOR):
        expect(mayor.one("main")).to_contain_text(words)
    mayor.one('[name="answer"][value="agree"]').check()
    mayor.one('main form button[type="submit"]').click()
    expect(mayor.one("main h1")).to_have_text(mayor.said("Thank you for your answer"))


def be_published(editor, city, id):
    """Sent back once, answered, screened and published."""
    deciding.take_step(editor, id, "take-up")
    deciding.take_step(editor, id, "changes", **{"comment-title": COMMENT})
    city.open(f"/{{ui}}/desk/practices/{id}/title/")
    expect(city.one("main")).to_contain_text(COMMENT)
    answer(city, {"title": WORDS["title"] + "."})
    hand_in(city, id)
    deciding.take_step(editor, id, "take-up")
    deciding.complete_card(editor, id)
    deciding.screen_and_publish(editor, id)


def propose(city, id):
    """Another title for what is published; handed in."""
    city.open(f"/{{ui}}/desk/practices/{id}/propose/")
    city.one('main form button[type="submit"]').click()
    city.page.wait_for_url(f"**/practices/{id}/")
    city.open(f"/{{ui}}/desk/practices/{id}/title/")
    answer(city, {"title": WORDS["better"]})
    hand_in(city, id)


def read_the_difference(editor, id):
    editor.open(f"/admin/practices/inbox/{id}/changes/")
    expect(editor.one(".changes ins")).to_contain_text("القديم")
    expect(editor.one(".changes td:has(ins)")).to_have_attribute("dir", "rtl")


def link_to(mails, receiver):
    """The newest link that was mailed to somebody."""
    for path in sorted(mails.iterdir(), reverse=True):
        mail = message_from_bytes(path.read_bytes().split(b"\n" + b"-" * 79)[0], policy=policy.default)
        if receiver in str(mail["to"]):
            return re.search(r"http://\S+/still-running/\S+", mail.get_content())[0]
    raise AssertionError(f"nothing was mailed to {receiver}")


def confirm(unit, link):
    """By the unit, without an account; the link is answered once."""
    assert unit.page.goto(link).status == 200
    assert unit.path.startswith("/ar/")
    unit.one('[name="answer"][value="running"]').check()
    unit.one('main form button[type="submit"]').click()
    expect(unit.one("main h1")).to_have_text(unit.said("Thank you for your answer"))
    unit.page.goto(link)
    expect(unit.one('[name="answer"]')).to_have_count(0)


def test_a_city_and_editors_keep_an_entry_for_a_year(new_reader, mails, site_env):
    phone, city = new_reader("ar", width=PHONE), new_reader("ar", width=PHONE)
    mayor, unit = (new_reader("ar", width=PHONE, scripts=False) for _ in range(2))
    editor, visitor = new_reader("en"), new_reader("ar", width=PHONE)

    id = begin_on_a_phone(phone)
    finish_on_another(city, id)
    agree(mayor, ask_the_mayor(city, id))
    city.open(f"/{{ui}}/desk/practices/{id}/approval/")
    expect(city.one("section:has(#links)")).to_contain_text(city.said("Agreed"))
    hand_in(city, id)

    editor.sign_in("editor@demo.example", PASSWORD)
    be_published(editor, city, id)
    visitor.open(f"/{{ui}}/practices/{id}/-/")
    expect(visitor.one("main h1")).to_have_text(WORDS["title"] + ".")
    expect(visitor.one("#activities")).to_contain_text(WORDS["done"])

    propose(city, id)
    visitor.page.reload()
    expect(visitor.one("main h1")).to_have_text(WORDS["title"] + ".")
    read_the_difference(editor, id)
    deciding.take_step(editor, id, "publish")
    visitor.page.reload()
    expect(visitor.one("main h1")).to_have_text(WORDS["better"])

    confirmed = visitor.said("Last confirmed on %(day)s.").split("%(day)s")[0]
    expect(visitor.one("article.practice")).not_to_contain_text(confirmed)
    subprocess.run([sys.executable, "-m", "tests.journeys.a_year_later", id], cwd=ROOT, env=site_env, check=True)
    confirm(unit, link_to(mails, UNIT))
    visitor.page.reload()
    expect(visitor.one("article.practice")).to_contain_text(confirmed)
