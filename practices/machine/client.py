"""Asking a server that speaks LibreTranslate's protocol: one address, a deadline, no redirects, small answers."""
from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from typing import Any
from urllib import error, request

ANSWER = 4_000_000  # bytes
CHUNK_SENTENCES, CHUNK_CHARACTERS = 25, 4_000


class MachineFailed(Exception):
    """The server gave no usable answer; the text says what happened, without what was sent."""


class _NoRedirect(request.HTTPRedirectHandler):
    """A server that sends elsewhere is not the one that the operator chose."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Never."""
        return


_opener = request.build_opener(_NoRedirect, request.ProxyHandler({}))


def chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts in the portions in which they are sent."""
    held: list[str] = []
    for text in texts:
        full = len(held) >= CHUNK_SENTENCES or sum(map(len, held)) + len(text) > CHUNK_CHARACTERS
        if held and full:
            yield held
            held = []
        held.append(text)
    if held:
        yield held


def translate(
    texts: Sequence[str], *, source: str, target: str, url: str, key: str, timeout: float
) -> list[str]:
    """The translations of some HTML sentences in their order; MachineFailed where the server does not deliver."""
    body = {"q": list(texts), "source": source, "target": target, "format": "html"}
    if key:
        body["api_key"] = key
    question = request.Request(  # noqa: S310 - the scheme is checked at the start
        url.rstrip("/") + "/translate", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    return _texts(_answer(question, timeout), len(texts))


def _answer(question: request.Request, timeout: float) -> bytes:
    ends = time.monotonic() + timeout
    parts: list[bytes] = []
    try:
        with _opener.open(question, timeout=timeout) as answer:
            while part := answer.read1(65_536):
                parts.append(part)
                if time.monotonic() > ends or sum(map(len, parts)) > ANSWER:
                    raise MachineFailed("too slow or too long an answer")
    except error.HTTPError as refused:
        refused.close()
        raise MachineFailed(f"HTTP {refused.code}") from None
    except (OSError, ValueError) as failed:  # refused, hanging, broken off, no HTTP
        raise MachineFailed(type(failed).__name__) from None
    return b"".join(parts)


def _texts(answer: bytes, number: int) -> list[str]:
    try:
        found = json.loads(answer)["translatedText"]
    except (ValueError, KeyError, TypeError):
        raise MachineFailed("no translation in the answer") from None
    if not isinstance(found, list) or len(found) != number or not all(isinstance(each, str) for each in found):
        raise MachineFailed("another number of sentences than were sent")
    return found
