"""A site of its own for the browser: a server in another process, on the demonstration, as `make run` starts it."""
from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from tests.journeys.reader import Reader

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
             "--disable-component-update", "--disable-sync", "--disable-quic"]
LOOPBACK = "127.0.0.1"


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def _environment(folder: Path, port: int) -> dict[str, str]:
    """The site believes what the browser says of its own address, so that limits count each reader apart."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "kb.settings.dev", "DATA_DIR": str(folder), "PYTHONWARNINGS": "",
           "SEARCH_INDEX_PREFIX": "journeys", "BASE_URL": f"http://{LOOPBACK}:{port}", "TRUSTED_PROXIES": LOOPBACK}
    if env.get("DATABASE_URL"):
        env["DATABASE_URL"] = _own_database(env["DATABASE_URL"])
    return env


def _own_database(url: str) -> str:
    """A database beside the one of the tests, made afresh."""
    import psycopg

    name = "kb_journeys"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return url.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    """Where the running site keeps its database, files and mails."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site_env(site_folder):
    """The environment of the running site, for commands that are to work on its data."""
    return _environment(site_folder, _free_port())


@pytest.fixture(scope="session")
def site(site_env, site_folder):
    """The address of a running site with demo content."""
    env, port = site_env, site_env["BASE_URL"].rsplit(":", 1)[1]
    manage = [sys.executable, str(ROOT / "manage.py")]
    for command in (["migrate", "-v0"], ["demo", "-v0"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=env, check=True)
    log = (site_folder / "server.log").open("wb")
    processes = [subprocess.Popen([*manage, "runserver", "--noreload", f"{LOOPBACK}:{port}"], cwd=ROOT, env=env,
                                  stdout=log, stderr=log)]
    if env.get("ELASTICSEARCH_URL"):
        processes.append(subprocess.Popen([*manage, "worker"], cwd=ROOT, env=env, stdout=log, stderr=log))
    try:
        _wait(f"http://{LOOPBACK}:{port}/health/live", site_folder / "server.log")
        yield f"http://{LOOPBACK}:{port}"
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            _end(process)
        log.close()


def _end(process: subprocess.Popen) -> None:
    """Wait for a process that was told to end; one that does not is killed."""
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(url: str, log: Path) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise RuntimeError(f"The site did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def mails(site, site_folder):
    """The folder where the site keeps the mails it sends."""
    return site_folder / "mail"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, without a download."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("needs Chromium: install the package chromium, or name it in CHROMIUM")
    return {**browser_type_launch_args, "executable_path": path, "args": ARGUMENTS}


_addresses = count(1)


@pytest.fixture
def new_reader(browser, site):
    """Makes readers, each with a browser profile and a network address of their own.

    At the end no page of theirs may have written an error to the console or asked another host for anything.
    """
    readers = []

    def make(ui="en", *, width=1280, scripts=True, **options):
        headers = {"X-Forwarded-For": f"203.0.113.{next(_addresses) % 250 + 1}"}
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, extra_http_headers=headers,
            **options)
        reader = Reader(context, site, ui, scripts)
        readers.append(reader)
        return reader

    yield make
    troubles = [trouble for reader in readers for trouble in reader.troubles]
    for reader in readers:
        reader.context.close()
    assert troubles == []
