"""The figures of the reports, each compared with what a direct query says."""
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from cities.models import Hub
from practices.choices import READABLE_STATES, State
from practices.folders import ensure_folders
from practices.models import LanguageWish, LessonLearnedPage, OutcomeEvidence, Practice, Step
from practices.reports import concerns, coverage, lists, times, week, weekly
from practices.reports.coverage import AXES
from practices.reports.table import few
from practices.reports.week import Week
from practices.tests.factories import make_city, make_page, make_practice
from practices.tests.submission import concept, make_editor, make_person
from practices.tests.test_admin_inbox import concern

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def tree(db):
    ensure_folders()


# ---------- Coverage ----------
@pytest.fixture
def spread(db):
    """Entries over regions, forms, levels and languages; some of them that no reader has."""
    Hub.objects.create(slug="south", countries=["LB"])
    beirut, aarhus = make_city("Beirut"), make_city("Aarhus", country="DK", m49="154")
    wanted = [("xri", "primary", [beirut], "en"), ("xri", "secondary", [beirut], "ar"), ("xri", "", [beirut], "en"),
              ("rb", "primary", [beirut, aarhus], "mk"), ("any", "primary", [aarhus], "en"), ("", "", [], "en")]
    for form, level, cities, language in wanted:
        page = make_page(cities=cities, language=language)
        page.concepts = [concept(scheme, code) for scheme, code in (("form", form), ("level", level)) if code]
        page.save()
    make_page(cities=[beirut], publish=False)
    withdrawn = make_page(cities=[aarhus])
    Practice.objects.filter(pk=withdrawn.practice_id).update(state=State.WITHDRAWN)


@pytest.mark.parametrize(("rows", "columns", "chosen"), [
    ("region", "form", {}), ("subregion", "level", {"form": "xri"}), ("hub", "language", {}),
    ("form", "level", {"region": "142", "language": "en"}), ("language", "form", {"hub": "south"}),
])
def test_every_cell_leads_to_as_many_entries_as_it_counts(desk, spread, rows, columns, chosen):
    table = coverage.matrix(coverage.facts(), AXES[rows], AXES[columns], chosen)
    cells = [cell for row in table.rows for cell in row[1:-1] if cell.url]
    assert cells
    for cell in cells:
        assert desk.get(cell.url).context["paginator"].count == cell.value, cell.url


def test_gaps_are_seen_and_what_is_not_said_too(spread):
    table = coverage.matrix(coverage.facts(), AXES["region"], AXES["form"], {})
    rows = {row[0].value: {str(name): cell for name, cell in zip(table.headings[1:], row[1:], strict=True)}
            for row in table.rows}
    assert {"Africa", "Asia", "Europe", "Not said", "All"} <= set(rows)
    assert rows["Africa"]["xri"].gap
    assert rows["Asia"]["xri"].value == 3
    assert rows["All"]["All"].value == Practice.objects.filter(state__in=READABLE_STATES).count() == 6


def test_a_form_with_more_than_half_of_a_region_is_named(spread):
    table = coverage.matrix(coverage.facts(), AXES["region"], AXES["form"], {})
    much = {row[0].value: row[-1].value for row in table.rows}
    assert much["Asia"] == "xri"
    assert much["Europe"] == ""
    asia = next(row for row in table.rows if row[0].value == "Asia")
    assert {(cell.note, cell.much) for cell in asia[1:-2] if cell.value} == {("75 %", True), ("25 %", False)}


@pytest.mark.parametrize(("number", "of", "code", "much"), [
    (2, 3, "xri", True), (2, 4, "xri", False), (3, 4, "any", False), (2, 2, "xri", False), (3, 4, "", False)])
def test_what_counts_as_much(number, of, code, much):
    assert coverage.is_much(number, of, code) is much


def test_the_file_has_a_line_for_each_cell(spread):
    asked = AXES["region"], AXES["form"], {}
    lines = coverage.long_table(coverage.facts(), *asked).values
    assert ["Asia", "xri", 3, 0.75, "yes"] in lines
    assert len(lines) == (len(coverage.matrix(coverage.facts(), *asked).rows) - 1) * 4


# ---------- Lists ----------
def test_stale_is_what_nobody_confirmed_for_a_year():
    old, never, fresh = (make_practice() for _each in range(3))
    now = timezone.now()
    for practice, confirmed, published in ((old, now - 400 * DAY, now - 800 * DAY), (never, None, now - 500 * DAY),
                                           (fresh, now - 300 * DAY, now - 900 * DAY)):
        Practice.objects.filter(pk=practice.pk).update(last_confirmed_at=confirmed, first_published_at=published)
    assert list(lists.stale()) == [never, old]


