"""Django with settings of its own for measuring, and the temporary database that some measurements need."""
from __future__ import annotations

import atexit
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def django() -> None:
    """Set Django up once; its folder is removed when the process ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]
    import django as framework
    from django.conf import settings

    framework.setup()
    atexit.register(shutil.rmtree, settings.DATA_DIR, ignore_errors=True)


def models(names: str) -> None:
    """Which models the site itself uses in this run; to be called before Django is set up."""
    os.environ["SEARCH_VECTORS"] = names


def database() -> None:
    """Every table of the site, and the one that the stock search reads."""
    from django.core.management import call_command

    say("making a database")
    call_command("migrate", run_syncdb=True, verbosity=0)


def say(text: str) -> None:
    """What is being done, for whoever waits; results alone go to standard output."""
    print(f"… {text}", file=sys.stderr, flush=True)
