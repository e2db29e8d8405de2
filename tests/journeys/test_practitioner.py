"""The main job in the browser: find what other cities did, read it in whatever language it is in, ask its unit."""
from __future__ import annotations

import email
import email.policy
import time
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from core import languages
from tests.page_types import IN_SEVERAL, ONLY_ALBANIAN, ONLY_MACEDONIAN, PROGRAMME, practice_path

pytestmark = pytest.mark.browser
UI = ("en", "ar")
WORD = {"en": "police", "ar": "الشرطة"}
FACET, CODE = "level", "primary"
UNIT = "prevention@exampleton.example"
OPEN_AT_LEAST = 4  # seconds; a form that is sent sooner was not written by a person


@pytest.fixture(params=[(360, True), (360, False), (1280, True), (1280, False)],
                ids=["phone", "phone without scripts", "desk", "desk without scripts"])
def reader(request, new_reader, ui):
    width, scripts = request.param
    return new_reader(ui, width=width, scripts=scripts)


@pytest.fixture(params=UI)
def ui(request):
    return request.param


def search_from_home(reader, words):
    reader.open("/{ui}/")
    reader.one('main [role="search"] input[name="q"]').fill(words)
    reader.one('main [role="search"] button').click()
    reader.page.wait_for_url("**/search/?q=*")


def total(reader):
    return reader.one("#total").inner_text()


def filter_by(reader, facet, code):
    """Tick an option; without scripts the form is sent by its button. What was found says so either way."""
    before = total(reader)
    reader.open_panel("filters")
    reader.one(f'#filters input[name="{facet}"][value="{code}"]').check()
    if reader.scripts:
        reader.page.wait_for_url(f"**{facet}={code}*")
        expect(reader.one("#search-status")).not_to_be_empty()
        expect(reader.one("#total")).not_to_have_text(before)
        assert reader.one("#search-status").inner_text().strip() == total(reader).strip()
        if reader.narrow:
            close_panel(reader)
    else:
        reader.one("#filters .apply button").click()
        reader.page.wait_for_url(f"**{facet}={code}*")
    expect(reader.one("#results")).to_be_visible()


def close_panel(reader):
    reader.one("#filters .apply button").click()
    expect(reader.one("#filters")).to_be_hidden()


def option_label(reader, facet, code):
    return next(option["label"] for option in reader.api()["facets"][facet] if option["code"] == code)


def test_a_search_is_narrowed_and_widened_and_kept_through_a_change_of_language(reader):
    search_from_home(reader, WORD[reader.ui])
    everything = total(reader)
    assert str(reader.api(q=WORD[reader.ui])["total"]) in everything
    filter_by(reader, FACET, CODE)
    assert reader.query == [(FACET, CODE), ("q", WORD[reader.ui])]
    assert str(reader.api(q=WORD[reader.ui], level=CODE)["total"]) in total(reader)
    chip = reader.one("#results a.chip")
    expect(chip).to_contain_text(option_label(reader, FACET, CODE))
    expect(chip).to_contain_text(reader.said("Remove"))
    chip.click()
    expect(reader.one("#total")).to_have_text(everything)
    assert reader.query == [("q", WORD[reader.ui])]
    expect(reader.one(f'#filters input[name="{FACET}"][value="{CODE}"]')).not_to_be_checked()

    filter_by(reader, FACET, CODE)
    reader.one("#results .pager a").filter(has_text="2").click()
    reader.page.wait_for_url("**page=2*")
    chosen = reader.query
    first = reader.one("#results .entry h3").first.inner_text()
    for other in ("fr", "zh", reader.ui):
        reader.switch_to(other)
        language = languages.by_public(other)
        expect(reader.one("html")).to_have_attribute("lang", language.html)
        expect(reader.one("html")).to_have_attribute("dir", language.direction)
        assert reader.query == chosen
        expect(reader.one("#q")).to_have_value(dict(chosen)["q"])
        expect(reader.one("#results a.chip")).to_contain_text(option_label(reader, FACET, CODE))
    assert reader.one("#results .entry h3").first.inner_text() == first


@pytest.mark.parametrize(("words", "entry", "tongue"),
                         [("изгубена година", ONLY_MACEDONIAN, "mk"), ("forumi i të rinjve", ONLY_ALBANIAN, "sq")])
def test_a_practice_in_another_language_is_read_inside_the_own_interface(reader, words, entry, tongue):
    search_from_home(reader, words)
    link = reader.one("#results .entry h3 a").first
    title = link.inner_text()
    link.click()
    reader.page.wait_for_url("**/practices/**")
    assert practice_path(entry).split("/")[3] in reader.page.url
    expect(reader.one("html")).to_have_attribute("dir", languages.by_public(reader.ui).direction)
    heading = reader.one("main h1")
    expect(heading).to_have_text(title)
    assert (heading.get_attribute("lang"), heading.get_attribute("dir")) == (tongue, "ltr")
    texts = reader.one("main article.practice .said")
    assert set(texts.evaluate_all("found => found.map(each => each.lang + each.dir)")) == {f"{tongue}ltr"}
    facts = reader.one(".title-block")
    expect(facts).to_contain_text(option_label(reader, FACET, CODE))
    expect(facts).to_contain_text(reader.said("City"))
    assert facts.locator("[lang]").count() == 0
    expect(reader.one("#concerns h2")).to_have_text(reader.said("Concerns raised"))


def test_back_shows_what_was_found_before_and_nothing_of_it_is_kept_in_the_browser(new_reader, ui):
    reader = new_reader(ui)
    search_from_home(reader, WORD[ui])
    before, title = total(reader), reader.one("#results h3").first.inner_text()
    filter_by(reader, FACET, CODE)
    reader.page.go_back()
    expect(reader.one("#total")).to_have_text(before)
    expect(reader.one("#filters input:checked")).to_have_count(0)
    stored = reader.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert title not in stored
    assert len(stored) < 300  # where the reader is, not what stands there


