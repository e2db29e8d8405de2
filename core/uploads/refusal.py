"""The one way in which a file is refused; free of Django, so that the child process can raise it."""
from __future__ import annotations

DETAIL_LENGTH = 80


class Refusal(Exception):
    """A file that is not kept: `code` names the sentence that says why, `detail` the part that it is about."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = "".join(letter for letter in detail if letter.isprintable())[:DETAIL_LENGTH]
