"""The inbox: what waits, in its order, with the number in the menu; read by the staff and nobody else."""
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.models import CityMembership
from practices import reviewing
from practices.admin import inbox
from practices.admin.menu import InboxItem
from practices.choices import ConcernState, State
from practices.folders import ensure_folders
from practices.models import Concern, Practice, Step
from practices.tests.factories import make_city, make_page
from practices.tests.submission import make_draft, make_editor, make_person, published, submitted

pytestmark = pytest.mark.django_db
URL = "practices_admin:inbox"
ROLES = ("editor", "reviewer", "coordinator", "administrator")


@pytest.fixture(autouse=True)
def tree(db):
    ensure_folders()


@pytest.fixture
def full(editor):
    """One entry in each state that the inbox knows, and some that it does not."""
    decider = make_editor()
    waiting, reviewed, asked, parked = (submitted(title=title) for title in ("Waiting", "Reviewed", "Asked", "Put by"))
    for practice in (reviewed, asked):
        reviewing.take_up(practice, by=decider)
    reviewing.ask_for_changes(asked, by=decider, reason="Shorter.", comments={})
    reviewing.park(parked, by=decider, reason="Later.")
    update = published(submitted(title="Update"), decider)
    Practice.objects.filter(pk=update.pk).update(state=State.UPDATE_PROPOSED)
    make_page(title="By an editor", publish=False)
    make_page(title="Published")
    reviewing.decline(submitted(title="Declined"), by=decider, reason="No.")
    make_draft(title="Not handed in")
    return waiting


def concern(practice, **fields):
    number = Concern.objects.count()
    return Concern.objects.create(**{
        "practice": practice, "receipt": str(number), "category": "rights", "text": "Somebody was filmed.",
        "language": "ar", "due_on": timezone.localdate(), **fields})


def listed(client, **query):
    """Heading, titles and number of each shelf."""
    answer = client.get(reverse(URL, query=query))
    assert answer.status_code == 200
    return {str(shelf["heading"]): [row.page.draft_title for row in shelf["rows"]]
            for shelf in answer.context["shelves"]}


def test_what_waits_for_editors_stands_first(desk, full):
    assert list(listed(desk).items()) == [
        ("Waits for an editor", ["Waiting", "Reviewed", "Update"]),
        ("Waits for the city", ["Asked"]), ("Parked", ["Put by"]), ("Drafts of editors", ["By an editor"]),
    ]


def test_the_longest_wait_stands_first(desk):
    first, second = submitted(title="First"), submitted(title="Second")
    Step.objects.filter(practice=second).update(at=timezone.now() - timedelta(days=3))
    assert listed(desk)["Waits for an editor"] == ["Second", "First"]
    assert "3 days" in desk.get(reverse(URL)).content.decode()
    reviewing.take_up(second, by=make_editor())
    assert listed(desk)["Waits for an editor"] == ["First", "Second"]
    assert first.pk != second.pk


@pytest.mark.parametrize(("state", "titles"), [
    ("submitted", ["Waiting"]), ("in_review", ["Reviewed"]), ("update_proposed", ["Update"]),
    ("changes_requested", ["Asked"]), ("parked", ["Put by"]), ("draft", ["By an editor"]),
])
def test_each_state_can_be_asked_for(desk, full, state, titles):
    assert list(listed(desk, state=state).values()) == [titles]


@pytest.mark.parametrize("query", [{"state": "nonsense"}, {"state": "published"}, {"p": "x"}, {"p": "99"}])
def test_a_wrong_address_shows_everything(desk, full, query):
    assert len(listed(desk, **query)) == 4


def test_the_number_in_the_menu_is_that_of_the_list(desk, full, rf, editor):
    concern(full)
    concern(full, state=ConcernState.ANSWERED)
    request = rf.get("/")
    request.user = editor
    answer = desk.get(reverse(URL))
    shown = next(shelf for shelf in answer.context["shelves"] if shelf["heading"] == "Waits for an editor")
    number = len(shown["rows"]) + len(answer.context["concerns"])
    assert number == shown["count"] + answer.context["concern_count"] == inbox.waiting() == 4
    assert InboxItem().render_component(request).label == "Inbox (4)"
    assert '"Inbox (4)"' in answer.content.decode()


