"""From a city to its readers: written, sent back, answered, screened, published, found, translated, withdrawn."""
from __future__ import annotations

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from demo.accounts import PASSWORD
from tests.journeys import deciding

pytestmark = pytest.mark.browser
CITY = "city@mustergrad.example"
WORDS = {
    "en": {"title": "Quokka table on the square", "better": "Quokka table on the old square",
           "summary": "Neighbours had stopped talking. We set a long table.", "text": "Traders and pupils took part.",
           "query": "q=quokka+tables"},
    "sq": {"title": "Tryeza e kuokës në shesh", "better": "Tryeza e kuokës në sheshin e vjetër",
           "summary": "Fqinjët nuk flisnin më. Ne shtruam një tryezë të gjatë.",
           "text": "Morën pjesë tregtarë dhe nxënës.", "query": "q=kuokës"},
}
ARABIC = {"title": "مائدة الكوكا في الساحة القديمة", "summary": "كف الجيران عن الكلام. فنصبنا مائدة طويلة.",
          "text": "شارك تجار وتلاميذ."}
RTL = {"ar"}


def write(city, content, words):
    """The ten questions, one after the other; the id of the entry."""
    city.open("/{ui}/desk/practices/new/")
    city.one('select[name="language"]').select_option(content)
    city.one('main form button[type="submit"]').last.click()
    city.page.wait_for_url("**/title/")
    id = re.search(r"practices/([0-9a-f-]{36})/title/", city.page.url)[1]
    expect(city.one('[name="title"]')).to_have_attribute("dir", "rtl" if content in RTL else "ltr")
    expect(city.one('[name="title"]')).to_have_attribute("lang", content)
    for fields in (
        {"title": words["title"]}, {"summary": words["summary"]}, {}, {"kind": "case_study"},
        {"status": "completed", "start_year": "2021", "end_year": "2022"},
        {"took_part": words["text"], "organisation": words["text"]}, {"results_known": "too-early"},
        {"challenges": words["text"]}, {"rights": words["text"]},
        {"unit": words["text"], "contact_email": "square@mustergrad.example", "visibility": "public", "licence": True},
    ):
        answer(city, fields)
    city.page.wait_for_url("**/files/")
    return id


def answer(city, fields):
    for name, value in fields.items():
        field = city.one(f'[name="{name}"]')
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            city.one(f'[name="{name}"]' + ("" if value is True else f'[value="{value}"]')).check()
        else:
            field.fill(value)
    with city.page.expect_navigation():
        city.one('button[value="on"]').last.click()


def hand_in(city, id):
    city.open(f"/{{ui}}/desk/practices/{id}/check/")
    city.one('main form button[type="submit"]').last.click()
    city.page.wait_for_url("**/submitted/")


def mailed(mails, receiver, words):
    """Whether a mail to somebody holds these words."""
    texts = (message_from_bytes(path.read_bytes().replace(b"\n" + b"-" * 79, b""), policy=policy.default)
             for path in sorted(mails.iterdir()))
    return any(receiver in str(mail["to"]) and words in mail.get_content() for mail in texts)


@pytest.mark.parametrize(("ui", "content"), [("en", "en"), ("ar", "sq")], ids=["en", "ar-sq"])
def test_an_entry_goes_the_whole_way(new_reader, mails, ui, content):
    words = WORDS[content]
    city, editor, visitor, arab = new_reader(ui, width=360), new_reader("en"), new_reader("fr"), new_reader("ar")
    city.sign_in(CITY, PASSWORD)
    id = write(city, content, words)
    hand_in(city, id)

    editor.sign_in("editor@demo.example", PASSWORD)
    editor.open("/admin/practices/inbox/")
    expect(editor.one(f'.inbox a[href="/admin/practices/inbox/{id}/"]')).to_have_text(words["title"])
    deciding.take_step(editor, id, "take-up")
    deciding.take_step(editor, id, "changes", **{"comment-title": "Which square? 🙂"})

    city.open("/{ui}/desk/")
    expect(city.one("main")).to_contain_text("Which square? 🙂")
    city.open(f"/{{ui}}/desk/practices/{id}/title/")
    expect(city.one("main")).to_contain_text("Which square? 🙂")
    answer(city, {"title": words["better"]})
    hand_in(city, id)
    assert mailed(mails, CITY, "Which square? 🙂")

    deciding.take_step(editor, id, "take-up")
    page = deciding.complete_card(editor, id)
    visitor.open(f"/{{ui}}/search/?{words['query']}")
    expect(visitor.one("#results h3").filter(has_text=words["better"])).to_have_count(0)
    deciding.screen_and_publish(editor, id)

    assert deciding.finds(visitor, words["query"], words["better"])
    facets = "city=9000000002&level=primary&approach=dialogue&sort=newest"
    assert deciding.finds(arab, facets, words["better"])
    arab.open(f"/{{ui}}/practices/{id}/-/")
    expect(arab.one("html")).to_have_attribute("dir", "rtl")
    expect(arab.one("main h1")).to_have_text(words["better"])
    expect(arab.one(f'main [lang="{content}"]').first).to_be_visible()

    deciding.translate(editor, page, {words["better"]: ARABIC["title"], words["summary"]: ARABIC["summary"],
                                      words["text"]: ARABIC["text"]})
    assert deciding.finds(arab, "q=الكوكا", ARABIC["title"])
    arab.one("#results h3 a").filter(has_text=ARABIC["title"]).first.click()
    expect(arab.one("main h1")).to_have_text(ARABIC["title"])
    assert deciding.finds(visitor, words["query"], words["better"])

    city.open(f"/{{ui}}/desk/practices/{id}/withdraw/")
    city.one('main [name="reason"]').fill(words["text"])
    city.one('main form button[type="submit"]').last.click()
    city.page.wait_for_url("**/desk/**")
    assert arab.open(f"/{{ui}}/practices/{id}/-/").status == 404
    for reader in (visitor, arab):
        assert not deciding.finds(reader, facets, words["better"], expected=False)
        assert not deciding.finds(reader, "q=الكوكا", ARABIC["title"], expected=False)

