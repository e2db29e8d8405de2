"""Measuring runs to its end at small sizes, so that it does not rot; figures are not judged here."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import figures, made_up

ROOT = Path(__file__).resolve().parents[2]
NEEDED_MB = 5_000  # three nodes, and what else runs


def run(*arguments, **environment):
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
                          timeout=900, env={**os.environ, **environment})


def test_latency_and_indexing_are_measured_beside_the_stock_search(tmp_path):
    file = tmp_path / "figures.json"
    done = run("bench", "latency", "indexing", "--sizes", "40", "--questions", "5", "--share", "0.005",
               "--models", "none", "--json", str(file))
    assert done.returncode == 0, done.stderr
    found = json.loads(file.read_text())
    engines = {row["engine"] for row in found["latency"]}
    assert {"embedded, words", "stock SQLite AND", "stock SQLite OR"} <= engines
    assert all(row["found"] and row["asked"] == 5 for row in found["latency"] if row["engine"] != "stock SQLite AND")
    assert all(row["documents/s"] > 0 for row in found["indexing"])


def test_relevance_is_measured_beside_the_stock_search(tmp_path):
    group = {"group": "g", "mixed": True}
    documents = [{**group, "id": "a", "language": "en", "title": "Lighthouse", "body": "A lighthouse of the harbour."}]
    documents += [{**documents[0], "id": "b", "group": "h", "title": "Bridge", "body": "A bridge over the river."}]
    queries = [{"id": "q", "language": "en", "text": "harbour lighthouse", "short": "lighthouse", "group": "g"}]
    for name, rows in (("documents", documents), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = run("bench.relevance", "--relevance", str(tmp_path), "--models", "none", "--task", "mono")
    assert done.returncode == 0, done.stderr
    reports = json.loads(done.stdout.splitlines()[0])
    assert {report["average"]["ndcg@10"] for report in reports} == {1.0}


@pytest.mark.soak
def test_no_search_fails_when_one_of_three_nodes_is_killed():
    if _free_mb() < NEEDED_MB:
        pytest.skip(f"needs {NEEDED_MB} MB of free memory")
    done = run("bench.three_nodes")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[0])
    assert found["failed"] == 0
    assert found["nodes_left"] == 2
    assert found["after"]["the cluster"] > 0


def _free_mb():
    free = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemAvailable"))
    return int(free.split()[1]) // 1024


def test_percentiles_are_by_nearest_rank():
    assert figures.percentiles(list(range(1, 101))) == {"p50": 50, "p95": 95, "p99": 99}
    assert figures.percentiles([7.0]) == {"p50": 7.0, "p95": 7.0, "p99": 7.0}


def test_what_is_made_up_is_the_same_every_time():
    pool = made_up.sentences()
    assert list(made_up.documents(5, pool)) == list(made_up.documents(5, pool))
    assert made_up.questions(5, pool) == made_up.questions(5, pool)
