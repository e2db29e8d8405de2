"""axe finds nothing on the pages of both desks and on those behind signed links, on a phone and on a desk."""
from __future__ import annotations

import json
import subprocess
import sys

import pytest

from demo.accounts import PASSWORD
from tests.journeys.conftest import ROOT
from tests.journeys.test_accessibility import problems
from tests.laying_out import CITY
from tests.page_types import ADMIN, BY_LINK, DESK, KEEPING

pytestmark = pytest.mark.browser
STAFF = {"second.editor@demo.example": ADMIN, "admin@demo.example": KEEPING}


@pytest.fixture(params=["en", "ar"])
def ui(request):
    return request.param


@pytest.fixture(scope="module")
def laid_out(site, site_env):
    """What the addresses name in braces."""
    command = [sys.executable, "-m", "tests.laying_out"]
    done = subprocess.run(command, cwd=ROOT, env=site_env, check=True, stdout=subprocess.PIPE)
    yield json.loads(done.stdout.splitlines()[-1])
    subprocess.run([*command, "--remove"], cwd=ROOT, env=site_env, check=True)


def found_on(reader, pages, laid_out):
    """What is wrong with some pages, by name."""
    found = {}
    for name, path in pages.items():
        answer = reader.open(path.format(ui=reader.ui, **laid_out))
        found[name] = [] if answer.status == 200 else [f"answers {answer.status}"]
        found[name] += problems(reader)
    return {name: each for name, each in found.items() if each}


def test_nothing_is_found_at_the_desk_of_a_city(new_reader, laid_out, ui):
    reader = new_reader(ui)
    reader.sign_in(CITY, PASSWORD)
    reader.page.wait_for_url("**/desk/")
    assert found_on(reader, DESK, laid_out) == {}


def test_nothing_is_found_behind_a_link(new_reader, laid_out, ui):
    assert found_on(new_reader(ui), BY_LINK, laid_out) == {}


def speak(reader, ui):
    """Choose the language of one's account, which the admin speaks too."""
    reader.open("/{ui}/desk/settings/")
    reader.one('select[name="interface_language"]').select_option(ui)
    reader.one('main form button[type="submit"]').first.click()
    reader.page.wait_for_load_state()


@pytest.mark.parametrize("email", STAFF)
def test_nothing_is_found_in_the_admin(new_reader, laid_out, ui, email):
    reader = new_reader("en")
    reader.sign_in(email, PASSWORD)
    reader.page.wait_for_url("**/desk/")
    speak(reader, ui)
    found = found_on(reader, STAFF[email], laid_out)
    speak(reader, "en")
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)
