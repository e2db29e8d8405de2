"""The inbox: everything that waits, filtered and in order, with the number in the menu; read by the staff alone."""
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.models import CityMembership, Hub, HubLabel
from practices import reviewing, waiting
from practices.admin import inbox
from practices.admin.inbox_rows import days_since
from practices.admin.menu import InboxItem
from practices.choices import ConcernState, State
from practices.folders import ensure_folders
from practices.models import Appeal, Concern, Practice, Remit, Step
from practices.tests.factories import make_city, make_page, make_practice
from practices.tests.submission import make_draft, make_editor, make_person, published, submitted
from taxonomy.models import Keyword

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
    waiting_one, reviewed, asked, parked = (
        submitted(title=title) for title in ("Waiting", "Reviewed", "Asked", "Put by"))
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
    return waiting_one


def concern(practice, **fields):
    number = Concern.objects.count()
    return Concern.objects.create(**{
        "practice": practice, "receipt": str(number), "category": "rights", "text": "Somebody was filmed.",
        "language": "ar", "due_on": timezone.localdate() + timedelta(days=90), **fields})


def appeal(practice, **fields):
    return Appeal.objects.create(**{
        "practice": practice, "outcome": practice.pk, "text": "We measured it.",
        "due_on": timezone.localdate() + timedelta(days=90), **fields})


def shown(client, **query):
    answer = client.get(reverse(URL, query=query))
    assert answer.status_code == 200
    return answer


def listed(client, **query):
    """What the list shows, in its order."""
    return [row.title for row in shown(client, **query).context["rows"]]


# ---------- What waits ----------
def test_everything_that_waits_for_an_editor_stands_in_one_list(desk, full):
    concern(full)
    appeal(full)
    Keyword.objects.create(name="neighbours", slug="neighbours")
    rows = shown(desk).context["rows"]
    assert [(row.item.what, row.title) for row in rows] == [
        ("entry", "Waiting"), ("entry", "Reviewed"), ("update", "Update"), ("concern", "Waiting"),
        ("appeal", "Waiting"), ("keyword", "neighbours")]


@pytest.mark.parametrize("state", State.values)
def test_the_number_in_the_menu_is_that_of_the_list_in_every_state(desk, editor, rf, state):
    page = make_page(title="One", publish=False)
    Practice.objects.filter(pk=page.practice_id).update(state=state)
    textless = make_draft().practice
    Practice.objects.filter(pk=textless.pk).update(state=state)
    for concern_state in ConcernState.values:
        concern(page.practice, state=concern_state)
    appeal(page.practice)
    appeal(page.practice, answered_at=timezone.now())
    for accepted in (True, False):
        Keyword.objects.create(name=f"word {accepted}", slug=f"word-{accepted}", accepted=accepted)
    expected = 3 + (state in (State.SUBMITTED, State.IN_REVIEW, State.UPDATE_PROPOSED))
    answer = shown(desk)
    assert len(answer.context["rows"]) == answer.context["pages"].paginator.count == waiting.count() == expected
    request = rf.get("/")
    request.user = editor
    assert InboxItem().render_component(request).label == f"Inbox ({expected})"
    assert f'"Inbox ({expected})"' in answer.content.decode()


def test_where_nothing_waits_the_menu_has_no_number(desk, rf, editor):
    request = rf.get("/")
    request.user = editor
    assert str(InboxItem().render_component(request).label) == "Inbox"
    assert b"Nothing waits here." in desk.get(reverse(URL)).content


# ---------- Order and age ----------
def aged(practice, days):
    Step.objects.filter(practice=practice).update(at=timezone.now() - timedelta(days=days))


def test_the_first_due_stands_first_or_the_longest_wait(desk):
    first, second, third = (submitted(title=title) for title in ("First", "Second", "Third"))
    aged(first, 30), aged(second, 3), aged(third, 2)
    Practice.objects.filter(pk=third.pk).update(due_on=timezone.localdate() - timedelta(days=100))
    assert listed(desk) == ["Third", "First", "Second"]
    assert listed(desk, sort="age") == ["First", "Second", "Third"]


def test_taking_an_entry_up_does_not_end_its_wait(desk):
    practice = submitted()
    aged(practice, 3)
    reviewing.take_up(practice, by=make_editor())
    assert shown(desk).context["rows"][0].waits == "3 days"


