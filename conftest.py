"""What holds for every test: which need a server or a browser, and that in CI none is skipped for want of one.

A test that needs something says so by its marker or skips with a reason that begins with "needs". On one's own machine
such a test is skipped; in CI (`CI=true`) that is a failure. CI runs the suite twice: without services, where the tests
marked `elasticsearch` or `postgresql` are left out, and with both (`CI_SERVICES=1`), where they run and the browser
tests, which are the same there, run in English alone.
"""
from __future__ import annotations

import os
from collections.abc import Generator

import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
WITH_SERVICES = bool(os.environ.get("CI_SERVICES"))
NEEDED = {
    "elasticsearch": (bool(os.environ.get("ELASTICSEARCH_URL")), "needs Elasticsearch: set ELASTICSEARCH_URL"),
    "postgresql": (
        os.environ.get("DATABASE_URL", "").startswith(("postgres:", "postgresql:")),
        "needs PostgreSQL: set DATABASE_URL",
    ),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, or in CI's first run leave out, what needs a server that the environment does not name."""
    left_out = [item for item in items if WITH_SERVICES and _in_another_language(item)]
    for marker, (present, reason) in NEEDED.items():
        for item in (each for each in items if each.get_closest_marker(marker) and not present):
            if IN_CI and not WITH_SERVICES:
                left_out.append(item)
            else:
                item.add_marker(pytest.mark.skip(reason=reason))
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """Let one parallel worker run all browser tests, so that the site they visit is built once."""
    if item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.xdist_group("browser"))


def _in_another_language(item: pytest.Item) -> bool:
    parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    language = parameters.get("language", parameters.get("ui", "en"))
    return item.get_closest_marker("browser") is not None and language != "en"


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip for want of something into a failure."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    if IN_CI and report.skipped and reason.removeprefix("Skipped: ").startswith("needs "):
        report.outcome = "failed"
        report.longrepr = f"In CI nothing is skipped for want of a server or a browser: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at every test's skip."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look at every skip of a whole file."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(autouse=True)
def fresh_tables() -> Generator[None, None, None]:
    """Names and labels are kept in memory; what a test wrote and rolled back must not reach the next one."""
    from core.stamps import forget_all

    yield
    forget_all()
