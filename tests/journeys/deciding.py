"""What an editor does in the admin with an entry: completes its card, signs the screening, publishes, translates."""
from __future__ import annotations

import re

from playwright.sync_api import expect

SCREENED = ("voluntary", "legal_basis", "records", "complaint", "consulted", "concerns")
CARD = {"level": "Primary prevention", "form": "Not limited to one form", "approach": "Dialogue",
        "participants": "General public"}
OTHERWISE = "نص آخر."
TRIES = 20  # an index may lag behind a publication by a few seconds


def take_step(editor, id, step, **fields):
    """Fill the form of a step on the review page and send it."""
    editor.open(f"/admin/practices/inbox/{id}/")
    for name, text in fields.items():
        editor.one(f'form:has(button[value="{step}"]) [name="{name}"]').fill(text)
    editor.one(f'button[name="step"][value="{step}"]').click()
    expect(editor.one(".messages .success")).to_be_visible()


def complete_card(editor, id):
    """Level, form, approach, participants and what is said elsewhere; the number of the page in the admin."""
    editor.open(f"/admin/practices/inbox/{id}/")
    editor.page.get_by_role("link", name="Edit text and card").click()
    editor.page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    page = re.search(r"/pages/(\d+)/edit/", editor.page.url)[1]
    editor.one('[data-field]:has([name="concerns"]) [contenteditable="true"]').click()
    editor.page.keyboard.type("None found in the press.")
    editor.page.get_by_role("tab", name="Facts").click()
    for scheme, label in CARD.items():
        editor.one(f'label:has([name="concepts_{scheme}"])').filter(has_text=label).locator("input").first.check()
    editor.one('button[type="submit"]:has-text("Save draft")').first.click()
    expect(editor.one(".messages")).to_contain_text("has been updated")
    return page


def screen_and_publish(editor, id):
    """The six questions, the signature, and the publication."""
    editor.open(f"/admin/practices/inbox/{id}/")
    form = editor.one('form:has(button[value="screen"])')
    for name in SCREENED:
        form.locator(f'[name="{name}"]').fill("Asked and answered.")
    form.locator('[name="untied"]').check()
    form.locator('button[value="screen"]').click()
    expect(editor.one(".messages .success")).to_be_visible()
    take_step(editor, id, "publish")


def translate(editor, page, words):
    """Into Arabic, sentence by sentence; each is typed from right to left."""
    editor.open(f"/admin/localize/submit/page/{page}/")
    editor.page.get_by_label("العربية").check()
    editor.one('main form button[type="submit"], main form input[type="submit"]').last.click()
    editor.page.wait_for_url(re.compile(rf"/pages/(?!{page}/)\d+/edit/"))
    buttons = editor.page.get_by_role("button", name="Translate", exact=True)
    expect(buttons.first).to_be_visible()
    while left := buttons.count():
        segment = editor.page.locator("li").filter(has=buttons).first
        said = segment.inner_text()
        segment.get_by_role("button", name="Translate", exact=True).click()
        field = editor.one("textarea:visible").first
        assert field.evaluate("element => getComputedStyle(element).direction") == "rtl"
        field.fill(next((text for source, text in words.items() if source in said), OTHERWISE))
        editor.page.get_by_role("button", name="Save", exact=True).click()
        expect(buttons).to_have_count(left - 1)
    editor.one('button[name="action"][value="publish"]').click()
    expect(editor.one(".messages")).to_contain_text(next(iter(words.values())))


def finds(reader, query, title, *, expected=True):
    """Whether a visitor finds an entry by a query of the search page, soon; or soon does not find it any more."""
    for _ in range(TRIES):
        reader.open(f"/{{ui}}/search/?{query}")
        if bool(reader.one("#results h3").filter(has_text=title).count()) == expected:
            return expected
        reader.page.wait_for_timeout(500)
    return not expected