def test_untranslated_counts_are_those_of_the_lists():
    make_practice()
    two, arabic = make_practice(), make_practice(language="ar")
    for reader in ("a", "b"):
        LanguageWish.objects.create(practice=two, language="fr", reader=reader)
    counts = lists.untranslated_counts()
    for code in ("ar", "en", "es", "fr", "ru", "zh"):
        assert counts[code][0] == lists.untranslated(code).count()
    assert arabic not in lists.untranslated("ar")
    assert counts["ar"] == (2, 3)
    assert lists.untranslated("fr").first() == two


def test_without_evidence_is_what_was_not_measured():
    none, unmeasured, measured = (make_practice() for _each in range(3))
    for practice, direction in ((unmeasured, "not-measured"), (measured, "mixed")):
        OutcomeEvidence.objects.create(practice=practice, outcome=practice.pk, direction=direction, quality="account")
    assert list(lists.without_evidence()) == [none, unmeasured]


def test_no_list_names_a_city_that_is_not_named():
    practice = make_practice(cities=[make_city("Smallton")], practice_city_withheld=True)
    assert [row[2] for row in lists.table_of("x", "", [practice]).values] == ["City not named"]


# ---------- How long people wait ----------
def steps(practice, *moves, start=MONDAY, by=None):
    """Moves of an entry: state, days after the start; from the state before."""
    Step.objects.filter(practice=practice).delete()  # how the factory made it
    was = State.DRAFT
    for state, days in moves:
        Step.objects.create(practice=practice, was=was, state=state, at=start + days * DAY, by=by)
        was = state


def test_times_run_from_handing_in_to_the_first_step_and_to_the_decision():
    steps(make_practice(), (State.SUBMITTED, 0), (State.IN_REVIEW, 2), (State.CHANGES_REQUESTED, 3),
          (State.SUBMITTED, 10), (State.IN_REVIEW, 11), (State.PUBLISHED, 12), (State.UPDATE_PROPOSED, 20),
          (State.PUBLISHED, 21))
    steps(make_practice(), (State.SUBMITTED, 0), (State.PARKED, 4), (State.IN_REVIEW, 5), (State.DECLINED, 8))
    steps(make_practice(), (State.SUBMITTED, 0))
    found = times.cases()
    assert [(case.days_to_answer, case.days_to_decision, case.again) for case in found] == [
        (2, 12, 1), (4, 8, 0), (None, None, 0), (1, 1, 0)]
    (month, *figures), = times.by_month(found).values
    assert (month, figures) == ("2026-03", [4, 3, 2, 4, 3, 8, 12, 0])


def test_by_hub_and_few_people():
    Hub.objects.create(slug="south", countries=["LB"])
    steps(make_practice(cities=[make_city()]), (State.SUBMITTED, 0), (State.IN_REVIEW, 2), by=make_editor())
    found = times.cases()
    assert times.by_hub(found, times.hubs()).values == [["south", 1, 1, 2.0, 2.0, 0, None, None, "< 5"]]
    assert times.by_month_and_hub(found, times.hubs()).values[0][:2] == ["2026-03", "south"]


@pytest.mark.parametrize(("number", "said"), [(0, 0), (1, "< 5"), (4, "< 5"), (5, 5)])
def test_numbers_of_people_under_five_are_not_said(number, said):
    assert few(number) == said


def test_concerns_by_what_they_are_about():
    practice = make_practice()
    concern(practice, due_on=timezone.localdate() - DAY)
    concern(practice)
    now = timezone.now()
    concern(practice, category="privacy", state="answered", received_at=now - 4 * DAY, answered_at=now)
    rows = {row[0]: row[1:] for row in concerns.table().values}
    assert rows["It violates somebody’s rights"] == [2, 2, 1, 0, None, None]
    assert rows["A person can be recognised"] == [1, 0, 0, 1, 4.0, 4.0]
    assert rows["All"] == [3, 2, 1, 1, 4.0, 4.0]


# ---------- The week ----------
def figures(of):
    return {f"{part.heading}: {line.label}": line.value for part in week.parts(of) for line in part.lines}


