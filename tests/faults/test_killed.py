"""A worker or a rebuild that is killed anywhere loses nothing, leaves no ghost, and no reader notices."""
from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest

pytestmark = pytest.mark.elasticsearch
ROOT = Path(__file__).resolve().parents[2]
SITE = (sys.executable, str(ROOT / "tests/faults/site.py"))
MANAGE = (sys.executable, str(ROOT / "manage.py"))
ENTRIES = 60
PATIENCE = 180.0  # real seconds on a busy machine; what is asserted is the state at the end


class Site:
    """Folder, environment and processes of one site."""

    def __init__(self, folder):
        self.environment = {
            **os.environ, "DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/kb.sqlite3",
            "DJANGO_SETTINGS_MODULE": "kb.settings.dev", "SEARCH_VECTORS": "none", "PYTHONUNBUFFERED": "1",
            "SEARCH_INDEX_PREFIX": f"kbtest-{uuid.uuid4().hex[:12]}",
        }

    def start(self, *command, **more):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, **more}
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, **pipes)

    def run(self, *command):
        done = subprocess.run(command, cwd=ROOT, env=self.environment, text=True, capture_output=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def told(self, order):
        code, out, error = self.run(*SITE, order)
        assert out, error
        return code, json.loads(out.splitlines()[-1])

    def drop(self):
        self.run(sys.executable, "-c", (
            "import django; django.setup(); from search import engine; engine.build(engine.ELASTICSEARCH).drop()"))


class Editor:
    """A process that edits and searches until it is told to stop; what it acknowledged, and every answer."""

    def __init__(self, site, seed):
        self._process = site.start(*SITE, "edit", str(seed), stdin=subprocess.PIPE)
        self.rows, self.ready = [], threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self.ready.wait(PATIENCE), self.rows

    def _read(self):
        for line in self._process.stdout:
            try:
                self.rows.append(json.loads(line))
            except ValueError:
                self.rows.append({"said": line})
            self.ready.set()

    def stop(self):
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self._process.stdout.close()

    @property
    def acknowledged(self):
        """The last title and state of every entry."""
        last = {}
        for row in self.rows:
            if "key" in row:
                last.setdefault(row["key"], {}).update(
                    {name: row[name] for name in ("title", "state") if name in row})
        return last


def until_said(process, text):
    """Read what a process says until it says this; what came before."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if text in line:
            break
    return lines


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    own = Site(tmp_path_factory.mktemp("killed"))
    for command in ((*MANAGE, "migrate", "-v0"), (*SITE, "make", str(ENTRIES)), (*MANAGE, "search_rebuild")):
        code, out, error = own.run(*command)
        assert code == 0, out + error
    yield own
    own.drop()


def one_round(site, chance):
    """A worker and now and then a rebuild beside it, killed when they are at work."""
    worker = site.start(*MANAGE, "worker", "--pause", "0.05")
    until_said(worker, "waits for changes")
    if chance.random() < 0.5:
        time.sleep(chance.random() * 1.5)
        kill(worker)
        return
    rebuild = site.start(*MANAGE, "search_rebuild")
    time.sleep(2.0 + chance.random() * 3.0)  # it takes about two seconds to begin
    kill(rebuild)
    time.sleep(chance.random())
    kill(worker)


def settle(site):
    """Start a worker, let it work until the index is true, and stop it."""
    site.run(*SITE, "free")
    worker = site.start(*MANAGE, "worker", "--pause", "0.05")
    said = []
    reader = threading.Thread(target=lambda: said.extend(worker.stdout), daemon=True)
    reader.start()
    ends = time.monotonic() + PATIENCE
    while True:
        code, told = site.told("clean")
        if (code == 0 and told["marked"] and not told["waits"]) or time.monotonic() > ends:
            break
    worker.terminate()
    worker.wait(PATIENCE)
    reader.join(PATIENCE)
    worker.stdout.close()
    assert code == 0, (told, said[-20:])
    return told


def killed_again_and_again(site, times, seed):
    chance = random.Random(seed)
    editor = Editor(site, seed)
    try:
        for _number in range(times):
            one_round(site, chance)
            site.run(*SITE, "free")
    finally:
        editor.stop()
    told = settle(site)
    assert told["marked"]
    assert told["waits"] == 0
    assert told["alias"] == told["behind"]  # nothing is left beside the index that is searched
    assert len(told["alias"]) == 1
    answers = [row for row in editor.rows if "engine" in row]
    assert len(answers) > times
    assert {row["engine"] for row in answers} <= {"elasticsearch", "embedded"}
    assert [row for row in editor.rows if "failed" in row or "said" in row] == []
    _code, held = site.told("held")
    for key, last in editor.acknowledged.items():
        state, title = held[key]
        assert state == last.get("state", state)
        assert title == last.get("title", title)


def test_killed_five_times(site):
    killed_again_and_again(site, 5, seed=5)


@pytest.mark.soak
def test_killed_fifty_times(site):
    killed_again_and_again(site, 50, seed=50)
