"""What the scripts for throwaway servers share: where state lives, who runs a server, waiting and stopping."""
from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn


def fail(message: str) -> NoReturn:
    """End with one sentence that says what is wrong and what to do."""
    sys.exit(f"{Path(sys.argv[0]).name}: {message}")


def state(name: str) -> Path:
    """The folder of one server's state; `KB_SERVERS_DIR` moves it.

    Root's home is closed to the account that runs the server, so root's state lives in /var/tmp.
    """
    default = "/var/tmp/kb-servers" if os.geteuid() == 0 else "~/.cache/kb-servers"  # noqa: S108
    folder = Path(os.environ.get("KB_SERVERS_DIR", default)).expanduser() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def account(preferred: str) -> dict[str, object]:
    """The arguments for `subprocess` that make a server run without root's rights; empty for any other user."""
    if os.geteuid() != 0:
        return {}
    for name in (preferred, "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    fail(f"neither the account {preferred} nor nobody exists, and a server does not run as root")


def give(folder: Path, owner: dict[str, object]) -> None:
    """Hand a folder and all in it to the account that runs the server."""
    if not owner:
        return
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, owner["user"], owner["group"])  # type: ignore[call-overload]


def port_taken(port: int) -> bool:
    """Whether something listens on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(ready: Callable[[], bool], seconds: int) -> bool:
    """Ask once a second until it is so; False when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(1)
    return False


def group_alive(leader: int) -> bool:
    """Whether any process of a group is left."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


def signal_group(leader: int, number: signal.Signals) -> None:
    """Send a signal to a process group that may be gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, number)