def test_the_week_counts_what_direct_queries_count():
    inside, outside = make_practice(), make_practice(model=LessonLearnedPage)
    steps(inside, (State.SUBMITTED, 0), (State.IN_REVIEW, 1), (State.CHANGES_REQUESTED, 2), (State.SUBMITTED, 3),
          (State.IN_REVIEW, 4), (State.PUBLISHED, 5))
    steps(outside, (State.SUBMITTED, -3), (State.IN_REVIEW, 7), (State.DECLINED, 8))
    concern(inside, received_at=MONDAY, due_on=date(2026, 3, 20))
    Practice.objects.filter(pk=outside.pk).update(state=State.UNCONFIRMED)
    for number in range(5):
        LanguageWish.objects.create(practice=inside, language="fr", reader=str(number), day=date(2026, 3, 10))
    LanguageWish.objects.create(practice=inside, language="ar", reader="x", day=date(2026, 3, 10))
    found = figures(Week.of(date(2026, 3, 12)))
    moves = Step.objects.filter(at__gte=MONDAY.replace(hour=0), at__lt=MONDAY.replace(hour=0) + 7 * DAY)
    for label, query in {
        "Came in: New entries": moves.filter(state=State.SUBMITTED, was=State.DRAFT),
        "Came in: Handed in again after changes": moves.filter(state=State.SUBMITTED, was=State.CHANGES_REQUESTED),
        "Decided: Published": moves.filter(state=State.PUBLISHED),
        "Decided: Declined": moves.filter(state=State.DECLINED),
        "Decided: Given back for changes": moves.filter(state=State.CHANGES_REQUESTED),
        "Not confirmed by their city: Now": Practice.objects.filter(state=State.UNCONFIRMED),
    }.items():
        assert found[label] == query.count(), label
    assert found["Came in: New entries"] == found["Decided: Published"] == 1
    assert found["How long cities waited: Days to first answer (median)"] == 1
    assert found["How long cities waited: Days to decision (median)"] == 5
    assert (found["Concerns: Received"], found["Concerns: Open now"]) == (1, 1)
    assert found["Waits now: Everything in the inbox"] == 1
    wished = [line.value for part in week.parts(Week.of(date(2026, 3, 12))) for line in part.lines[:2]
              if part.heading.startswith("Translations")]
    assert wished == [5, "< 5"]


@pytest.mark.parametrize(("name", "monday"), [
    ("2026-W11", date(2026, 3, 9)), ("2026-W60", None), ("x", None), ("0000-W01", None),
    ("2026-W53", date(2026, 12, 28))])
def test_a_week_has_a_name(name, monday):
    known = Week.named(name)
    assert (known.monday if known else None) == monday
    assert known is None or known.name == name


def test_the_page_of_a_week_links_to_the_weeks_beside_it(desk):
    answer = desk.get(reverse("practices_admin:week"), {"week": "2026-W11"})
    assert answer.context["week"].name == "2026-W11"
    assert parse_qs(urlsplit(answer.context["before"]).query) == {"week": ["2026-W10"]}
    assert desk.get(reverse("practices_admin:week"), {"week": "nonsense"}).status_code == 200


# ---------- On Mondays ----------
def send(moment):
    with time_machine.travel(moment, tick=False):
        return weekly.send(lambda: None)


def test_editors_and_coordinators_who_want_it_are_told_once_a_week(db):
    people = [make_person(role=role) for role in ("editor", "coordinator", "reviewer")]
    refuses = make_editor()
    weekly.set_wanted(refuses, False)
    assert not weekly.wants(refuses)
    assert [send(MONDAY), send(MONDAY + timedelta(hours=3)), send(MONDAY + DAY)] == [2, 0, 0]
    assert send(MONDAY + 7 * DAY) == 2
    assert set(Message.objects.values_list("receiver", flat=True)) == {people[0].pk, people[1].pk}
    weekly.set_wanted(refuses, True)
    assert send(MONDAY + 7 * DAY) == 1


@pytest.mark.parametrize("moment", [MONDAY.replace(hour=5), MONDAY + 2 * DAY, MONDAY - DAY])
def test_it_comes_on_monday_or_a_day_later_and_not_before_the_morning(db, moment):
    make_editor()
    assert send(moment) == 0


def test_the_message_lists_counts_and_leads_to_lists(db):
    make_editor()
    steps(make_practice(), (State.SUBMITTED, -7))
    send(MONDAY)
    message = Message.objects.get()
    assert "New entries: 1" in message.text
    assert f"{reverse('practices_admin:inbox')}?state=submitted" in message.text
    assert message.url == f"{reverse('practices_admin:week')}?week=2026-W10"
    assert "2 March 2026" in message.subject


def test_one_says_on_the_page_that_one_does_not_want_it(desk, editor):
    url = reverse("practices_admin:week")
    desk.post(url, {"wanted": "no"})
    assert not weekly.wants(editor)
    assert b"Tell me every Monday" in desk.get(url).content
    desk.post(url, {"wanted": "yes"})
    assert weekly.wants(editor)
