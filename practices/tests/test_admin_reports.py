"""The pages of the reports: read by the staff, as tables and as files, in a constant number of queries."""
import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from practices.admin.reports import REPORTS
from practices.models import Practice
from practices.reports.table import Cell, Table, as_csv, as_xlsx
from practices.tests.factories import make_city, make_page
from practices.tests.submission import concept, make_person, submitted
from practices.tests.test_admin_inbox import concern

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(desk):
    """A published entry and one that waits."""
    page = make_page(title="=1+1", cities=[make_city("Elsewhere", country="DK", m49="")])
    page.concepts = [concept("form", "xri"), concept("level", "primary")]
    page.save()
    concern(submitted())
    return page


@pytest.mark.parametrize("name", [*REPORTS, ""])
def test_each_report_is_a_page_and_two_files(desk, some, name):
    url = reverse("practices_admin:report", args=[name]) if name else reverse("practices_admin:reports")
    page = desk.get(url)
    assert page.status_code == 200
    assert BeautifulSoup(page.content, "html.parser").select("table.tally tbody tr")
    answer = desk.get(url, {"file": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "private" in answer["Cache-Control"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    book = load_workbook(io.BytesIO(desk.get(url, {"file": "xlsx"}).content))
    assert book.active.max_row == len(rows)


def test_no_title_is_a_formula_in_a_file(desk, some):
    answer = desk.get(reverse("practices_admin:report", args=["without-evidence"]), {"file": "csv"})
    assert "\r\n'=1+1," in answer.content.decode()
    table = Table("x", "", ["@title"], [[Cell("+1")], [Cell(-1)]])
    assert as_csv(table).decode("utf-8-sig").splitlines() == ["'@title", "'+1", "-1"]
    sheet = load_workbook(io.BytesIO(as_xlsx(table))).active
    assert [cell.value for cell in sheet["A"]] == ["'@title", "'+1", -1]


@pytest.mark.parametrize("query", [
    {"rows": "x"}, {"columns": "region"}, {"language": "xx"}, {"p": "x"}, {"file": "exe"}])
def test_a_wrong_question_never_breaks_a_report(desk, some, query):
    for name in REPORTS:
        assert desk.get(reverse("practices_admin:report", args=[name]), query).status_code == 200


def test_an_unknown_report_is_not_there(desk):
    assert desk.get(reverse("practices_admin:report", args=["beauty"])).status_code == 404


@pytest.mark.parametrize("name", ["week", "reports", "bulk-changes"])
def test_nobody_but_the_staff_reads_them(client, name, editor):
    client.force_login(make_person(make_city("Mine")))
    assert client.get(reverse(f"practices_admin:{name}")).status_code in (302, 403)


def test_they_stand_in_the_menu(desk):
    home = desk.get(reverse("wagtailadmin_home")).content.decode()
    for name in REPORTS:
        assert reverse("practices_admin:report", args=[name]) in home
    assert reverse("practices_admin:week") in home


def test_queries_do_not_grow_with_entries(desk, some):
    pages = [*(reverse("practices_admin:report", args=[name]) for name in REPORTS), reverse("practices_admin:week"),
             f"{reverse('practices_admin:report', args=['untranslated'])}?language=ar"]

    def counts():
        found = {}
        for url in pages:
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(url).status_code == 200
            found[url] = len(queries)
        return found

    Practice.objects.update(last_confirmed_at="2020-01-01T00:00Z")
    counts()
    few = counts()
    for number in range(3):
        page = make_page(title=f"More {number}", cities=[make_city(f"City {number}")])
        page.concepts = [concept("form", "rb")]
        page.save()
        concern(submitted())
    Practice.objects.update(last_confirmed_at="2020-01-01T00:00Z")
    counts()
    assert counts() == few
