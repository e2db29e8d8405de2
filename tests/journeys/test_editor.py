"""An editor at work in Chromium: writes an entry, looks at it, publishes it, translates it; readers find both."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from demo.accounts import PASSWORD

pytestmark = pytest.mark.browser
TITLE, SUMMARY, TEXT = "Zebra walks for strangers", "Neighbours met at the crossing.", "They walked on Fridays."
ARABIC = {TITLE: "مسيرات الحمار الوحشي للغرباء", SUMMARY: "التقى الجيران عند المعبر.", TEXT: "ساروا معًا كل يوم جمعة."}
TRIES = 20  # an index may lag behind a publication by a few seconds


@pytest.fixture
def editor(new_reader):
    reader = new_reader("en")
    reader.sign_in("editor@demo.example", PASSWORD)
    return reader


def begin(editor, kind, language):
    editor.open("/admin/practices/")
    editor.page.get_by_role("link", name="Add a practice").click()
    editor.one(f'input[name="kind"][value="{kind}"]').check()
    editor.one('select[name="language"]').select_option(language)
    editor.page.get_by_role("button", name="Continue").click()
    editor.page.wait_for_url("**/add/**")


def write(editor):
    """Text and facts, and nothing else: the address of the entry follows from its title."""
    editor.one('[name="title"]').press_sequentially(TITLE)
    editor.one('[name="summary"]').fill(SUMMARY)
    editor.one('[data-field]:has([name="activities"]) [contenteditable="true"]').click()
    editor.page.keyboard.type(TEXT)
    editor.page.get_by_role("tab", name="Facts").click()
    editor.one("#id_cities_search").fill("آرهو")
    editor.page.get_by_role("option", name="Aarhus, Denmark").click()
    editor.page.get_by_label("Primary prevention").check()


def look_at_it(editor):
    editor.page.get_by_role("button", name="Toggle preview").click()
    shown = editor.page.frame_locator("#w-preview-iframe, .w-preview iframe, iframe[title]").first
    expect(shown.locator("h1")).to_have_text(TITLE)
    expect(shown.locator(".title-block")).to_contain_text("Aarhus")
    expect(shown.locator("#activities")).to_contain_text(TEXT)


def publish(editor):
    """Publish, and give the number of the page in the admin."""
    editor.page.get_by_role("button", name="More actions").last.click()
    editor.one('button[name="action-publish"]').click()
    done = editor.one(".messages")
    expect(done).to_contain_text("published")
    return re.search(r"/pages/(\d+)/edit/", done.inner_html())[1]


def translate(editor, page):
    """Arabic, sentence by sentence; each is typed from right to left."""
    editor.open(f"/admin/localize/submit/page/{page}/")
    editor.page.get_by_label("العربية").check()
    editor.one('main form button[type="submit"], main form input[type="submit"]').last.click()
    editor.page.wait_for_url(re.compile(rf"/pages/(?!{page}/)\d+/edit/"))
    for source, words in ARABIC.items():
        segment = editor.page.locator("li", has_text=source).last
        segment.get_by_role("button", name="Translate", exact=True).click()
        field = editor.one("textarea:visible").first
        assert field.evaluate("element => getComputedStyle(element).direction") == "rtl"
        field.fill(words)
        editor.page.get_by_role("button", name="Save", exact=True).click()
        expect(editor.one("textarea:visible")).to_have_count(0)
    editor.one('button[name="action"][value="publish"]').click()
    expect(editor.one(".messages")).to_contain_text(ARABIC[TITLE])


def finds(reader, words, title):
    """Whether a visitor finds an entry by words of it, soon."""
    for _ in range(TRIES):
        reader.open(f"/{{ui}}/search/?q={words}")
        if reader.one("#results h3").filter(has_text=title).count():
            return True
        reader.page.wait_for_timeout(500)
    return False


def test_an_entry_is_written_previewed_published_translated_and_found_in_both_languages(editor, new_reader):
    visitor, arab = new_reader("en"), new_reader("ar")
    begin(editor, "case_study", "en")
    write(editor)
    look_at_it(editor)
    visitor.open("/{ui}/search/?q=zebra")
    expect(visitor.one("#results h3").filter(has_text=TITLE)).to_have_count(0)
    page = publish(editor)
    assert finds(visitor, "zebra+walk", TITLE)
    visitor.one("#results h3 a").filter(has_text=TITLE).click()
    expect(visitor.one("main h1")).to_have_text(TITLE)
    expect(visitor.one("#activities")).to_contain_text(TEXT)
    expect(visitor.one(".title-block")).to_contain_text("Primary prevention")
    translate(editor, page)
    assert finds(arab, "الحمار+الوحشي", ARABIC[TITLE])
    arab.one("#results h3 a").filter(has_text=ARABIC[TITLE]).click()
    expect(arab.one("main h1")).to_have_text(ARABIC[TITLE])
    expect(arab.one("#activities")).to_contain_text(ARABIC[TEXT])
    expect(arab.one("#activities h2 + [lang]")).to_have_count(0)


def test_what_is_missing_is_said_and_nothing_typed_is_lost(editor):
    begin(editor, "case_study", "ar")
    editor.one('[name="title"]').press_sequentially("مدينة بلا اسم")
    assert editor.one('[name="title"]').evaluate("element => getComputedStyle(element).direction") == "rtl"
    editor.page.get_by_role("button", name="More actions").last.click()
    editor.one('button[name="action-publish"]').click()
    expect(editor.one(".messages")).to_contain_text("could not be created")
    expect(editor.one('[name="title"]')).to_have_value("مدينة بلا اسم")
    for said in ("Write a summary before the entry is published.", "Choose at least one city before the entry is"):
        expect(editor.page.get_by_text(said).first).to_be_attached()
