"""A file of entries: a dry run that makes nothing, drafts line by line, progress, taking back."""
from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import EDITOR, GROUPS
from core import outbox
from core.models import AuditEntry
from interchange.imports import files, reading, running
from interchange.imports.columns import COLUMNS
from interchange.models import ImportLine, ImportRun
from practices import actions
from practices.actions import MoveRefused
from practices.choices import State
from practices.models import Practice, PracticePage
from practices.tests.factories import ensure_tree, make_city, make_practice
from taxonomy.loading import load_vocabularies

pytestmark = pytest.mark.django_db
HEAD = "title,kind,language,summary,cities,start_year,level,keywords,sources"


@pytest.fixture
def editor():
    ensure_tree()
    group, _created = Group.objects.get_or_create(name=GROUPS[EDITOR])
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = User.objects.create_user("editor@site.example")
    user.groups.add(group)
    return user


@pytest.fixture
def city(editor):
    load_vocabularies()
    return make_city("Rivertown")


def line(title="Night walks", *, kind="case_study", language="en", cities="Rivertown", year="2021", level="primary",
         keywords="walks; night", sources="Report | https://r.example/"):
    return f'{title},{kind},{language},"What was done.",{cities},{year},{level},{keywords},{sources}'


def csv_of(*rows, head=HEAD):
    return "\n".join([head, *rows]).encode()


def brought(editor, *rows):
    run = reading.dry_run("entries.csv", csv_of(*rows), by=editor)
    running.start(run, by=editor)
    outbox.drain([running.TOPIC])
    run.refresh_from_db()
    return run


def test_a_first_line_without_an_end_is_refused_at_once():
    with pytest.raises(files.Unreadable, match="twice"):
        files.lines("a.csv", csv_of(line(), head=HEAD + ",title" * 200_000))


def test_a_dry_run_makes_nothing(editor, city):
    run = reading.dry_run("entries.csv", csv_of(line(), line("Second")), by=editor)
    assert (run.state, run.lines.count()) == (ImportRun.State.READ, 2)
    assert not Practice.objects.exists()


def test_a_line_becomes_a_draft_of_the_editor_with_everything(editor, city):
    run = brought(editor, line())
    practice = run.lines.get().practice
    page = practice.newest_text()
    assert (practice.state, practice.from_public_sources, run.state) == (State.DRAFT, True, ImportRun.State.DONE)
    assert list(practice.submitters.all()) == [editor]
    assert (page.title, page.start_year, page.summary, page.live) == ("Night walks", 2021, "What was done.", False)
    assert list(page.cities.all()) == [city]
    assert [concept.code for concept in page.concepts.all()] == ["primary"]
    assert {str(word) for word in page.keywords.all()} == {"walks", "night"}
    assert page.references[0].value["url"] == "https://r.example/"
    assert AuditEntry.objects.filter(action="practice.brought_in", object_id=str(practice.pk)).exists()


def test_every_language_and_kind_comes_in(editor, city):
    run = brought(editor, line("مسارات ليلية", language="ar"), line("Ночные прогулки", kind="programme", language="ru"),
                  line("An Albanian lesson", kind="lesson_learned", language="sq", cities=""))
    pages = [each.practice.newest_text() for each in run.lines.all()]
    assert [page.language.public for page in pages] == ["ar", "ru", "sq"]
    assert [page.kind for page in pages] == ["case_study", "programme", "lesson_learned"]


@pytest.mark.parametrize(("given", "said"), [
    ({"title": ""}, "“title” is empty"), ({"kind": "story"}, "“kind”"), ({"language": "xx"}, "“language”"),
    ({"cities": "Nowhere"}, "Nowhere"), ({"cities": "999"}, "999"), ({"cities": ""}, "“cities” is empty"),
    ({"year": "twenty"}, "“start_year”"), ({"year": "1200"}, "“start_year”"), ({"level": "highest"}, "highest"),
    ({"sources": "Report"}, "“sources”"), ({"sources": "Report | javascript:alert(1)"}, "javascript"),
    ({"title": "x" * 121}, "120"), ({"year": "0020219999"}, "no year"), ({"year": "202"}, "no year"),
    ({"cities": "Rivertown;" * 41}, "up to 40"),
])
def test_what_is_wrong_with_a_line_is_said_and_the_others_come_in(editor, city, given, said):
    run = brought(editor, line(**given), line("Right"))
    wrong, right = run.lines.all()
    assert said in " ".join(wrong.problems) and wrong.practice is None
    assert right.practice is not None and Practice.objects.count() == 1


