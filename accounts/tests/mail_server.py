"""A mail server on a port of its own that misbehaves as it is told, and keeps what it took."""
from __future__ import annotations

import contextlib
import socket
import socketserver
import struct
import threading
from email import message_from_bytes, policy

WELL, REFUSE, NO_SERVICE, HANG, HANG_IN_MAIL, NOT_NOW, NEVER, SHUT_DOWN, DIE, DIE_AFTER_TAKING, HANG_AT_FAREWELL = (
    "well", "refuses connections", "554 as a greeting", "hangs", "hangs in the middle of a mail", "451 to every mail",
    "550 to every mail", "421 to every mail", "dies in the middle of a mail", "dies after taking a mail",
    "hangs at the farewell")
RELEASED_AFTER = 20.0


class FaultyMailServer:
    """Listens on loopback; `mode` may be changed at any moment, `faults` says how many mails it spoils (None: all).

    `never` and `not_now` are addresses that are always refused with 550 and 451.
    """

    def __init__(self) -> None:
        self.mode, self.faults = WELL, None
        self.never: set[str] = set()
        self.not_now: set[str] = set()
        self.taken: list[bytes] = []
        self.receivers: list[str] = []
        self.connections = 0
        self.took_one = threading.Event()
        self._released = threading.Event()
        self._server: socketserver.ThreadingTCPServer | None = None
        self.port = self._listen(0)

    def be(self, mode: str, faults: int | None = None) -> None:
        """Behave in this way from now on, for so many mails."""
        self._released.set()
        self._released = threading.Event()
        self.mode, self.faults = mode, faults
        if mode == REFUSE:
            self._close()
        elif self._server is None:
            self._listen(self.port)

    def stop(self) -> None:
        self._released.set()
        self._close()

    def mails(self) -> list:
        """What was taken, as messages."""
        return [message_from_bytes(each, policy=policy.default) for each in self.taken]

    def wait(self) -> None:
        """Until the mode has changed."""
        self._released.wait(RELEASED_AFTER)

    def spoils(self, *modes: str) -> bool:
        """Whether this is one of the mails that it spoils in one of these ways."""
        if self.mode not in modes or self.faults == 0:
            return False
        if self.faults is not None:
            self.faults -= 1
        return True

    def _listen(self, port: int) -> int:
        owner = self

        class Handler(_Conversation):
            server_that_fails = owner

        self._server = _Server(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self._server.server_address[1]

    def _close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request, client_address) -> None:
        """A client that went away is what this is for."""


class _Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs."""

    server_that_fails: FaultyMailServer

    def handle(self) -> None:
        owner = self.server_that_fails
        owner.connections += 1
        if owner.mode == HANG:
            owner.wait()
            return
        self._say(554 if owner.mode == NO_SERVICE else 220)
        self._receiver = ""
        with contextlib.suppress(OSError):
            while line := self.rfile.readline():
                word = line.split()[0].upper().decode() if line.split() else ""
                if not self._answer(word, line.decode().strip()):
                    return

    def _answer(self, word: str, line: str) -> bool:
        """Answer a command; whether the conversation goes on."""
        owner = self.server_that_fails
        if word == "QUIT":
            if owner.mode == HANG_AT_FAREWELL:
                owner.wait()
            self._say(221)
            return False
        if word == "RCPT":
            self._receiver = line.partition("<")[2].partition(">")[0]
            self._say(self._verdict())
        elif word == "DATA":
            return self._take()
        else:
            self._say(250)
        return True

    def _verdict(self) -> int:
        owner = self.server_that_fails
        if self._receiver in owner.never or owner.spoils(NEVER):
            return 550
        if self._receiver in owner.not_now or owner.spoils(NOT_NOW):
            return 451
        return 421 if owner.spoils(SHUT_DOWN) else 250

    def _take(self) -> bool:
        owner = self.server_that_fails
        self._say(354)
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if owner.spoils(DIE):
            return self._break_off()
        if owner.spoils(HANG_IN_MAIL):
            owner.wait()
            return self._break_off()
        owner.taken.append(b"".join(lines))
        owner.receivers.append(self._receiver)
        owner.took_one.set()
        if owner.spoils(DIE_AFTER_TAKING):
            return self._break_off()
        self._say(250)
        return True

    def _say(self, code: int) -> None:
        self.wfile.write(f"{code} {code}\r\n".encode())

    def _break_off(self) -> bool:
        """End the connection as a process that dies does."""
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        return False
