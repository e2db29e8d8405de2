"""`python tests/faults/city.py ORDER`: a city that writes and hands in entries through the site's own pages.

Every line it prints is what the site has answered, and so acknowledged. It runs in a process of its own that is killed.
"""
from __future__ import annotations

import hashlib
import json
import os
import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
PERSON, CITY = "crash@town.example", 9_000_000_901
FIELDS = {
    "summary": {"summary": "Neighbours did not talk. We set a table."}, "kind": {"kind": "case_study"},
    "time": {"status": "completed", "start_year": "2021", "end_year": "2023"},
    "people": {"took_part": "Traders", "organisation": "Town hall"}, "change": {"results_known": "too-early"},
    "difficult": {"challenges": "Rain."}, "rights": {"rights": "Leaving was possible."},
    "contact": {"unit": "Desk", "contact_email": "desk@town.example", "visibility": "public", "licence": "on"},
}


def make() -> None:
    """Somebody who works for a city, in a site where every file has its row."""
    from datetime import timedelta

    from django.core.files.storage import default_storage

    from accounts.models import User
    from cities.models import CityMembership
    from core import stored
    from practices.folders import ensure_folders
    from practices.tests.factories import make_city

    for name in stored.orphans(young=timedelta(0)):
        default_storage.delete(name)
    ensure_folders()
    city = make_city("Crashtown", pk=CITY)
    CityMembership.objects.create(user=User.objects.create_user(PERSON), city=city)
    tell({"made": CITY})


def write(seed: int) -> None:
    """Begin, answer, add a file, hand in, withdraw or delete, again and again until killed."""
    from django.test import Client

    from accounts.models import User

    chance = random.Random(seed)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=PERSON))
    tell({"ready": True})
    while True:
        one_entry(client, chance)


def one_entry(client, chance):
    page = client.get("/en/desk/practices/new/")
    begun = sent(client.post("/en/desk/practices/new/", {**marks(page, "key", "city"), "language": "en"}))
    key = re.search(r"practices/([0-9a-f-]{36})/", begun)[1]
    base = f"/en/desk/practices/{key}/"
    tell({"begun": key})
    title = "Table on the square " + "".join(chance.choices("aeioukmst", k=12))  # long numbers look like telephones
    answer(client, base, "title", {"title": title})
    tell({"key": key, "title": title})
    body = f"What was done {chance.random()}"
    add_file(client, base, body)
    tell({"key": key, "file": hashlib.sha256(body.encode()).hexdigest()})
    if chance.random() < 0.2:
        sent(client.post(f"{base}delete/"))
        tell({"key": key, "deleted": True})
        return
    for question, fields in FIELDS.items():
        answer(client, base, question, fields)
        tell({"key": key, "answered": question})
    sent(client.post(f"{base}check/", marks(client.get(f"{base}check/"), "key")))
    tell({"key": key, "submitted": True})


def add_file(client, base, body):
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("report.txt", body.encode())
    page = client.get(f"{base}files/")
    sent(client.post(f"{base}files/", {**marks(page, "seen"), "next": "stay", "documents": upload}))


def answer(client, base, question, fields):
    page = client.get(f"{base}{question}/")
    sent(client.post(f"{base}{question}/", {**marks(page, "seen", "version", "page"), "next": "on", **fields}))


def marks(page, *names):
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1] for name in names}


def sent(response):
    if response.status_code != 302:
        raise SystemExit(f"{response.status_code}: {response.text[-2000:]}")
    return response.url


def held() -> None:
    """Every entry of the city with all that belongs to it, and what is not as it should be."""
    from datetime import timedelta

    from core import stored
    from practices.models import Practice

    trouble = [f"{practice.pk}: {what}" for practice in Practice.objects.filter(owner_city=CITY)
               for what in wrong(practice)]
    left = len(stored.orphans(young=timedelta(0)))
    stored.sweep(young=timedelta(0))
    report = stored.verify(young=timedelta(0))
    tell({"entries": {str(each.pk): told(each) for each in Practice.objects.filter(owner_city=CITY)},
          "trouble": trouble, "left": left, "stored": [] if report.well else list(report.lines())})


def told(practice):
    """What stands of an entry."""
    draft = getattr(practice, "draft", None)
    page = practice.newest_text()
    return {"state": practice.state, "title": draft.answers.get("title") if draft else page.title,
            "files": [each.kept.sha256 for each in practice.draft_files.all()]}


def wrong(practice):
    """In what an entry is half of something."""
    from core.models import AuditEntry, OutboxRow

    actions = set(AuditEntry.objects.filter(object_id=str(practice.pk)).values_list("action", flat=True))
    draft, page = getattr(practice, "draft", None), practice.newest_text()
    steps = list(practice.steps.all())
    if practice.state == "draft":
        expected = {"practice.begun"} | ({"practice.file_added"} if practice.draft_files.exists() else set())
        yield from (["no draft, or a page already"] if draft is None or page is not None or steps else [])
    else:
        expected = {"practice.begun", "practice.file_added", "practice.submitted"}
        yield from (["a draft still, or no page"] if draft is not None or page is None or len(steps) != 1 else [])
        waiting = OutboxRow.objects.filter(topic="practices.step", key__in=[str(step.pk) for step in steps])
        yield from ([] if waiting.count() == len(steps) else ["no outbox row"])
    yield from (f"no audit entry {name}" for name in expected - actions)
    rows = draft.answers.get("documents") if draft else [child for child in page.materials]
    yield from ([] if len(rows or ()) == practice.draft_files.count() else ["a file that nothing shows"])


def tell(row) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    django.setup()
    order, *rest = sys.argv[1:]
    {"make": make, "write": write, "held": held}[order](*(int(each) for each in rest))


if __name__ == "__main__":
    main()
