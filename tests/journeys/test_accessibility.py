"""axe finds nothing on any type of page, on a small phone and on a desk; and nothing has to be scrolled sideways."""
from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from demo.accounts import PASSWORD
from tests.page_types import MISSING, PAGES, PROGRAMME, SIGNED_IN, practice_path

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
WIDTHS = (320, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => {
  const {violations} = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  const told = node => `${node.html.slice(0, 160)} ${node.failureSummary}`;
  return violations.map(each => `${each.id}: ${each.nodes.slice(0, 3).map(told).join(" | ")}`);
}"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter(
  element => element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1
).slice(0, 3).map(element => element.outerHTML.slice(0, 120))"""
OTHERS = {"page that is not there": MISSING}


@pytest.fixture(params=["en", "ar"])
def ui(request):
    return request.param


def problems(reader):
    """What axe and a look at the width say of the page that is open, on a phone and on a desk."""
    reader.page.evaluate(AXE)
    found = []
    for width in WIDTHS:
        reader.page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {each}" for each in reader.page.evaluate(RUN, RULES)]
        if reader.page.evaluate(SIDEWAYS):
            found.append(f"{width} px: sideways: {reader.page.evaluate(TOO_WIDE)}")
    return found


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_nothing_is_found_on_a_page(new_reader, ui, name):
    reader = new_reader(ui)
    answer = reader.open({**PAGES, **OTHERS}[name])
    assert answer.status == (404 if name in OTHERS else 200)
    assert problems(reader) == []


@pytest.mark.parametrize("email", ["city@exampleton.example", "practitioner@demo.example"])
def test_nothing_is_found_on_pages_of_ones_own(new_reader, ui, email):
    reader = new_reader(ui)
    reader.sign_in(email, PASSWORD)
    expect(reader.one(f'#menu a[href="/{reader.ui}/desk/"]')).to_be_attached()
    for name, path in SIGNED_IN.items():
        assert reader.open(path).status == 200, name
        assert problems(reader) == [], name


@pytest.mark.parametrize("panel", ["filters", "menu", "languages"])
def test_nothing_is_found_on_an_open_panel(new_reader, ui, panel):
    reader = new_reader(ui, width=320)
    reader.open("/{ui}/search/?q=police&level=primary")
    reader.open_panel(panel)
    assert problems(reader) == []


def test_nothing_is_found_on_a_form_with_errors(new_reader, ui):
    reader = new_reader(ui)
    reader.open(practice_path(PROGRAMME).replace("/-/", "/contact/"))
    reader.one('main form[method="post"] button[type="submit"]').click()
    assert reader.one(".errors a").count() > 1
    assert problems(reader) == []


def test_nothing_is_found_on_a_refused_sign_in(new_reader, ui):
    reader = new_reader(ui)
    reader.sign_in("nobody@demo.example", "not-the-password-of-anybody")
    assert reader.one(".errors").is_visible()
    assert problems(reader) == []


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
@pytest.mark.parametrize("ui", ["ru"])
def test_long_words_need_no_scrolling_sideways_on_a_small_phone(new_reader, ui, name):
    reader = new_reader(ui, width=320)
    reader.open({**PAGES, **OTHERS}[name])
    assert not reader.page.evaluate(SIDEWAYS), reader.page.evaluate(TOO_WIDE)


def test_the_check_can_fail(new_reader):
    reader = new_reader("en")
    reader.open("/{ui}/about/")
    reader.page.evaluate("""() => {
      const wide = Object.assign(document.createElement("img"), {src: "/static/icon.svg"});
      document.querySelector("main").append(wide);
      wide.style.minWidth = "400px";
    }""")
    found = " ".join(problems(reader))
    assert "image-alt" in found
    assert "sideways" in found
