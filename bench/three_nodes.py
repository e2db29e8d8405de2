"""Three nodes of Elasticsearch of which one is killed while readers search; bench/README.md says how.

The nodes are this script's own, on ports of their own, and are gone afterwards with all they kept.
"""
from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import made_up, start
from bench.figures import percentiles, table

NODES, PORT, HEAP = 3, 9320, "512m"
READERS, SECONDS, KILLED_AFTER = 4, 30.0, 8.0
WARMING = 60.0  # seconds at most
PRACTICES = 2_000
SCRIPT = start.ROOT / "scripts/elasticsearch"


@dataclass
class Cluster:
    """The nodes of one run, steered through the project's own script."""

    port: int
    environment: dict[str, str]

    @property
    def hosts(self) -> list[str]:
        """The address of every node."""
        return [f"http://127.0.0.1:{self.port + number}" for number in range(NODES)]

    def steer(self, *arguments: str) -> None:
        """Call the script; what it says on an error is shown."""
        subprocess.run([sys.executable, SCRIPT, *arguments], env=self.environment, check=True, stdout=sys.stderr)

    def ask(self, path: str, host: int = 0) -> Any:
        """What a node answers."""
        with urllib.request.urlopen(self.hosts[host] + path, timeout=90) as answer:
            return json.load(answer)

    def leader(self) -> int:
        """The number (1 to 3) of the node that the others have elected."""
        return int(self.ask("/_cat/master?format=json")[0]["node"].rpartition("-")[2])


@contextmanager
def cluster(port: int) -> Iterator[Cluster]:
    """Three small nodes; the distribution that was fetched before is used again."""
    subprocess.run([sys.executable, SCRIPT, "fetch"], check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="bench-nodes-", dir="/var/tmp") as folder:
        place = Path(folder)
        place.chmod(0o755)  # the nodes do not run as root
        (place / "elasticsearch").mkdir()
        (place / "elasticsearch/dist").symlink_to(_distribution())
        own = Cluster(port, {**os.environ, "KB_SERVERS_DIR": folder, "ES_HEAP": HEAP})
        own.steer("start", "--nodes", str(NODES), "--port", str(port))
        try:
            yield own
        finally:
            own.steer("stop")


def _distribution() -> Path:
    """Where the project's script keeps what it fetched."""
    sys.path.insert(0, str(start.ROOT / "scripts"))
    import servers

    return servers.state("elasticsearch") / "dist"


