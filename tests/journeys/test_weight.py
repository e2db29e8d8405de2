"""A first visit costs little: 100 kB and ten requests at most on a phone, all of it from this site."""
from __future__ import annotations

import pytest

from tests.page_types import CASE_STUDY, PROGRAMME, practice_path

pytestmark = pytest.mark.browser
MOST_BYTES, MOST_REQUESTS = 100_000, 10
GRAVE = {"ContentSecurityPolicyIssue", "MixedContentIssue", "CorsIssue", "CookieIssue", "BlockedByResponseIssue"}
PAGES = {"home": "/{ui}/", "search": "/{ui}/search/", "search for a word": "/{ui}/search/?q=police&level=primary",
         "case study": practice_path(CASE_STUDY), "programme": practice_path(PROGRAMME)}


@pytest.fixture(params=["en", "ar", "zh"])
def ui(request):
    return request.param


class Meter:
    """Counts what comes over the wire, as Chromium's own network panel does."""

    def __init__(self, page):
        self.addresses, self.bytes, self.violations = {}, {}, []
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)
        session.on("Audits.issueAdded", self._reported)
        for command in ("Network.enable", "Network.clearBrowserCache", "Audits.enable"):
            session.send(command)

    def _sent(self, event):
        if not event["request"]["url"].startswith("data:"):
            self.addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event):
        if event["requestId"] in self.addresses:
            self.bytes[event["requestId"]] = event["encodedDataLength"]

    def _reported(self, event):
        if event["issue"]["code"] in GRAVE:
            self.violations.append(event["issue"])

    def report(self):
        return {address: self.bytes.get(key) for key, address in self.addresses.items()}


@pytest.mark.parametrize("name", PAGES)
def test_the_first_load_is_light(new_reader, ui, name):
    reader = new_reader(ui, width=360)
    address = reader.site + PAGES[name].replace("{ui}", ui)
    final = reader.context.request.get(address).url  # a short address leads on: measured is where a reader arrives
    meter = Meter(reader.page)
    reader.page.goto(final, wait_until="networkidle")
    report = meter.report()
    assert None not in report.values()
    assert len(report) > 2
    assert sum(report.values()) <= MOST_BYTES, report
    assert len(report) <= MOST_REQUESTS, report
    assert all(each.startswith(f"{reader.site}/") for each in report)
    assert meter.violations == []
