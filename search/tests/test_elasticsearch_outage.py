"""A server that is away, slow or talking nonsense is told as an outage, never as nothing found."""
import contextlib
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from unittest import mock

import pytest

from search.contract import DocumentRefused, Request, SearchUnavailable
from search.engines import elasticsearch
from search.engines.breaker import Breaker
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.filling import refused as refused_by


@contextlib.contextmanager
def server(status=200, answer=b"{}", kind="application/json", keys=None):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get("content-length", 0)))
            requests.append(self.path)
            self.server.keys.append(self.headers.get("authorization"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_PUT = do_POST

        def log_message(self, *arguments):
            pass

    requests, keys = [], [] if keys is None else keys
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.keys = keys
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}", requests
        finally:
            running.shutdown()
            thread.join()


def engine_at(url):
    return ElasticsearchEngine(url=url, prefix="kbtest-none", breaker=Breaker(clock=lambda: 0.0))


def refused():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_a_server_that_refuses():
    engine = engine_at(refused())
    with pytest.raises(SearchUnavailable):
        engine.search(Request(q="peace"))
    assert not engine.status().available


def test_a_server_that_hangs():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(SearchUnavailable):
            engine_at(f"http://127.0.0.1:{silent.getsockname()[1]}").search(Request())


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (500, b'{"error": "broken"}', "application/json"),
        (429, b'{"error": "too busy"}', "application/json"),
        (404, b'{"error": {"type": "index_not_found_exception"}}', "application/json"),
        (200, b"{}", "application/json"),
        (200, b'{"hits": 3, "timed_out": false, "_shards": {"failed": 0}}', "application/json"),
        (200, b"[]", "application/json"),
        (200, b"{", "application/json"),
        (200, b"<html>", "text/html"),
    ],
)
def test_a_server_that_talks_nonsense(status, answer, kind):
    with server(status, answer, kind) as (url, _requests), pytest.raises(SearchUnavailable):
        engine_at(url).search(Request(q="peace", facets=("form",)))


def test_writing_to_a_server_that_is_away_fails_loudly():
    engine = engine_at(refused())
    for write in (lambda: engine.index([]), lambda: engine.delete(["a"]), lambda: engine.rebuild([], 0)):
        with pytest.raises(SearchUnavailable):
            write()


def test_after_three_failures_the_server_is_left_alone():
    with server(503) as (url, requests):
        engine = engine_at(url)
        for _ in range(5):
            with pytest.raises(SearchUnavailable):
                engine.search(Request())
    assert len(requests) == 3


def test_an_answer_without_all_shards_is_said():
    answer = b'{"timed_out": false, "_shards": {"failed": 1}, "hits": {"total": {"value": 0}, "hits": []}}'
    with server(answer=answer) as (url, _requests):
        assert engine_at(url).search(Request()).degraded


@pytest.mark.parametrize(
    ("status", "of_the_document"), [(400, True), (413, True), (403, False), (429, False), (503, False)]
)
def test_a_document_that_is_refused_is_no_outage_and_an_outage_no_refusal(status, of_the_document):
    with pytest.raises(SearchUnavailable) as raised:
        refused_by({"items": [{"index": {"_id": "a", "status": status}}]}, {409})
    assert isinstance(raised.value, DocumentRefused) == of_the_document


def test_the_key_of_the_site_is_sent(settings):
    settings.ELASTICSEARCH_API_KEY = "key-of-the-site"
    keys = []
    with server(503, keys=keys) as (url, _requests), pytest.raises(SearchUnavailable):
        engine_at(url).search(Request())
    assert keys == ["ApiKey key-of-the-site"]


def test_an_authority_of_the_site_is_asked_on_every_node(settings):
    settings.ELASTICSEARCH_CA_CERTS = "/etc/authority.pem"
    nodes = engine_at("https://127.0.0.1:9, https://127.0.0.1:10")._client.transport.node_pool.all()
    assert [(node.config.scheme, node.config.ca_certs) for node in nodes] == [("https", "/etc/authority.pem")] * 2


def test_a_node_that_refuses_hands_over_to_the_next():
    answer = b'{"timed_out": false, "_shards": {"failed": 0}, "hits": {"total": {"value": 0}, "hits": []}}'
    with server(answer=answer) as (url, requests):
        engine = engine_at(f"{refused()},{url}")
        assert [engine.search(Request()).total for _ in range(3)] == [0, 0, 0]
    assert len(requests) == 3


def test_a_search_of_several_requests_stays_in_one_budget():
    answer = b'{"timed_out": false, "_shards": {"failed": 0}, "hits": {"total": {"value": 0}, "hits": []}}'

    class Slow:
        def options(self, *, request_timeout):
            budgets.append(request_timeout)
            return self

        def search(self, **asked):
            now[0] += 0.7
            return SimpleNamespace(body=json.loads(answer) | {"aggregations": {"having": {"buckets": buckets(asked)}}})

    def buckets(asked):
        filters = asked["body"].get("aggs", {}).get("having", {}).get("filters", {}).get("filters", {})
        return {key: {"doc_count": 1} for key in filters}

    budgets, now = [], [0.0]
    engine = engine_at("http://127.0.0.1:9")
    engine._client = Slow()
    with mock.patch.object(elasticsearch.time, "monotonic", lambda: now[0]):
        engine.search(Request(q="peace"))
    assert budgets == pytest.approx([1.0, 0.3])
