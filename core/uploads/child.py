"""The child process that opens strangers' files: `python -m core.uploads.child KIND < file > clean file`.

It ends with 0 and the clean bytes, or with 3 and, as the last line on standard error, `code detail`.
Anything else that happens to it, the parent takes for a refusal too.
"""
from __future__ import annotations

import resource
import sys
from collections.abc import Callable

from core.uploads.refusal import Refusal

MEMORY = 1024**3
SECONDS = 20
LARGEST_RESULT = 40 * 1024 * 1024
REFUSED = 3

Cleaner = Callable[[bytes], bytes]


def limit_resources() -> None:
    """Bound memory, processor time, the size of what is written and the number of open files."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_RESULT),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def cleaner_for(kind: str) -> Cleaner:
    """The function that cleans a kind of file; its libraries are loaded only now, under the limits."""
    if kind == "picture":
        from core.pictures.decode import reencode

        return reencode
    from core.documents import formats

    return formats.cleaner_for(kind)


def clean(kind: str, data: bytes) -> bytes:
    """The clean bytes; whatever a parser trips over is a refusal."""
    try:
        return cleaner_for(kind)(data)
    except (MemoryError, RecursionError) as error:
        raise Refusal("too_complex") from error
    except Refusal:
        raise
    except Exception as error:
        raise Refusal("damaged") from error


def main(kind: str) -> int:
    """Read a file, write the clean one; the result is the exit code."""
    limit_resources()
    try:
        result = clean(kind, sys.stdin.buffer.read())
        sys.stdout.buffer.write(result)
        sys.stdout.buffer.flush()
    except Refusal as refusal:
        sys.stderr.write(f"\n{refusal.code} {refusal.detail}")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
