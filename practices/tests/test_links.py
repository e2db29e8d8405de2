"""Cited addresses go out as a file and come back checked; dead ones are listed, and readers get the archived copy."""
from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from practices.links import checking
from practices.links.cited import all_cited
from practices.models import LinkCheck, OutcomeEvidence
from practices.tests.factories import make_practice

pytestmark = pytest.mark.django_db
LINKS = "/admin/practices/links/"


def reference(url, archived=""):
    return {"type": "reference", "value": {"title": "Report", "url": url, "language": "", "archived_url": archived}}


def material(url):
    return {"type": "material", "value": {"title": "Film", "document": None, "url": url, "language": ""}}


def make(*urls, **fields):
    return make_practice(references=[reference(url) for url in urls], **fields)


def file(*lines, columns="url,works,status,checked_on,archived_url,note"):
    return "\n".join([columns, *lines]).encode()


def test_every_place_of_an_address_is_known():
    practice = make("https://a.example/", materials=[material("https://b.example/")])
    make("https://a.example/")
    OutcomeEvidence.objects.create(practice=practice, outcome="0" * 32, direction="mixed", quality="process",
                                   report_url="https://c.example/")
    assert [(each.url, len(each.places)) for each in all_cited()] == [
        ("https://a.example/", 2), ("https://b.example/", 1), ("https://c.example/", 1)]


def test_what_nobody_reads_is_not_asked_for():
    make("https://draft.example/", publish=False)
    assert not all_cited()


def test_the_file_that_goes_out_can_come_back(editor):
    make("https://a.example/", "https://b.example/")
    text = "".join(checking.export(all_cited()))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["url"] for row in rows] == ["https://a.example/", "https://b.example/"]
    back = text.replace("https://a.example/,,", "https://a.example/,no,404").replace("b.example/,", "b.example/,yes")
    good, wrong = checking.read(back.encode())
    assert not wrong and checking.take(good, by=editor) == 2
    assert {each.url: each.is_dead for each in all_cited()} == {"https://a.example/": True, "https://b.example/": False}


@pytest.mark.parametrize("line", [
    "not an address,yes,,,,", "javascript:alert(1),yes,,,,", "https://a.example/,perhaps,,,,",
    "https://a.example/,yes,99,,,", "https://a.example/,yes,abc,,,", "https://a.example/,yes,,23.11.2026,,",
    f"https://a.example/,yes,,{date.today() + timedelta(days=2)},,", "https://a.example/,yes,,,ftp://b.example/,",
    f"https://a.example/,yes,,,,{'x' * 501}",
])
def test_a_wrong_line_is_named_and_the_others_are_taken(line):
    good, wrong = checking.read(file("https://good.example/,yes,200,,,", line))
    assert [check.url for check in good] == ["https://good.example/"]
    assert [each.line for each in wrong] == [3] and wrong[0].sentence


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2", b"PK\x03\x04", b"url,works\n\"open"])
def test_what_is_no_file_of_checks_is_said(data):
    with pytest.raises(checking.NotAFile):
        checking.read(data)


def test_an_older_check_replaces_no_newer_one(editor):
    new, old = date.today(), date.today() - timedelta(days=9)
    checking.take([LinkCheck(url="https://a.example/", works=False, checked_on=new)], by=editor)
    assert checking.take([LinkCheck(url="https://a.example/", works=True, checked_on=old)], by=editor) == 0
    assert not LinkCheck.objects.get().works


def test_only_editors_bring_checks_in():
    with pytest.raises(PermissionDenied):
        checking.take([], by=User.objects.create_user("somebody@site.example"))


def test_readers_get_the_archived_copy_of_a_dead_source(client, editor):
    practice = make("https://a.example/")
    checking.take([LinkCheck(url="https://a.example/", works=False, checked_on=date.today(),
                             archived_url="https://archive.example/a")], by=editor)
    text = client.get(f"/en/practices/{practice.pk}/x/", follow=True).content.decode()
    assert "https://archive.example/a" in text and "did not answer at the last check" in text


def test_the_page_lists_dead_ones_and_takes_a_file(desk):
    make("https://a.example/", title="Cites it")
    upload = SimpleUploadedFile("checks.csv", file("https://a.example/,no,404,,,", "nonsense,yes,,,,"))
    reply = desk.post(LINKS, {"file": upload})
    assert reply.status_code == 422 and "Line 3" in reply.content.decode()
    text = desk.get(LINKS).content.decode()
    assert "https://a.example/" in text and "Cites it" in text
    assert "https://a.example/" in b"".join(desk.get(f"{LINKS}?export").streaming_content).decode()


def test_a_formula_in_a_note_is_no_formula_in_the_file(editor):
    make("https://a.example/")
    LinkCheck.objects.create(url="https://a.example/", checked_on=date.today(), note="=1+1")
    assert "'=1+1" in "".join(checking.export(all_cited()))


def test_more_entries_ask_no_more_queries():
    def count():
        with CaptureQueriesContext(connection) as queries:
            all_cited()
        return len(queries)

    make("https://a.example/")
    before = count()
    for number in range(4):
        make(f"https://a.example/{number}")
    assert count() == before
