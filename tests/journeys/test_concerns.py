"""Somebody without an account raises a concern about an entry and follows it by its code."""
from __future__ import annotations

import re
import time
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessibility import problems
from tests.journeys.test_practitioner import OPEN_AT_LEAST, errors, send
from tests.page_types import PROGRAMME, practice_path

pytestmark = pytest.mark.browser
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}")


@pytest.fixture(params=["en", "ar"])
def ui(request):
    return request.param


@pytest.fixture(params=[(360, True), (1280, False)], ids=["phone", "desk without scripts"])
def reader(request, new_reader, ui):
    width, scripts = request.param
    return new_reader(ui, width=width, scripts=scripts)


def raise_one(reader, words):
    """From the page of an entry to the code, by way of a form that was sent too empty."""
    reader.open(practice_path(PROGRAMME))
    reader.one('#ask a[href$="/concern/"]').click()
    reader.page.wait_for_url("**/concern/")
    opened = time.monotonic()
    send(reader)
    assert set(errors(reader)) == {"category", "text"}
    reader.one('[name="category"][value="privacy"]').check()
    reader.one('[name="text"]').fill(words)
    reader.page.wait_for_timeout(max(0, OPEN_AT_LEAST - (time.monotonic() - opened)) * 1000)
    send(reader)
    expect(reader.one("main h1")).to_have_text(reader.said("Your concern has been received"))
    code = reader.one("#receipt").inner_text()
    assert CODE.fullmatch(code)
    return code


def test_a_concern_is_raised_and_followed_without_an_account(reader):
    words = f"A pupil can be recognised by the school. {uuid4().hex}"
    code = raise_one(reader, words)
    assert code not in reader.page.url
    assert not any(code in cookie["value"] for cookie in reader.context.cookies())
    reader.one('.site-foot a[href$="/concerns/"]').click()
    reader.page.wait_for_url("**/concerns/")
    reader.one('[name="code"]').fill("2222-2222-2222-2222")
    send(reader)
    assert set(errors(reader)) == {"code"}
    reader.one('[name="code"]').fill(code.lower().replace("-", " "))
    send(reader)
    expect(reader.one("main h1")).to_have_text(reader.said("What became of your concern"))
    expect(reader.one("main dl")).to_contain_text(reader.said("Received"))
    assert words not in reader.page.content()
    assert code not in reader.page.url
    reader.one("main dl a").click()
    reader.page.wait_for_url("**/practices/**")


def test_nothing_is_found_on_the_way(new_reader, ui):
    reader = new_reader(ui)
    reader.open(practice_path(PROGRAMME).replace("/-/", "/concern/"))
    send(reader)
    assert problems(reader) == []
    code = raise_one(reader, f"A pupil can be recognised by the school. {uuid4().hex}")
    assert problems(reader) == []
    reader.open("/{ui}/concerns/")
    reader.one('[name="code"]').fill(code)
    send(reader)
    expect(reader.one("main dl")).to_be_visible()
    assert problems(reader) == []
