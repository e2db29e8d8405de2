"""150 payloads in every text field, opened as visitor, city, editor and administrator: nothing runs."""
from __future__ import annotations

import json
import subprocess
import sys

import pytest

from demo.accounts import PASSWORD
from tests.journeys.conftest import ROOT
from tests.journeys.payloads import PAYLOADS

pytestmark = pytest.mark.browser
WATCH = """
window.print = () => window.ran('print');
document.addEventListener('securitypolicyviolation', event => window.ran(
  `policy ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
WHO = {"visitor": "", "city": "city@exampleton.example", "editor": "editor@demo.example",
       "administrator": "admin@demo.example"}


@pytest.fixture(scope="module")
def planted(site, site_env):
    """Where to look, by role."""
    command = [sys.executable, "-m", "tests.journeys.planting"]
    done = subprocess.run(command, cwd=ROOT, env=site_env, check=True, stdout=subprocess.PIPE)
    yield json.loads(done.stdout.splitlines()[-1])
    subprocess.run([*command, "--remove"], cwd=ROOT, env=site_env, check=True)


def watched(reader):
    """What ran on the pages that a reader opens."""
    ran = []
    reader.page.expose_function("ran", lambda what=None: ran.append(f"{reader.page.url}: {what}"))
    reader.page.add_init_script(WATCH)
    return ran


def test_the_watch_would_see_a_script(new_reader, site):
    reader = new_reader("en")
    ran = watched(reader)
    reader.open("/{ui}/")
    reader.page.evaluate("const own = document.createElement('img'); own.setAttribute('onerror', 'ran(1)');"
                         "own.src = 'data:,'; document.body.append(own)")
    reader.page.wait_for_timeout(500)
    assert any("script-src" in what for what in ran)
    reader.troubles.clear()  # the browser says what it refused; here that is what was asked for


@pytest.mark.parametrize("role", WHO)
def test_no_text_becomes_a_script(new_reader, planted, role):
    reader = new_reader("en")
    if WHO[role]:
        reader.sign_in(WHO[role], PASSWORD)
    ran, seen = watched(reader), ""
    for path in planted.get(role) or planted["staff"]:
        response = reader.open(path)
        assert response.status == 200, path
        reader.page.wait_for_timeout(100)
        seen += reader.page.inner_text("body")
    assert ran == []
    assert reader.troubles == []
    shown = [payload for payload in PAYLOADS if payload in seen]
    assert len(shown) > 100, "the payloads stood on the pages, as text"
