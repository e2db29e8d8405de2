"""A site of its own in a folder, worked on by processes that can be killed: run as a script with an order.

  make N            N published entries
  edit SEED         edit, withdraw, publish again and search, line by line on standard output, until input ends
  free              let the leases of killed workers end now
  clean             exits with 1 unless every index holds what the database holds; prints the indexes behind the alias
"""
from __future__ import annotations

import json
import os
import random
import select
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
WORDS = ("council", "market", "bridge", "school", "river")


def make(number: int) -> None:
    from practices.tests.factories import ensure_tree, make_page

    ensure_tree()
    for place in range(number):
        make_page(title=f"A {WORDS[place % len(WORDS)]} number {place}")


def edit(seed: int) -> None:
    """Writes are told after their commit, so that what is told must be found again whatever was killed."""
    from practices.models import Practice

    chance = random.Random(seed)
    keys = list(Practice.objects.order_by("pk").values_list("pk", flat=True))
    number = 0
    tell({"ready": len(keys)})
    while not select.select([sys.stdin], [], [], 0)[0]:
        number += 1
        key = chance.choice(keys)
        tell({"key": str(key), **change(key, number, chance)})
        tell(search(chance.choice(WORDS)))
        time.sleep(0.05)


def change(key, number, chance):
    from django.db import OperationalError

    from practices import actions
    from practices.models import CaseStudyPage, Practice

    practice = Practice.objects.get(pk=key)
    try:
        if practice.state == "withdrawn":
            actions.publish(practice)
            return {"state": "published"}
        if chance.random() < 0.2:
            actions.withdraw(practice)
            return {"state": "withdrawn"}
        page = CaseStudyPage.objects.get(pk=practice.original_id)
        page.title = f"A {chance.choice(WORDS)} edited {number}"
        page.save_revision().publish()
        return {"title": page.title}
    except OperationalError as error:  # not acknowledged: nothing is claimed of it
        return {"refused": str(error)}


def search(word):
    from search import finding
    from search.contract import Request

    try:
        results = finding.ask(Request(q=word), None)
    except Exception as error:
        return {"failed": repr(error)}
    return {"engine": results.engine, "total": results.total}


def free() -> None:
    from django.utils import timezone

    from core.models import OutboxRow
    from search.models import IndexState

    OutboxRow.objects.filter(state=OutboxRow.TAKEN).update(due_at=timezone.now())
    IndexState.objects.exclude(builder="").update(builder_until=timezone.now())


def clean() -> int:
    from core import outbox
    from search import engine
    from search.models import IndexState
    from search.verifying import verify

    index = engine.indexes()[0]
    reports = [verify(each) for each in engine.indexes()]
    mark = index.engine.mark()
    behind = index.engine._indexes.all()
    waits = outbox.waiting(index.topic)
    tell({"behind": behind, "alias": index.engine._indexes.behind(index.engine._indexes.alias), "waits": len(waits),
          "marked": bool(mark) and mark == IndexState.of(index.name).mark,
          "lines": [line for report in reports for line in report.lines()]})
    return int(any(report.differences for report in reports))


def held() -> None:
    """The state and title of every entry, and what the index holds of it."""
    from practices.models import Practice

    rows = Practice.objects.values_list("pk", "state", "original__title")
    tell({str(key): [state, title] for key, state, title in rows})


def tell(row) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    django.setup()
    order, *rest = sys.argv[1:]
    orders = {"make": make, "edit": edit, "free": free, "clean": clean, "held": held}
    sys.exit(orders[order](*(int(each) for each in rest)))


if __name__ == "__main__":
    main()
