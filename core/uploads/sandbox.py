"""Starts the limited child process, so that the web process never decodes a stranger's bytes."""
from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO

from core.uploads.child import LARGEST_RESULT, REFUSED, SECONDS
from core.uploads.refusal import Refusal

ROOT = Path(__file__).resolve().parents[2]
LINE = 500
AT_ONCE = 2  # children of one process, each with up to a gigabyte
PATIENCE = 60  # seconds that a file waits for its turn
_places = BoundedSemaphore(AT_ONCE)


def run(kind: str, data: bytes) -> bytes:
    """The clean bytes of a file; raises `Refusal`. However many files come in, few are opened at the same time."""
    if not _places.acquire(timeout=PATIENCE):
        raise Refusal("too_busy")
    try:
        return _run(kind, data)
    finally:
        _places.release()


def _run(kind: str, data: bytes) -> bytes:
    """Files instead of pipes: what comes back is bounded by the kernel."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as result, tempfile.TemporaryFile() as reason:
        source.write(data)
        source.seek(0)
        code = _start(kind, source.fileno(), result.fileno(), reason.fileno())
        if code == 0:
            result.seek(0)
            return result.read(LARGEST_RESULT)
        if code == REFUSED:
            raise _refusal(reason)
    raise Refusal("too_complex")


def _refusal(reason: BinaryIO) -> Refusal:
    """The refusal in the last line; libraries may have written above it."""
    reason.seek(max(0, reason.seek(0, os.SEEK_END) - LINE))
    name, _space, detail = reason.read().decode("utf-8", "replace").rpartition("\n")[2].partition(" ")
    return Refusal(name, detail)


def _start(kind: str, source: int, result: int, reason: int) -> int:
    """The child's exit code. It inherits no environment: secrets of the web process stay there."""
    try:
        return subprocess.run(  # noqa: S603 - the command is fixed, `kind` comes from a table
            [sys.executable, "-B", "-E", "-s", "-m", "core.uploads.child", kind],
            stdin=source,
            stdout=result,
            stderr=reason,
            cwd=ROOT,
            env={"LANG": "C.UTF-8"},
            timeout=SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return -1
