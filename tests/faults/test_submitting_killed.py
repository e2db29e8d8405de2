"""A site that is killed at random points of submitting loses nothing it acknowledged and leaves nothing half done."""
from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db  # only so that there are tables to copy
ROOT = Path(__file__).resolve().parents[2]
CITY = (sys.executable, str(ROOT / "tests/faults/city.py"))
STEPS, PAUSE = 14, 0.5  # answers, which are a little more than one entry, and seconds
PATIENCE = 180.0  # real seconds on a busy machine; what is asserted is the state at the end


class Site:
    """Folder and environment of one site, which shares the tables of nobody."""

    def __init__(self, folder):
        self.environment = {
            **os.environ, "DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/kb.sqlite3",
            "DJANGO_SETTINGS_MODULE": "kb.settings.dev", "SEARCH_VECTORS": "none", "PYTHONUNBUFFERED": "1",
            "ELASTICSEARCH_URL": "", "DEMO": "off",
        }

    def start(self, *order):
        return subprocess.Popen([*CITY, *order], cwd=ROOT, env=self.environment, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def told(self, *order):
        process = self.start(*order)
        said = process.communicate(timeout=PATIENCE)[0]
        assert process.returncode == 0, said
        return json.loads(said.splitlines()[-1])


@pytest.fixture
def site(tmp_path, settings, db):
    """A copy of the demonstration where this run has it in a file, else empty tables."""
    own = Site(tmp_path)
    if connection.vendor == "sqlite":
        with (closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
              closing(sqlite3.connect(tmp_path / "kb.sqlite3")) as copy):
            source.backup(copy)
        shutil.copytree(settings.MEDIA_ROOT, tmp_path / "media", dirs_exist_ok=True)
    else:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=own.environment, check=True)
    own.told("make")
    return own


def killed(site, seed, steps, pause):
    """Kill a city that writes, so many answers and a moment after; what was acknowledged. The last line may be torn."""
    process = site.start("write", str(seed))
    lines, ready = [], threading.Event()

    def read():
        for line in process.stdout:
            lines.append(line)
            if len(lines) > steps:
                ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    assert ready.wait(PATIENCE)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)
    reader.join(PATIENCE)
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL, "".join(lines)
    return [json.loads(line) for line in lines if line.endswith("}\n")]


def acknowledged(rows):
    """What stands of each entry according to what the site has answered."""
    found = {}
    for row in rows:
        if "begun" in row:
            found[row["begun"]] = {}
        elif "key" in row:
            found[row["key"]] |= row
    return found


def again_and_again(site, times, seed):
    chance, rows = random.Random(seed), []
    for number in range(times):
        rows += killed(site, seed * 1_000 + number, chance.randint(0, STEPS), chance.random() * PAUSE)
    told = site.told("held")
    assert told["trouble"] == []
    assert told["stored"] == []
    for key, last in acknowledged(rows).items():
        stands = told["entries"].get(key)
        if last.get("deleted"):
            assert stands is None
            continue
        if stands is None:  # it was being deleted when the end came, which nobody was told
            assert "file" in last
            assert "submitted" not in last
            continue
        assert stands["title"] == last.get("title", stands["title"])
        assert last.get("file", "") in ["", *stands["files"]]
        assert stands["state"] == "submitted" or not last.get("submitted")
    return rows


def test_killed_five_times(site):
    rows = again_and_again(site, 5, seed=5)
    assert any("file" in row for row in rows)


@pytest.mark.soak
def test_killed_fifty_times(site):
    rows = again_and_again(site, 50, seed=50)
    assert any("submitted" in row for row in rows)
    assert any("deleted" in row for row in rows)