def test_another_version_of_the_text_is_chosen(reader):
    reader.open(practice_path(IN_SEVERAL))
    before = reader.one("main h1").inner_text()
    reader.one('a[href="?content=sq"]').click()
    reader.page.wait_for_url("**content=sq")
    heading = reader.one("main h1")
    assert heading.inner_text() != before
    expect(heading).to_have_attribute("lang", "sq")
    expect(reader.one("html")).to_have_attribute("lang", reader.ui)
    assert reader.path.startswith(f"/{reader.ui}/practices/")
    reader.switch_to("fr")
    expect(reader.one("main h1")).to_have_attribute("lang", "sq")


def errors(reader):
    """The linked errors: each leads to a field that is marked and described."""
    box = reader.one(".errors")
    expect(box).to_be_visible()
    if reader.scripts:
        expect(box).to_be_focused()
    assert reader.page.title().startswith(reader.said("Error:"))
    named = {}
    for link in box.locator("a").all():
        field = reader.one(link.get_attribute("href"))
        expect(field).to_have_attribute("aria-invalid", "true")
        one_of_several = field.get_attribute("type") == "radio"
        describing = field.locator("xpath=ancestor::fieldset[1]") if one_of_several else field
        described = (describing.get_attribute("aria-describedby") or "").split()
        said = " ".join(reader.one(f"#{each}").inner_text() for each in described)
        assert link.inner_text().split(": ", 1)[1] in said
        named[field.get_attribute("name")] = field
    return named


def send(reader):
    reader.one('main form[method="post"] button[type="submit"]').click()


def test_a_question_reaches_the_unit_and_nobody_sees_its_address(reader, mails):
    asker, words = f"{uuid4().hex[:12]}@asker.example", f"How are the volunteers trained? {uuid4().hex}"
    reader.open(practice_path(PROGRAMME))
    seen = [reader.page.content()]
    reader.one("#ask a.button").first.click()
    reader.page.wait_for_url("**/contact/")
    opened = time.monotonic()
    send(reader)
    assert set(errors(reader)) == {"text", "reply_to", "agreed"}
    seen.append(reader.page.content())
    reader.one('[name="text"]').fill(words)
    reader.one('[name="reply_to"]').fill("asker@")
    reader.one('[name="name"]').fill("سلمى")
    reader.one('select[name="language"]').select_option("fr")
    send(reader)
    assert set(errors(reader)) == {"reply_to", "agreed"}
    expect(reader.one('[name="text"]')).to_have_value(words)
    expect(reader.one('[name="reply_to"]')).to_have_value("asker@")
    expect(reader.one('[name="name"]')).to_have_value("سلمى")
    expect(reader.one('select[name="language"]')).to_have_value("fr")
    seen.append(reader.page.content())
    reader.one('[name="reply_to"]').fill(asker)
    reader.one('[name="agreed"]').check()
    reader.page.wait_for_timeout(max(0, OPEN_AT_LEAST - (time.monotonic() - opened)) * 1000)
    send(reader)
    reader.page.wait_for_url("**/contact/sent/")
    expect(reader.one("main h1")).to_have_text(reader.said("Your question is on its way"))
    seen.append(reader.page.content())
    assert all(UNIT not in content for content in seen)
    message = mail_about(mails, words)
    assert message["To"] == UNIT
    assert message["Reply-To"] == asker
    assert "سلمى" in message.get_content()
    assert practice_path(PROGRAMME).split("/")[3] in message.get_content()


def mail_about(folder, words):
    """The only mail with these words in it; a mail is sent by another process, so it may take a moment."""
    for _ in range(100):
        found = [message for message in (email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                                         for path in folder.glob("*")) if words in message.get_content()]
        if found:
            assert len(found) == 1
            return found[0]
        time.sleep(0.1)
    raise AssertionError("no mail was sent")


def test_a_practice_is_cited_shared_and_printed(new_reader, ui):
    reader = new_reader(ui, permissions=["clipboard-read", "clipboard-write"])
    reader.context.add_init_script("window.print = () => { document.title = 'printed' }")
    reader.open(practice_path(PROGRAMME))
    title = reader.one("main h1").inner_text()
    expect(reader.one("#ask")).to_contain_text(title)
    link = reader.one("a[data-share]")
    link.click()
    expect(reader.one("#announcement")).to_have_text(reader.said("The address is copied."))
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied == link.get_attribute("href")
    reader.one("button[data-print]").click()
    expect(reader.page).to_have_title("printed")
    reader.page.goto(copied)
    expect(reader.one("main h1")).to_have_text(title)


def test_without_scripts_sharing_is_a_link_and_nothing_promises_to_print(new_reader, ui):
    reader = new_reader(ui, scripts=False)
    reader.open(practice_path(PROGRAMME))
    title = reader.one("main h1").inner_text()
    expect(reader.one("button[data-print]")).to_be_hidden()
    reader.one("a[data-share]").click()
    expect(reader.one("main h1")).to_have_text(title)


def test_paper_holds_the_text_and_not_the_navigation(new_reader, ui):
    reader = new_reader(ui)
    reader.open(practice_path(PROGRAMME))
    reader.page.emulate_media(media="print")
    for gone in ("#menu", "#languages", ".site-foot nav", "#ask .actions"):
        expect(reader.one(gone)).to_be_hidden()
    for kept in ("main h1", ".title-block", "#concerns", "#ask"):
        expect(reader.one(kept)).to_be_visible()
