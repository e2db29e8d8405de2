"""Whatever the mail server does, every message arrives, and at most one of them twice after a crash."""
from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts import digests, messages
from accounts.models import Message, Pace, User
from accounts.tests import mail_server as smtp
from core import outbox
from core.models import OutboxRow

ROOT = Path(__file__).resolve().parents[2]
SITE = (sys.executable, str(ROOT / "accounts/tests/mailing_site.py"))
NUMBER = 5
BROKEN = (smtp.REFUSE, smtp.NO_SERVICE, smtp.HANG, smtp.HANG_IN_MAIL, smtp.NOT_NOW, smtp.SHUT_DOWN, smtp.DIE)


@pytest.fixture
def server(settings):
    own = smtp.FaultyMailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", own.port, 0.3
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield own
    own.stop()


@pytest.fixture
def people(db):
    OutboxRow.objects.all().delete()
    return [User.objects.create_user(f"reader-{number}@mail.example") for number in range(NUMBER)]


def post_to(people, event="step:1"):
    for each in people:
        messages.post(each, event=event, subject="Your practice", text="It is in review.")


def work(seconds=1):
    """A worker, and then the time that a row waits."""
    outbox.drain()
    OutboxRow.objects.update(due_at=F("due_at") - timedelta(seconds=seconds))
    Message.objects.update(sending_since=F("sending_since") - timedelta(seconds=seconds))


def everybody_has_it(server, people, repeated=0):
    arrived = Counter(server.receivers)
    assert set(arrived) == {each.email for each in people}
    assert sum(arrived.values()) <= len(people) + repeated
    names = {mail["Message-ID"] for mail in server.mails()}
    assert len(names) == len(people)
    assert not OutboxRow.objects.filter(topic=messages.TOPIC).exclude(state=OutboxRow.DONE).exists()


@pytest.mark.parametrize("fault", BROKEN)
def test_an_outage_costs_no_message_and_no_try(server, people, fault):
    server.be(fault)
    post_to(people)
    for _number in range(3):
        work(4000)
    assert not server.taken
    assert set(OutboxRow.objects.values_list("tries", flat=True)) == {0}
    assert Message.objects.unread().count() == NUMBER, "on the desk it stands all the same"
    server.be(smtp.WELL)
    work(4000)
    work()
    everybody_has_it(server, people)


def test_a_server_that_refuses_everything_for_an_hour(server, people):
    server.be(smtp.NEVER)
    post_to(people)
    for _minute in range(60):
        work(60)
    server.be(smtp.WELL)
    work(4000)
    work()
    everybody_has_it(server, people)


@pytest.mark.parametrize("fault", [smtp.DIE, smtp.SHUT_DOWN, smtp.NOT_NOW, smtp.HANG_IN_MAIL])
def test_a_server_that_fails_in_the_middle_of_a_batch(server, people, fault):
    server.be(fault, faults=2)
    post_to(people)
    for _number in range(5):
        work(4000)
    everybody_has_it(server, people)


def test_a_server_that_dies_after_taking_a_mail_gets_that_one_again_under_the_same_name(server, people):
    server.be(smtp.DIE_AFTER_TAKING, faults=1)
    post_to(people)
    for _number in range(3):
        work(4000)
    everybody_has_it(server, people, repeated=1)
    assert len(server.taken) == NUMBER + 1


def test_a_farewell_that_hangs_repeats_nothing(server, people):
    server.be(smtp.HANG_AT_FAREWELL)
    post_to(people[:2])
    work(4000)
    work(4000)
    everybody_has_it(server, people[:2])


def test_an_address_that_is_refused_holds_up_no_other_and_ends_as_a_dead_letter(server, people, caplog):
    server.never = {people[0].email}
    server.not_now = {people[1].email}
    post_to(people)
    work(0)
    assert len(server.taken) == NUMBER - 2
    for _number in range(outbox.MAX_TRIES):
        work(9000)
    assert sorted(server.receivers) == [each.email for each in people[2:]]
    assert [each.key for each in outbox.dead()] == [str(Message.objects.get(receiver=people[0]).pk)]
    assert [record.levelname for record in caplog.records].count("CRITICAL") == 1
    assert people[0].email not in caplog.text
    assert Message.objects.of(people[0]).unread().exists()
    server.not_now = set()
    work(4000)
    assert people[1].email in server.receivers


def test_a_digest_survives_it_as_well(server, people):
    User.objects.update(message_pace=Pace.DAILY)
    for event in ("step:1", "step:2"):
        post_to(User.objects.filter(email__endswith="@mail.example"), event)
    Message.objects.update(created_at=timezone.now() - timedelta(days=2))
    server.be(smtp.DIE, faults=3)
    for _number in range(5):
        digests.gather_due(lambda: None)
        work(4000)
    everybody_has_it(server, people)


class Killed:
    """A site in a folder of its own whose process is killed while it mails."""

    def __init__(self, folder, port):
        self.environment = {
            **os.environ, "DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/kb.sqlite3",
            "DJANGO_SETTINGS_MODULE": "kb.settings.dev", "SEARCH_VECTORS": "none", "ELASTICSEARCH_URL": "",
            "MAIL_PORT": str(port), "PYTHONUNBUFFERED": "1",
        }

    def start(self, *order):
        return subprocess.Popen((*SITE, *order), cwd=ROOT, env=self.environment, text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)

    def run(self, *order):
        process = self.start(*order)
        said, _nothing = process.communicate(timeout=180)
        assert process.returncode == 0, said
        return json.loads(said.splitlines()[-1])


def copy_of_database(folder):
    """The tables as they stand, empty but for what migrations put into them: faster than to migrate once more."""
    if connection.vendor == "sqlite":
        with (closing(sqlite3.connect(connection.settings_dict["NAME"])) as here,
              closing(sqlite3.connect(folder / "kb.sqlite3")) as there):
            here.backup(there)


@pytest.mark.usefixtures("db")
def test_a_process_killed_in_the_middle_of_a_batch_costs_one_repeat_at_most(tmp_path):
    server = smtp.FaultyMailServer()
    try:
        copy_of_database(tmp_path)
        site = Killed(tmp_path, server.port)
        site.run("make", "6")
        for number in (2, 4):
            process = site.start("mail")
            while len(server.taken) < number and process.poll() is None:
                server.took_one.wait(0.5)
                server.took_one.clear()
            process.send_signal(signal.SIGKILL)
            process.communicate()
            site.run("free")
        told = site.run("mail")
        arrived = Counter(mail["Message-ID"] for mail in server.mails())
        assert told == {"owed": 0, "unmailed": 0}
        assert len(arrived) == 6
        assert sum(arrived.values()) <= 6 + 2
        assert max(arrived.values()) <= 2
    finally:
        server.stop()
