"""Suggestions while typing, by keyboard and by touch, in both directions; without JavaScript a plain search."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.reader import PATIENCE

pytestmark = pytest.mark.browser
TYPED = {"en": "prev", "ar": "الوقا"}
BOX, LIST, OPTION = "#q", '[role="listbox"]', '[role="option"]'


@pytest.fixture(params=["en", "ar"])
def ui(request):
    return request.param


@pytest.fixture(params=["/{ui}/", "/{ui}/search/"])
def typing(request, new_reader, ui):
    """A reader who has typed the beginning of a question and sees suggestions."""
    reader = new_reader(ui)
    reader.open(request.param)
    expect(reader.one(BOX)).to_have_attribute("role", "combobox")
    reader.one(BOX).focus()
    reader.page.keyboard.type(TYPED[ui])
    expect(reader.one(OPTION).first).to_be_visible(timeout=PATIENCE)
    return reader


def active(reader):
    """The option that the box points at, if any."""
    return reader.one(BOX).get_attribute("aria-activedescendant")


def test_the_box_says_what_it_offers(typing):
    box = typing.one(BOX)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(typing.one(f"#{box.get_attribute('aria-controls')}")).to_have_attribute("role", "listbox")
    number = typing.one(OPTION).count()
    assert 0 < number <= 8
    expect(typing.one(".join [role=status]")).to_contain_text(str(number))
    assert active(typing) is None
    expect(box).to_be_focused()


def test_arrows_go_round_and_leave_what_was_typed(typing, ui):
    options = typing.one(OPTION)
    typing.page.keyboard.press("ArrowDown")
    assert active(typing) == options.first.get_attribute("id")
    expect(options.first).to_have_attribute("aria-selected", "true")
    typing.page.keyboard.press("ArrowUp")
    assert active(typing) is None
    typing.page.keyboard.press("ArrowUp")
    assert active(typing) == options.last.get_attribute("id")
    expect(typing.one(f'{OPTION}[aria-selected="true"]')).to_have_count(1)
    typing.page.keyboard.press("Home")
    expect(typing.one(BOX)).to_be_focused()
    expect(typing.one(BOX)).to_have_value(TYPED[ui])
    assert typing.one(BOX).evaluate("box => box.selectionStart") == 0


def test_escape_closes_and_then_clears(typing, ui):
    typing.page.keyboard.press("Escape")
    expect(typing.one(LIST)).to_be_hidden()
    expect(typing.one(BOX)).to_have_attribute("aria-expanded", "false")
    expect(typing.one(BOX)).to_have_value(TYPED[ui])
    typing.page.keyboard.press("Escape")
    expect(typing.one(BOX)).to_have_value("")
    expect(typing.one(BOX)).to_be_focused()


def test_enter_searches_for_what_was_typed(typing, ui):
    typing.page.keyboard.press("Enter")
    typing.page.wait_for_url("**/search/?q=*")
    assert ("q", TYPED[ui]) in typing.query
    expect(typing.one(LIST)).to_be_hidden()


def test_enter_follows_the_option_that_is_pointed_at(typing):
    detail = typing.one(OPTION).first.locator("span").last.inner_text()
    typing.page.keyboard.press("ArrowDown")
    typing.page.keyboard.press("Enter")
    typing.page.wait_for_url(lambda address: "q=" not in address and "/search/?" in address)
    found = typing.one("#total").inner_text()
    assert found in detail


def test_leaving_the_box_closes_the_list(typing):
    typing.page.keyboard.press("Tab")
    expect(typing.one(LIST)).to_be_hidden()
    expect(typing.one(BOX)).not_to_be_focused()


def test_a_touch_follows_a_suggestion(new_reader, ui):
    reader = new_reader(ui, width=360, has_touch=True)
    reader.open("/{ui}/")
    reader.one(BOX).tap()
    reader.page.keyboard.type(TYPED[ui])
    option = reader.one(OPTION).first
    expect(option).to_be_in_viewport()
    assert option.bounding_box()["height"] >= 44
    option.tap()
    reader.page.wait_for_url(lambda address: "q=" not in address and "/search/?" in address)


def test_the_list_lies_under_the_box_and_makes_no_page_wider(new_reader, ui):
    reader = new_reader(ui, width=320)
    reader.open("/{ui}/search/")
    reader.one(BOX).focus()
    reader.page.keyboard.type(TYPED[ui])
    expect(reader.one(OPTION).first).to_be_visible()
    box, shown = reader.one(".join").bounding_box(), reader.one(LIST).bounding_box()
    assert abs(box["x"] - shown["x"]) <= 1
    assert abs(box["width"] - shown["width"]) <= 1
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_box_is_a_plain_search(new_reader, ui):
    reader = new_reader(ui, scripts=False)
    reader.open("/{ui}/")
    expect(reader.one(BOX)).not_to_have_attribute("role", "combobox")
    expect(reader.one(LIST)).to_have_count(0)
    reader.one(BOX).fill(TYPED[ui])
    reader.one(BOX).press("Enter")
    reader.page.wait_for_url("**/search/?q=*")
    expect(reader.one("#total")).to_be_visible()