@pytest.mark.parametrize(("name", "data"), [*(("a.csv", each) for each in (
    b"", b"title,kind\na,b", csv_of(line(), head=HEAD + ",colour"),
    csv_of(line(), head=HEAD.replace("sources", "title")),
    csv_of(), b"\xff\xfe", b'title,kind,language,summary\n"open', b"PK\x03\x04nonsense",
)), ("a.xlsx", b"PK\x03\x04nonsense"), ("a.xlsx", csv_of(line())), ("a.ods", csv_of(line())), ("a", b"")])
def test_what_is_no_file_of_entries_is_refused_with_a_sentence(editor, name, data):
    with pytest.raises(files.Unreadable) as refusal:
        reading.dry_run(name, data, by=editor)
    assert str(refusal.value) and not ImportRun.objects.exists()


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (HEAD.split(","), *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_comes_in_as_well(editor, city):
    cells = ["Night walks", "case_study", "en", "Done.", city.pk, 2021.0, "primary", "walks", "Report | https://r.example/"]
    run = reading.dry_run("entries.xlsx", workbook(cells, [*cells[:5], date(2020, 1, 1), *cells[6:]]), by=editor)
    assert [each.problems for each in run.lines.all()] == [[], []]
    assert [each.values["start_year"] for each in run.lines.all()] == [2021, 2020]


def test_the_templates_come_in_as_they_are(editor, city):
    for name, data in (("t.csv", files.template_csv()), ("t.xlsx", files.template_xlsx([("level", "primary", "x")]))):
        run = reading.dry_run(name, data, by=editor)
        assert [each.problems for each in run.lines.all()] == [[]]


def test_doubles_are_pointed_out_and_not_refused(editor, city):
    make_practice(title="Night walks", cities=[city])
    run = reading.dry_run("a.csv", csv_of(line(), line("Twice"), line("Twice")), by=editor)
    assert [len(each.warnings) for each in run.lines.all()] == [1, 1, 1]
    assert all(not each.problems for each in run.lines.all())


def test_said_twice_it_comes_in_once(editor, city):
    run = reading.dry_run("a.csv", csv_of(line()), by=editor)
    for _each in range(2):
        running.start(run, by=editor)
    outbox.drain([running.TOPIC])
    running.carry_out([str(run.pk)])
    assert Practice.objects.count() == 1
    with pytest.raises(MoveRefused):
        running.start(run, by=editor)


def test_broken_off_it_goes_on_where_it_was(editor, city, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 2)
    run = reading.dry_run("a.csv", csv_of(*(line(f"Number {number}") for number in range(5))), by=editor)
    running.start(run, by=editor)
    run.refresh_from_db()
    made = running.bring_in
    left = iter([True, True, True])

    def dying(*args, **kwargs):
        if not next(left, False):
            raise SystemExit
        return made(*args, **kwargs)

    monkeypatch.setattr(running, "bring_in", dying)
    with pytest.raises(SystemExit):
        for _turn in range(3):
            running.carry_out([str(run.pk)])
    assert Practice.objects.count() == run.lines.exclude(made_at=None).count() == 3
    monkeypatch.setattr(running, "bring_in", made)
    outbox.drain([running.TOPIC])
    run.refresh_from_db()
    assert (Practice.objects.count(), run.state) == (5, ImportRun.State.DONE)


def test_taking_back_leaves_what_somebody_has_worked_on(editor, city):
    run = brought(editor, line("Untouched"), line("Changed"), line("Handed in"))
    changed, handed_in = (each.practice for each in run.lines.all()[1:])
    page = changed.newest_text()
    page.summary = "Better."
    page.save_revision(user=editor)
    actions.move(handed_in, State.SUBMITTED)
    running.undo(run, by=editor)
    outbox.drain([running.TOPIC])
    run.refresh_from_db()
    assert set(Practice.objects.values_list("pk", flat=True)) == {changed.pk, handed_in.pk}
    assert not PracticePage.objects.filter(title="Untouched").exists()
    assert [bool(each.kept_because) for each in run.lines.all()] == [False, True, True]
    assert run.state == ImportRun.State.UNDONE


def test_only_editors_bring_files_in(client, city, editor):
    stranger = User.objects.create_user("somebody@site.example")
    with pytest.raises(PermissionDenied):
        reading.dry_run("a.csv", csv_of(line()), by=stranger)
    run = reading.dry_run("a.csv", csv_of(line()), by=editor)
    for step in (running.start, running.undo):
        with pytest.raises(PermissionDenied):
            step(run, by=stranger)
    client.force_login(stranger)
    assert client.get("/admin/interchange/imports/").status_code == 302


def test_the_pages_lead_through_it(client, editor, city):
    client.force_login(editor)
    upload = SimpleUploadedFile("walks.csv", csv_of(line(), line("Wrong", level="highest")))
    page = client.post("/admin/interchange/imports/", {"file": upload}).url
    text = client.get(page).content.decode()
    assert "Bring in the lines without mistakes" in text and "highest" in text
    client.post(page, {"step": "start"})
    assert "0 of 1 lines" in client.get(page).content.decode()
    outbox.drain([running.TOPIC])
    assert "1 was brought in" in client.get(page).content.decode()
    client.post(page, {"step": "undo"})
    outbox.drain([running.TOPIC])
    assert "1 was taken back" in client.get(page).content.decode()
    assert "walks.csv" in client.get("/admin/interchange/imports/").content.decode()
    assert not Practice.objects.exists()


def test_a_file_that_cannot_be_read_is_said_on_the_page(client, editor):
    client.force_login(editor)
    reply = client.post("/admin/interchange/imports/", {"file": SimpleUploadedFile("a.csv", b"\xff\xfe")})
    assert reply.status_code == 422 and "CSV UTF-8" in reply.content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_has_every_column(client, editor, ending):
    client.force_login(editor)
    reply = client.get(f"/admin/interchange/imports/template.{ending}")
    assert reply.status_code == 200 and ending in reply.headers["Content-Disposition"]
    if ending == "csv":
        assert all(name in reply.content.decode() for name in COLUMNS)


def test_more_lines_ask_no_more_queries(client, editor, city):
    client.force_login(editor)

    def count(number):
        run = reading.dry_run("a.csv", csv_of(*(line(f"Number {each}") for each in range(number))), by=editor)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/admin/interchange/imports/{run.pk}/")
        return len(queries)

    count(1)
    assert count(2) == count(20)
    assert ImportLine.objects.count() == 23