def test_where_nothing_waits_the_menu_has_no_number(desk, rf, editor):
    request = rf.get("/")
    request.user = editor
    assert str(InboxItem().render_component(request).label) == "Inbox"
    assert b"Nothing waits here." in desk.get(reverse(URL)).content


def test_it_stands_first_in_the_menu(desk):
    names = [item.order for item in _menu().registered_menu_items]
    assert InboxItem().order == min(names)
    assert reverse(URL) in desk.get(reverse("wagtailadmin_home")).content.decode()


def _menu():
    from wagtail.admin.menu import admin_menu

    return admin_menu


@pytest.mark.parametrize("role", ROLES)
def test_the_whole_staff_reads_it(client, full, role):
    person = make_person(role=role)
    person.groups.get().permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    assert len(listed(client)) == 4
    note = b"Only editors decide about an entry."
    assert (note in client.get(reverse(URL)).content) == (role in ("reviewer", "coordinator"))


def test_nobody_else_reads_it(client, full):
    assert client.get(reverse(URL)).status_code == 302
    for person in (make_person(), make_person(make_city("Mine"))):
        person.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(person)
        assert client.get(reverse(URL)).status_code in (302, 403)
        assert reverse(URL) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_row_says_why_the_viewer_does_not_decide_about_it(desk, editor):
    own, foreign = submitted(title="Own"), submitted(title="Foreign")
    CityMembership.objects.create(user=editor, city=own.owner_city)
    rows = BeautifulSoup(desk.get(reverse(URL)).content, "html.parser").select("table.inbox tbody tr")
    reasons = {row.select_one("bdi").get_text(): row.select_one(".inbox__reason") for row in rows}
    assert "your own city" in reasons["Own"].get_text()
    assert reasons["Foreign"] is None
    assert foreign.pk != own.pk


def test_a_title_runs_in_the_direction_of_its_language(desk):
    submitted(language="fa", title="گفتگو در بازار")
    title = BeautifulSoup(desk.get(reverse(URL)).content, "html.parser").select_one("table.inbox bdi")
    assert (title["lang"], title["dir"], title.get_text()) == ("fa", "rtl", "گفتگو در بازار")


def test_open_concerns_are_listed_with_what_is_overdue(desk):
    practice = published(submitted(title="Doubted"), make_editor())
    late = concern(practice, due_on=timezone.localdate() - timedelta(days=1))
    concern(practice, state=ConcernState.ANSWERED)
    answer = desk.get(reverse(URL))
    assert [each.pk for each in answer.context["concerns"]] == [late.pk]
    assert b"overdue" in answer.content
    assert b"Somebody was filmed." not in answer.content
    assert desk.get(reverse(URL, query={"state": "parked"})).context["concerns"] == []
    assert len(desk.get(reverse(URL, query={"state": "concerns"})).context["concerns"]) == 1


def test_an_entry_says_how_many_concerns_are_open(desk, full):
    concern(full)
    concern(full)
    concern(full, state=ConcernState.ANSWERED)
    assert inbox.entries().get(pk=full.pk).concerns_open == 2


def test_a_long_list_has_pages_and_its_headings_count_all(desk, monkeypatch):
    monkeypatch.setattr(inbox, "A_PAGE", 2)
    for number in range(3):
        submitted(title=f"Number {number}")
    first, second = desk.get(reverse(URL)), desk.get(reverse(URL, query={"p": "2"}))
    assert [len(each.context["shelves"][0]["rows"]) for each in (first, second)] == [2, 1]
    assert [each.context["shelves"][0]["count"] for each in (first, second)] == [3, 3]
    assert b"?state=&amp;p=2" in first.content


def test_queries_do_not_grow_with_entries(desk):
    def count():
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse(URL))
        return len(queries)

    def add(number):
        for _each in range(number):
            concern(submitted())
            make_page(publish=False, cities=[make_city("Elsewhere")])

    add(1)
    desk.get(reverse(URL))
    few = count()
    add(4)
    desk.get(reverse(URL))
    assert count() == few