def test_an_entry_that_nobody_gave_a_day_is_due_after_ten_working_days():
    friday = timezone.make_aware(timezone.datetime(2026, 3, 6, 12))
    assert waiting.due_of(State.SUBMITTED, None, friday) == date(2026, 3, 20)
    assert waiting.due_of(State.SUBMITTED, date(2026, 4, 1), friday) == date(2026, 4, 1)
    assert waiting.due_of(State.PARKED, None, friday) is None


def test_overdue_is_said_in_words(desk):
    late, fine = submitted(title="Late"), submitted(title="Fine")
    aged(late, 30)
    rows = BeautifulSoup(desk.get(reverse(URL)).content, "html.parser").select("table.inbox tbody tr")
    assert ["overdue" in row.get_text() for row in rows] == [True, False]
    assert listed(desk, overdue="on") == ["Late"]
    assert fine.pk != late.pk


def test_today_is_a_word():
    assert days_since(timezone.now()) == "today"


# ---------- Filters ----------
@pytest.mark.parametrize(("query", "titles"), [
    ({"state": "submitted"}, ["Waiting"]), ({"state": "in_review"}, ["Reviewed"]),
    ({"state": "update_proposed"}, ["Update"]), ({"state": "changes_requested"}, ["Asked"]),
    ({"state": "parked"}, ["Put by"]), ({"state": "draft"}, ["By an editor"]), ({"what": "update"}, ["Update"]),
    ({"kind": "programme"}, []), ({"language": "ar"}, []),
    ({"language": "en", "what": "entry"}, ["Waiting", "Reviewed"]),
    ({"who": "me"}, []), ({"hub": "nowhere"}, ["Waiting", "Reviewed", "Update"]),
    ({"state": "nonsense", "p": "x"}, ["Waiting", "Reviewed", "Update"]),
    ({"p": "99"}, ["Waiting", "Reviewed", "Update"]),
])
def test_each_filter_narrows_the_list_and_a_wrong_one_does_not(desk, full, query, titles):
    assert listed(desk, **query) == titles


def test_a_state_is_asked_of_entries_and_not_of_what_is_said_about_them(desk, full):
    concern(full)
    assert [row.item.what for row in shown(desk, state="submitted").context["rows"]] == ["entry"]


def test_by_assignee(desk, editor):
    other = make_editor()
    mine, theirs, free = (submitted(title=title) for title in ("Mine", "Theirs", "Free"))
    Practice.objects.filter(pk=mine.pk).update(assignee=editor)
    Practice.objects.filter(pk=theirs.pk).update(assignee=other)
    assert listed(desk, who="me") == ["Mine"]
    assert listed(desk, who="nobody") == ["Free"]
    assert listed(desk, who=str(other.pk)) == ["Theirs"]
    assert free.assignee_id is None


@pytest.fixture
def two_hubs(editor):
    """An entry of each of two hubs, in two languages, and one without a hub."""
    for slug, country in (("north", "DK"), ("south", "LB")):
        hub = Hub.objects.create(slug=slug, countries=[country])
        HubLabel.objects.create(hub=hub, language="en", text=slug.title())
    for title, country, language in (("In the north", "DK", "en"), ("In the south", "LB", "ar")):
        make_practice(title=title, publish=False, language=language, practice_state=State.SUBMITTED,
                      cities=[make_city(title, country=country, m49="")])
    make_practice(title="Anywhere", publish=False, practice_state=State.SUBMITTED)
    return Hub.objects.get(slug="south")


def test_by_hub(desk, two_hubs):
    assert listed(desk, hub="south") == ["In the south"]
    page = make_page(title="Chosen", publish=False, hub=two_hubs)
    Practice.objects.filter(pk=page.practice_id).update(state=State.SUBMITTED)
    assert sorted(listed(desk, hub="south")) == ["Chosen", "In the south"]


def test_by_what_one_looks_after(desk, editor, two_hubs):
    assert len(listed(desk, mine="on")) == 3
    remit = Remit.objects.create(user=editor)
    remit.hubs.add(two_hubs)
    assert sorted(listed(desk, mine="on")) == ["Anywhere", "In the south"]
    Remit.objects.update(languages=["en"])
    assert listed(desk, mine="on") == ["Anywhere"]


