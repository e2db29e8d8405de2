"""How fast documents are indexed by their words, and Elasticsearch beside a bare load of the same JSON."""
from __future__ import annotations

import argparse
import http.client
import json
import statistics
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from bench import engines, made_up, start
from bench.figures import table

ROUNDS = 3
SIZES = {"as long as the demonstration's": (made_up.DEMO_SIZED, 3_000), "short": (made_up.SHORT, 10_000)}
Row = dict[str, Any]
Sent = list[tuple[str, str, bytes]]


def measure(share: float = 1.0, rounds: int = ROUNDS) -> list[Row]:
    """Documents in a second by engine and length, the median of some rounds."""
    pool = made_up.sentences()
    rows = []
    for label, (length, full) in SIZES.items():
        made = list(made_up.documents(max(int(full * share), 1), pool, length))
        words = _words(made)
        start.say(f"indexing {len(made)} documents of {words} words")
        given = {"documents": label, "number": len(made), "words each": words}
        rows.append({**given, "engine": "embedded", **_speed(_embedded(made, rounds), len(made))})
        if engines.server():
            rows += [{**given, **row} for row in _elasticsearch(made, rounds)]
    return rows


def _words(made: Sequence[Any]) -> int:
    from search.analysis import words

    some = made[:200]
    return round(sum(sum(1 for _ in words(f"{text.title} {text.summary} {text.body}"))
                     for each in some for text in each.texts) / len(some))  # fmt: skip


def _embedded(made: Sequence[Any], rounds: int) -> list[float]:
    times = []
    for number in range(rounds):
        with engines.folder() as place, engines.embedded(place / f"{number}.sqlite3", engines.without_vectors()) as own:
            times.append(_timed(lambda own=own: own.rebuild(made, len(made))))
    return times


def _elasticsearch(made: Sequence[Any], rounds: int) -> Iterator[Row]:
    """In turns, so that what else the machine does is shared by both."""
    own, bare = [], []
    for _ in range(rounds):
        with engines.elasticsearch(engines.without_vectors()) as (engine,), recorded() as sent:
            began = time.perf_counter()
            engine.rebuild(made, len(made))
            own.append(time.perf_counter() - began)
        bare.append(load(sent))
    yield {"engine": "Elasticsearch", **_speed(own, len(made))}
    ratio = statistics.median(bare) / statistics.median(own)
    yield {"engine": "bare _bulk of the same JSON", **_speed(bare, len(made)), "ours of it": round(ratio, 2)}


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _speed(times: Sequence[float], count: int) -> Row:
    return {"documents/s": round(count / statistics.median(times)), "ours of it": None}


@contextmanager
def recorded() -> Iterator[Sent]:
    """What the client sends to make and fill an index, as bytes."""
    from elastic_transport import Transport

    sent: Sent = []
    original = Transport.perform_request

    def noting(self: Any, method: str, target: str, *, body: Any = None, headers: Any = None, **more: Any) -> Any:
        if target.split("?")[0].endswith("/_bulk") or (method == "PUT" and body and "mappings" in body):
            mimetype = (headers or {}).get("content-type", "application/json")
            sent.append((method, target, self.serializers.dumps(body, mimetype=mimetype)))
        return original(self, method, target, body=body, headers=headers, **more)

    Transport.perform_request = noting  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        Transport.perform_request = original  # type: ignore[method-assign]


def load(sent: Sent) -> float:
    """The same index made anew and the same documents sent by nothing but HTTP; seconds from create to refresh."""
    name = f"bench-bare-{uuid.uuid4().hex[:12]}"
    created = next(body for method, _target, body in sent if method == "PUT")
    former = next(target for method, target, _body in sent if method == "PUT").strip("/").split("?")[0]
    bulks = [_renamed(body, former, name) for method, _target, body in sent if method != "PUT"]
    description = {key: value for key, value in json.loads(created).items() if key != "aliases"}
    wire = http.client.HTTPConnection(urlsplit(engines.server().split(",")[0]).netloc, timeout=120)
    try:
        began = time.perf_counter()
        _send(wire, "PUT", f"/{name}", json.dumps(description).encode())
        for body in bulks:
            _send(wire, "POST", "/_bulk", body)
        _send(wire, "POST", f"/{name}/_refresh", b"")
        return time.perf_counter() - began
    finally:
        _send(wire, "DELETE", f"/{name}", b"")
        wire.close()


def _renamed(body: bytes, former: str, name: str) -> bytes:
    """A bulk request for another index."""
    return body.replace(f'"_index":"{former}"'.encode(), f'"_index":"{name}"'.encode())


def _send(wire: http.client.HTTPConnection, method: str, path: str, body: bytes) -> None:
    kind = "application/x-ndjson" if path == "/_bulk" else "application/json"
    wire.request(method, path, body, {"Content-Type": kind})
    answer = wire.getresponse()
    said = answer.read()
    if answer.status >= 300 or b'"errors":true' in said[:200]:
        raise RuntimeError(f"{method} {path.split('?')[0]}: {answer.status} {said[:300]!r}")


def tables(rows: Sequence[Row]) -> str:
    """Speeds beside each other."""
    return table("Indexing by words", rows)


def main() -> None:
    """Measure indexing alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the usual number of documents")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    start.django()
    rows = measure(chosen.share, chosen.rounds)
    print(json.dumps(rows))
    print(tables(rows))


if __name__ == "__main__":
    main()
