"""Everything a practitioner does can be done with the keyboard alone, and the reader always sees where they are."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.page_types import PROGRAMME, practice_path

pytestmark = pytest.mark.browser
MANY = 400  # more stops than any page has
# The element in focus: what it is, whether its focus is drawn, and whether it can be seen where it is.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const there = document.elementFromPoint(x, y);
  return {
    name: element.outerHTML.slice(0, 120),
    drawn: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    uncovered: there !== null && (element.contains(there) || there.contains(element)),
  };
}"""


@pytest.fixture(params=["en", "ar"])
def ui(request):
    return request.param


def press_until(reader, selector, key="Tab"):
    """Press a key until the element is in focus."""
    wanted = reader.one(selector).first
    for _ in range(MANY):
        reader.page.keyboard.press(key)
        if wanted.evaluate("element => element === document.activeElement"):
            return wanted
    raise AssertionError(f"{key} never reaches {selector}")


def test_the_first_stop_leads_past_the_navigation(new_reader, ui):
    reader = new_reader(ui)
    reader.open("/{ui}/search/")
    reader.page.keyboard.press("Tab")
    skip = reader.one("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_search_and_filter_without_a_mouse(new_reader, ui):
    reader = new_reader(ui)
    reader.open("/{ui}/")
    press_until(reader, 'main input[name="q"]')
    reader.page.keyboard.type("police")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/search/?q=police")
    before = reader.one("#total").inner_text()
    option = press_until(reader, '#filters input[name="level"][value="primary"]')
    reader.page.keyboard.press("Space")
    reader.page.wait_for_url("**level=primary*")
    expect(reader.one("#total")).not_to_have_text(before)
    expect(option).to_be_focused()
    expect(option).to_be_checked()
    press_until(reader, "#results a.chip")
    reader.page.keyboard.press("Enter")
    expect(reader.one("#total")).to_have_text(before)


@pytest.mark.parametrize("name", ["filters", "menu", "languages"])
def test_a_panel_on_a_phone_opens_closes_and_gives_the_place_back(new_reader, ui, name):
    reader = new_reader(ui, width=360)
    reader.open("/{ui}/search/")
    link = f'a[href="#{name}"]:visible'
    panel = reader.one(f"#{name}")
    expect(panel).to_be_hidden()
    press_until(reader, link)
    reader.page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    reader.page.keyboard.press("Tab")
    assert panel.evaluate("element => element.contains(document.activeElement)")
    reader.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(reader.one(link)).to_be_focused()


def test_filters_chosen_on_a_phone_survive_escape(new_reader, ui):
    reader = new_reader(ui, width=360)
    reader.open("/{ui}/search/")
    press_until(reader, 'a[href="#filters"]')
    reader.page.keyboard.press("Enter")
    option = press_until(reader, '#filters input[name="level"][value="primary"]')
    reader.page.keyboard.press("Space")
    reader.page.wait_for_url("**level=primary*")
    expect(reader.one("#filters")).to_be_visible()
    expect(option).to_be_focused()
    expect(reader.one("#results a.chip")).to_have_count(1)
    reader.page.keyboard.press("Escape")
    expect(reader.one("#filters")).to_be_hidden()
    expect(reader.one('a[href="#filters"]')).to_be_focused()
    expect(reader.one('a[href="#filters"]')).to_contain_text("1")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/{ui}/", "/{ui}/search/?q=rumours", practice_path(PROGRAMME), "/{ui}/cities/",
                                  practice_path(PROGRAMME).replace("/-/", "/contact/")])
def test_focus_is_drawn_and_nothing_covers_it(new_reader, ui, path, width):
    reader = new_reader(ui, width=width, reduced_motion="reduce")  # a page that glides would be measured under way
    reader.open(path)
    stops, lost = 0, []
    for _ in range(MANY):
        reader.page.keyboard.press("Tab")
        stop = reader.page.evaluate(FOCUSED)
        if stop is None:
            break
        stops += 1
        if not (stop["drawn"] and stop["inside"] and stop["uncovered"]):
            lost.append(stop)
    assert stops > 8
    assert lost == []


def test_a_question_is_asked_without_a_mouse(new_reader, ui):
    reader = new_reader(ui)
    reader.open(practice_path(PROGRAMME))
    press_until(reader, "#ask a.button")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/contact/")
    press_until(reader, 'form[method="post"] button[type="submit"]')
    reader.page.keyboard.press("Enter")
    expect(reader.one(".errors")).to_be_focused()
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    expect(reader.one('[name="text"]')).to_be_focused()