# ---------- Rows ----------
@pytest.mark.parametrize("role", ROLES)
def test_the_whole_staff_reads_it(client, full, role):
    person = make_person(role=role)
    person.groups.get().permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    answer = shown(client)
    assert len(answer.context["rows"]) == 3
    note = b"Only editors decide about an entry."
    assert (note in answer.content) == (role in ("reviewer", "coordinator"))
    names = [kind.name for kind in answer.context["actions"]]
    assert names == {"reviewer": [], "coordinator": ["assign", "due"]}.get(
        role, ["assign", "due", "tag", "publish", "archive"])


def test_nobody_else_reads_it(client, full):
    assert client.get(reverse(URL)).status_code == 302
    for person in (make_person(), make_person(make_city("Mine"))):
        person.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(person)
        assert client.get(reverse(URL)).status_code in (302, 403)
        assert reverse(URL) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_row_says_why_the_viewer_does_not_decide_about_it(desk, editor):
    own, foreign = submitted(title="Own"), submitted(title="Foreign", city=make_city("Far", country="DK", m49=""))
    CityMembership.objects.create(user=editor, city=own.owner_city)
    reasons = {row.title: row.refusal for row in shown(desk).context["rows"]}
    assert "your own city" in reasons["Own"]
    assert reasons["Foreign"] == ""
    assert foreign.pk != own.pk


def test_a_row_says_everything_by_which_work_is_handed_out(desk, editor, two_hubs):
    practice = Practice.objects.get(original__title="In the south")
    Practice.objects.filter(pk=practice.pk).update(assignee=editor, city_withheld=True)
    concern(practice)
    concern(practice, state=ConcernState.ANSWERED)
    row = next(each for each in shown(desk).context["rows"] if each.practice.pk == practice.pk)
    assert (row.cities, row.hubs, row.concerns) == ("In the south (not named in public)", "South", 1)
    text = shown(desk, hub="south", what="entry").content.decode()
    for words in ("العربية", "editor@site.example", "Submission", "Case study", "Submitted"):
        assert words in text


def test_a_title_runs_in_the_direction_of_its_language(desk):
    submitted(language="fa", title="گفتگو در بازار")
    title = BeautifulSoup(desk.get(reverse(URL)).content, "html.parser").select_one("table.inbox bdi")
    assert (title["lang"], title["dir"], title.get_text()) == ("fa", "rtl", "گفتگو در بازار")


def test_the_words_of_a_concern_are_not_in_the_list(desk):
    practice = published(submitted(title="Doubted"), make_editor())
    late = concern(practice, due_on=timezone.localdate() - timedelta(days=1))
    answer = shown(desk)
    assert [row.item.key for row in answer.context["rows"]] == [late.pk]
    assert b"overdue" in answer.content
    assert b"Somebody was filmed." not in answer.content


def test_all_entries_of_a_page_are_chosen_without_a_script(desk, full):
    concern(full)
    ticks = BeautifulSoup(shown(desk, choose="all").content, "html.parser").select("input[name=entry]")
    assert len(ticks) == 3
    assert all(tick.has_attr("checked") for tick in ticks)
    assert not BeautifulSoup(shown(desk).content, "html.parser").select("input[name=entry][checked]")


def test_a_long_list_has_pages_that_keep_what_was_asked_for(desk, monkeypatch):
    monkeypatch.setattr(inbox, "A_PAGE", 2)
    for number in range(3):
        submitted(title=f"Number {number}")
    first, second = shown(desk, state="submitted"), shown(desk, state="submitted", p="2")
    assert [len(each.context["rows"]) for each in (first, second)] == [2, 1]
    assert b"?state=submitted&amp;p=2" in first.content


def test_queries_do_not_grow_with_what_waits(desk):
    def count(**query):
        with CaptureQueriesContext(connection) as queries:
            shown(desk, **query)
        return len(queries)

    def add(number):
        for each in range(number):
            practice = submitted()
            concern(practice)
            appeal(practice)
            Keyword.objects.create(name=f"{practice.pk}{each}", slug=f"{practice.pk}{each}")
            page = make_page(publish=False, cities=[make_city("Elsewhere")])
            Practice.objects.filter(pk=page.practice_id).update(state=State.UPDATE_PROPOSED)

    add(1)
    count()
    few = count(), count(mine="on", hub="x")
    add(4)
    count()
    assert (count(), count(mine="on", hub="x")) == few
