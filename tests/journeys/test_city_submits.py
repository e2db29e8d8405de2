"""A city tells what it did: begins, is interrupted, goes on, adds two pictures, hands in; with and without scripts."""
from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from demo.accounts import PASSWORD
from tests.journeys.test_accessibility import problems

pytestmark = pytest.mark.browser
CITY = "city@mustergrad.example"
WORDS = {
    "en": {"title": "Lantern walk against rumours", "summary": "Nobody walked through the park. We lit it together.",
           "text": "Neighbours from four streets took part."},
    "ar": {"title": "مسيرة الفوانيس ضد الشائعات", "summary": "لم يكن أحد يعبر الحديقة. فأنرناها معًا.",
           "text": "شارك جيران من أربعة شوارع."},
}
DIRECTION = {"en": "ltr", "ar": "rtl"}


@pytest.fixture(params=["en", "ar"])
def ui(request):
    return request.param


def photo(name, colour):
    data = BytesIO()
    position = Image.Exif()
    position.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (320, 240), colour).save(data, "JPEG", exif=position.tobytes())
    return {"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()}


def begin(reader, language):
    """Start an entry and come to its first question."""
    reader.sign_in(CITY, PASSWORD)
    reader.open("/{ui}/desk/")
    reader.one(f'a[href="/{reader.ui}/desk/practices/new/"]').first.click()
    reader.one('select[name="language"]').select_option(language)
    go_on(reader, 'main form button[type="submit"]')
    return re.search(r"practices/([0-9a-f-]{36})/title/", reader.page.url)[1]


def go_on(reader, button='button[value="on"]'):
    reader.one(button).last.click()


def sign_out(reader):
    reader.open("/{ui}/account/logout/")
    reader.one('main button[type="submit"]').click()
    reader.page.wait_for_url(re.compile("/[a-z]{2}/$"))


def first_half(reader, words):
    """Questions 1 to 6, the last one half answered."""
    title = reader.one('[name="title"]')
    expect(title).to_have_attribute("dir", DIRECTION[reader.ui])
    title.fill(words["title"])
    go_on(reader)
    go_on(reader)
    expect(reader.one('.errors a[href="#id_summary"]')).to_be_visible()
    reader.one('[name="summary"]').fill(words["summary"])
    if reader.scripts:
        expect(reader.one("[data-words]")).to_contain_text(str(len(words["summary"].split())))
    go_on(reader)
    go_on(reader)
    reader.one('[value="case_study"]').check()
    go_on(reader)
    reader.one('[value="running"]').check()
    reader.one('[name="start_year"]').fill("2022")
    go_on(reader)
    reader.one('[name="took_part"]').fill(words["text"])
    reader.one('button[value="back"]').click()


def second_half(reader, words):
    """What is left of question 6, and the rest."""
    expect(reader.one('[name="took_part"]')).to_have_value(words["text"])
    reader.one('[name="organisation"]').fill(words["text"])
    go_on(reader)
    reader.one('[value="not-measured"]').check()
    go_on(reader)
    for name in ("challenges", "rights"):
        reader.one(f'[name="{name}"]').fill(words["text"])
        go_on(reader)
    reader.one('[name="unit"]').fill(words["text"])
    reader.one('[name="contact_email"]').fill("park@mustergrad.example")
    reader.one('[value="public"]').check()
    reader.one('[name="licence"]').check()
    go_on(reader)


def add_pictures(reader, words):
    """Two pictures and a file that is refused; then the words beside them."""
    reader.one('[name="pictures"]').set_input_files([
        photo("one.jpg", "navy"), photo("two.jpg", "teal"),
        {"name": "page.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"}])
    go_on(reader)
    expect(reader.one(".errors")).to_contain_text("page.jpg")
    expect(reader.one("fieldset.kept img")).to_have_count(2)
    for place in range(2):
        picture = reader.one("fieldset.kept").nth(place)
        picture.locator('[name$="-alternative"]').fill(words["text"])
        picture.locator('[type="checkbox"]').check()
    go_on(reader, '.actions button[value="on"]')
    reader.page.wait_for_url("**/check/")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_city_writes_is_interrupted_goes_on_and_hands_in(new_reader, ui, scripts):
    reader, words = new_reader(ui, width=360, scripts=scripts), WORDS[ui]
    id = begin(reader, ui)
    first_half(reader, words)
    sign_out(reader)
    reader.sign_in(CITY, PASSWORD)
    reader.open("/{ui}/desk/")
    reader.one(f'.job .actions a[href$="/{id}/people/"]').click()  # where it was left
    second_half(reader, words)
    add_pictures(reader, words)
    expect(reader.one(".thumbs img")).to_have_count(2)
    reader.one('form button[type="submit"]').last.click()
    reader.page.wait_for_url("**/submitted/")
    reader.open("/{ui}/desk/")
    job = reader.one(f'#with-editors .job:has(a[href$="/{id}/"])')
    expect(job).to_contain_text(words["title"])
    expect(job.locator("[aria-current=step]")).to_be_visible()
    assert reader.open(f"/{{ui}}/desk/practices/{id}/title/").status == 409


def test_what_is_near_is_shown_while_the_title_is_typed(new_reader):
    reader = new_reader("en")
    id = begin(reader, "en")
    reader.one('[name="title"]').press_sequentially("police and rumours")
    expect(reader.one("#similar li").first).to_be_visible()
    remove(reader, id)


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_nothing_is_found_on_the_pages_of_a_city(new_reader, ui):
    reader = new_reader(ui)
    id = begin(reader, "zh")
    found = {}
    for page in ("", "title/", "kind/", "time/", "change/", "contact/", "check/", "language/", "history/", "delete/"):
        assert reader.open(f"/{{ui}}/desk/practices/{id}/{page}").status == 200
        found[page] = problems(reader)
    reader.open(f"/{{ui}}/desk/practices/{id}/contact/")
    go_on(reader)
    found["mistakes"] = problems(reader)
    reader.open(f"/{{ui}}/desk/practices/{id}/files/")
    reader.one('[name="pictures"]').set_input_files([photo("one.jpg", "navy")])
    go_on(reader, '.actions button[value="stay"]')
    expect(reader.one("fieldset.kept img")).to_have_count(1)
    found["files"] = problems(reader)
    remove(reader, id)
    reader.open("/{ui}/desk/practices/new/")
    found["new"] = problems(reader)
    assert {page: each for page, each in found.items() if each} == {}


def remove(reader, id):
    reader.open(f"/{{ui}}/desk/practices/{id}/delete/")
    reader.one('main form button[type="submit"]').click()
    reader.page.wait_for_url("**/desk/")