@dataclass
class Tally:
    """What readers met: when each search began after the first, how long it took, who answered."""

    began: float = field(default_factory=time.monotonic)
    searches: list[tuple[float, float, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    ends: threading.Event = field(default_factory=threading.Event)

    def read(self, requests: Sequence[Any]) -> None:
        """Search until the end, one request after the other, as the site does."""
        from django.db import connections

        from search import engine

        place = 0
        while not self.ends.is_set():
            began = time.monotonic()
            try:
                results = engine.answer(requests[place % len(requests)])
                kind = _kind(results)
            except Exception as error:
                kind = "failed"
                self.failed.append(type(error).__name__)
            self.searches.append((began - self.began, (time.monotonic() - began) * 1000, kind))
            place += 1
        connections.close_all()


def _kind(results: Any) -> str:
    """Who answered: the cluster whole, part of it, the embedded engine in its place, or nobody."""
    if results.engine == "none":
        return "failed"
    if results.engine != "elasticsearch":
        return "embedded instead"
    return "part of the cluster" if results.degraded else "the cluster"


def run(own: Cluster, seconds: float, killed_after: float, practices: int) -> dict[str, Any]:
    """Fill, search with four readers, kill the elected node, go on; the figures."""
    fill(own, practices)
    requests = made_up.questions(300, made_up.sentences())
    warm(requests)
    tally = Tally()
    readers = [threading.Thread(target=tally.read, args=(requests[number::READERS],)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    time.sleep(killed_after)
    number = own.leader()
    start.say(f"killing node {number}, which leads")
    killed = time.monotonic() - tally.began
    own.steer("kill", str(number))
    time.sleep(max(seconds - killed_after, 1))
    tally.ends.set()
    for reader in readers:
        reader.join()
    return report(tally, killed, own, alive=0 if number != 1 else 1)


def fill(own: Cluster, practices: int) -> None:
    """Both engines, the server's with a copy of every shard on another node."""
    from search import engine

    start.say(f"filling {practices} practices")
    for index in engine.indexes():
        index.engine.rebuild(made_up.documents(practices, made_up.sentences()), practices)
    health = own.ask("/_cluster/health?wait_for_status=green&timeout=60s")
    if health["status"] != "green":
        raise RuntimeError(f"the cluster is {health['status']} before anything was killed")


def warm(requests: Sequence[Any]) -> None:
    """Nodes that have just started are slow; go on until they answer one reader in time, for a minute at most."""
    from search import engine

    logging.getLogger(engine.__name__).setLevel(logging.ERROR)  # what falls back is counted
    in_time, ends = 0, time.monotonic() + WARMING
    while in_time < len(requests) and time.monotonic() < ends:
        for request in requests:
            in_time = in_time + 1 if _kind(engine.answer(request)) == "the cluster" else 0


def report(tally: Tally, killed: float, own: Cluster, alive: int) -> dict[str, Any]:
    """The searches before and after the loss."""
    before = [row for row in tally.searches if row[0] + row[1] / 1000 < killed]
    after = [row for row in tally.searches if row[0] + row[1] / 1000 >= killed]
    health = own.ask("/_cluster/health", alive)
    return {
        "before": _side(before),
        "after": _side(after),
        "failed": len([row for row in tally.searches if row[2] == "failed"]),
        "errors": sorted(set(tally.failed)),
        "longest_ms": round(max((row[1] for row in after), default=0.0), 1),
        "slowest": [{"after_s": round(began - killed, 2), "ms": round(spent), "by": kind}
                    for began, spent, kind in sorted(after, key=lambda row: -row[1])[:5]],
        "nodes_left": health["number_of_nodes"],
        "status_at_the_end": health["status"],
    }  # fmt: skip


def _side(rows: Sequence[tuple[float, float, str]]) -> dict[str, Any]:
    kinds = ("the cluster", "part of the cluster", "embedded instead", "failed")
    return {"searches": len(rows), "ms": percentiles([row[1] for row in rows]),
            **{kind: sum(row[2] == kind for row in rows) for kind in kinds}}  # fmt: skip


def measure(seconds: float = SECONDS, killed_after: float = KILLED_AFTER, practices: int = PRACTICES,
            port: int = PORT) -> dict[str, Any]:  # fmt: skip
    """The whole of it, with nodes of its own."""
    from django.conf import settings

    before = settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_SHARDS
    with cluster(port) as own:
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_SHARDS = ",".join(own.hosts), NODES
        try:
            return run(own, seconds, killed_after, practices)
        finally:
            settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_SHARDS = before


def tables(found: dict[str, Any]) -> str:
    """Before and after beside each other."""
    rows = [{"when": when, **found[when]} for when in ("before", "after")]
    slowest = table("The slowest searches after the loss", found["slowest"])
    return table("Three nodes, the leading one killed", rows) + slowest + f"\n\nFailed: {found['failed']}."


def main() -> None:
    """Run once; the exit code is 1 where a search failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--killed-after", type=float, default=KILLED_AFTER)
    parser.add_argument("--practices", type=int, default=PRACTICES)
    parser.add_argument("--port", type=int, default=PORT, help="of the first node")
    chosen = parser.parse_args()
    start.models("none")
    start.django()
    start.database()
    found = measure(chosen.seconds, chosen.killed_after, chosen.practices, chosen.port)
    print(json.dumps(found))
    print(tables(found))
    sys.exit(bool(found["failed"]))


if __name__ == "__main__":
    main()
