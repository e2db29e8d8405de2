"""A server between the site and a real Elasticsearch that misbehaves as it is told, and counts what it is asked."""
from __future__ import annotations

import contextlib
import http.client
import json
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PASS, REFUSE, HANG, SLOW, TRICKLE, RESET, RED, READ_ONLY, CUT = (
    "pass", "refuse", "hang", "slow", "trickle", "reset in mid-body", "red", "read-only", "cut after a bulk")
WEB_PAGE, OTHER_JSON = "nonsense: a web page", "nonsense: other JSON"
SLOW_SECONDS, DRIP_SECONDS, HANG_AT_MOST = 5.0, 0.4, 20.0
KEPT_HEADERS = ("Content-Type", "X-Elastic-Product")


class FaultProxy:
    """Listens on a port of its own; `mode` may be changed at any moment."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.requests: list[str] = []
        self.mode = PASS
        self._open: set[socket.socket] = set()
        self._released = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self.port = self._listen(0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def be(self, mode: str) -> None:
        """Misbehave in this way from now on, also on connections that are open."""
        self._released.set()
        self._released = threading.Event()
        self.mode = mode
        self._hang_up()
        if mode == REFUSE:
            self._close()
        elif self._server is None:
            self._listen(self.port)

    def stop(self) -> None:
        self._released.set()
        self._hang_up()
        self._close()

    def _listen(self, port: int) -> int:
        proxy = self

        class Handler(_Handler):
            owner = proxy

        self._server = _Server(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self._server.server_port

    def _close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _hang_up(self) -> None:
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def wait(self, seconds: float) -> None:
        """Until the time is over or the mode has changed."""
        self._released.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request, client_address) -> None:
        """A client that went away is what this is for."""


class _Handler(BaseHTTPRequestHandler):
    owner: FaultProxy
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.owner._open.add(self.connection)

    def finish(self) -> None:
        self.owner._open.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, *arguments: object) -> None:
        pass

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.owner.requests.append(f"{self.command} {self.path.split('?')[0]}")
        mode = self.owner.mode
        if mode == HANG:
            self.owner.wait(HANG_AT_MOST)
            self._break_off()
        elif mode == RED:
            self._answer(503, _error(503, "no_shard_available_action_exception"))
        elif mode == WEB_PAGE:
            self._answer(200, b"<html><body>It works!</body></html>", "text/html")
        elif mode == OTHER_JSON:
            self._answer(200, b'{"ok": true}')
        elif mode == READ_ONLY and self._writes():
            self._read_only(body)
        else:
            self._forward(body, mode)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle

    def _writes(self) -> bool:
        return "/_bulk" in self.path or self.command in ("PUT", "DELETE") or self.path.startswith("/_aliases")

    def _read_only(self, body: bytes) -> None:
        """The answer of a cluster whose disk is full: every write is refused, every read is answered."""
        if "/_bulk" not in self.path:
            self._answer(403, _error(403, "cluster_block_exception"))
            return
        lines = [json.loads(line) for line in body.splitlines() if line]
        actions = [line for line in lines if len(line) == 1 and next(iter(line)) in ("index", "delete")]
        error = {"type": "cluster_block_exception", "reason": "read-only-allow-delete block"}
        items = [{name: {"_id": row["_id"], "status": 403, "error": error}}
                 for action in actions for name, row in action.items()]
        self._answer(200, json.dumps({"took": 1, "errors": True, "items": items}).encode())

    def _forward(self, body: bytes, mode: str) -> None:
        if mode == SLOW:
            self.owner.wait(SLOW_SECONDS)
        upstream = http.client.HTTPConnection(self.owner.target.hostname, self.owner.target.port, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        upstream.request(self.command, self.path, body, headers)
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        if mode == CUT and "/_bulk" in self.path:
            self._break_off()
            return
        self._answer(answer.status, content, answer.headers.get("Content-Type", ""), mode)

    def _answer(self, status: int, content: bytes, kind: str = "application/json", mode: str = PASS) -> None:
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if mode == RESET:
            self.wfile.write(content[: len(content) // 2])
            self._break_off()
        elif mode == TRICKLE:
            self._drip(content)
        else:
            self.wfile.write(content)

    def _drip(self, content: bytes) -> None:
        for place in range(len(content)):
            if self.owner.mode != TRICKLE:
                self._break_off()
                return
            self.wfile.write(content[place : place + 1])
            time.sleep(DRIP_SECONDS)

    def _break_off(self) -> None:
        """End the connection as a process that dies does."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()


def _error(status: int, kind: str) -> bytes:
    return json.dumps({"error": {"type": kind, "reason": kind}, "status": status}).encode()
