"""An editor at work in Chromium: writes an entry, looks at it, publishes it, translates it; readers find both."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from demo.accounts import PASSWORD
from tests.journeys import deciding

pytestmark = pytest.mark.browser
TITLE, SUMMARY, TEXT = "Zebra walks for strangers", "Neighbours met at the crossing.", "They walked on Fridays."
PAUSE = 2_000  # milliseconds in which Wagtail saves by itself, so that it is not about to when a person saves
ARABIC = {TITLE: "مسيرات الحمار الوحشي للغرباء", SUMMARY: "التقى الجيران عند المعبر.", TEXT: "ساروا معًا كل يوم جمعة."}


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


def save(editor):
    """Keep a draft, and give the number of the page in the admin."""
    editor.page.wait_for_timeout(PAUSE)
    with editor.page.expect_navigation():
        editor.one('button[type="submit"]:has-text("Save draft")').first.click()
    saved = re.search(r"/pages/(\d+)/edit/", editor.page.url)
    assert saved, editor.one(".messages").inner_text()
    return saved[1]


def id_of(editor):
    """The practice of the page in hand, from the link to its review, which a closed menu holds back."""
    source = editor.context.request.get(editor.page.url).text()
    return re.search(r"practices/inbox/([0-9a-f-]{36})/", source)[1]


def test_an_entry_is_written_by_one_editor_and_published_and_translated_by_another(editor, new_reader):
    visitor, arab, second = new_reader("en"), new_reader("ar"), new_reader("en")
    second.sign_in("second.editor@demo.example", PASSWORD)
    begin(editor, "case_study", "en")
    write(editor)
    look_at_it(editor)
    visitor.open("/{ui}/search/?q=zebra")
    expect(visitor.one("#results h3").filter(has_text=TITLE)).to_have_count(0)
    page = save(editor)
    id = id_of(editor)
    expect(editor.one('button[name="action-publish"]')).to_have_count(0)
    deciding.complete_card(second, id)
    deciding.screen_and_publish(second, id)
    assert deciding.finds(visitor, "q=zebra+walk", TITLE)
    visitor.one("#results h3 a").filter(has_text=TITLE).click()
    expect(visitor.one("main h1")).to_have_text(TITLE)
    expect(visitor.one("#activities")).to_contain_text(TEXT)
    expect(visitor.one(".title-block")).to_contain_text("Primary prevention")
    deciding.translate(second, page, ARABIC)
    assert deciding.finds(arab, "q=الحمار+الوحشي", ARABIC[TITLE])
    arab.one("#results h3 a").filter(has_text=ARABIC[TITLE]).click()
    expect(arab.one("main h1")).to_have_text(ARABIC[TITLE])
    expect(arab.one("#activities")).to_contain_text(ARABIC[TEXT])
    expect(arab.one("#activities h2 + [lang]")).to_have_count(0)


def test_what_is_missing_is_said_and_nothing_typed_is_lost(editor):
    begin(editor, "case_study", "ar")
    editor.one('[name="title"]').press_sequentially("مدينة بلا اسم")
    assert editor.one('[name="title"]').evaluate("element => getComputedStyle(element).direction") == "rtl"
    save(editor)
    expect(editor.one('[name="title"]')).to_have_value("مدينة بلا اسم")
    editor.open(f"/admin/practices/inbox/{id_of(editor)}/")
    for said in ("Write a summary before the entry is published.", "Choose at least one city before the entry is"):
        expect(editor.page.get_by_text(said).first).to_be_visible()
