"""An editor filters the inbox, changes several entries, undoes it and reads the matrix without a mouse, in Arabic."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from demo.accounts import PASSWORD
from tests.journeys.test_desks_accessibility import speak
from tests.journeys.test_keyboard import FOCUSED, press_until

pytestmark = pytest.mark.browser
EDITOR = "second.editor@demo.example"
A_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
STOPS = 60  # of a page with hundreds of alike cells


@pytest.fixture
def editor(new_reader):
    reader = new_reader("en", reduced_motion="reduce")
    reader.sign_in(EDITOR, PASSWORD)
    reader.page.wait_for_url("**/desk/")
    speak(reader, "ar")
    yield reader
    speak(reader, "en")


def lost(reader, path):
    """The stops of a page at which the reader does not see where they are."""
    reader.open(path)
    expect(reader.one("html")).to_have_attribute("dir", "rtl")
    stops = []
    for _ in range(STOPS):
        reader.page.keyboard.press("Tab")
        reader.page.evaluate(A_FRAME)  # the admin scrolls a moment after the focus has moved
        if (stop := reader.page.evaluate(FOCUSED)) is None:
            break
        stops.append(stop)
    assert len(stops) > 20
    return [stop for stop in stops if not (stop["drawn"] and stop["inside"] and stop["uncovered"])]


def press(reader, selector, key="Enter"):
    """Come to something by the tabulator, and press it; where it leads has loaded."""
    press_until(reader, selector)
    with reader.page.expect_navigation():
        reader.page.keyboard.press(key)


def choose(reader, selector, letters):
    """Come to a list and choose what begins with some letters."""
    field = press_until(reader, selector)
    reader.page.keyboard.type(letters)
    return field


def change_and_undo(editor):
    """Two entries assigned to oneself, from the list to the record of the change, and back."""
    editor.open("/admin/practices/inbox/")
    press_until(editor, ".filters__fold > summary")
    editor.page.keyboard.press("Enter")
    press_until(editor, "#filter_sort")
    editor.page.keyboard.press("ArrowDown")
    press(editor, '.filters button[type="submit"]')
    assert ("sort", "age") in editor.query
    box = press_until(editor, 'input[name="entry"]')
    editor.page.keyboard.press("Space")
    expect(box).to_be_checked()
    press(editor, 'button[name="action"][value="assign"]')
    expect(choose(editor, 'select[name="assignee"]', "Second")).not_to_have_value("")
    press(editor, 'main form[action$="/bulk/"] button[type="submit"]')
    assert "/bulk/changes/" in editor.path
    press(editor, 'button[name="step"][value="undo"]')
    expect(editor.one('button[value="undo"]')).to_have_count(0)


def read_the_matrix(editor):
    """From the filters to a cell, and to what is behind it."""
    editor.open("/admin/translations/")
    press(editor, ".filters button[type=submit]")
    press(editor, "a.cell")
    assert editor.path.startswith("/admin/translations/")
    assert editor.path != "/admin/translations/"


def test_inbox_changes_of_many_and_matrix_need_no_mouse(editor):
    assert lost(editor, "/admin/practices/inbox/") == []
    change_and_undo(editor)
    assert lost(editor, "/admin/translations/") == []
    read_the_matrix(editor)
