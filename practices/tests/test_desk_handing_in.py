"""Checking and handing in, the desk's panels, and who comes to any of it."""
import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import CityMembership
from core import languages
from practices import actions, reviewing, submitting
from practices.choices import State
from practices.models import Draft, Practice, PracticePage, Step
from practices.tests.at_the_desk import address, answer, at_desk, hidden
from practices.tests.factories import ensure_tree, make_city, make_practice
from practices.tests.submission import make_draft, make_editor, make_person, published, submitted
from search import changes
from tests.settling import settle

pytestmark = pytest.mark.django_db
PAGES = ("entry", "check", "files", "language", "submitted", "history", "delete", "withdraw")


@pytest.fixture(autouse=True)
def folders(db):
    ensure_tree()


@pytest.fixture
def draft():
    return make_draft()


@pytest.fixture
def client(draft):
    return at_desk(draft.saved_by)


def of_city(practice):
    return at_desk(make_person(practice.owner_city))


def hand_in(client, draft):
    page = client.get(address("check", draft.practice))
    return client.post(address("check", draft.practice), {"key": hidden(page, "key")})


@pytest.mark.parametrize("language", ["en", "ar", "sq", "zh"])
def test_what_is_checked_is_handed_in(language):
    draft = make_draft(language=language, title="Tryeza e komunës · 对话 · حوار")
    client = at_desk(draft.saved_by)
    page = client.get(address("check", draft.practice)).text
    tongue = languages.by_public(language)
    assert f'class="said" lang="{tongue.html}" dir="{tongue.direction}"' in page
    assert hand_in(client, draft).url == address("submitted", draft.practice)
    practice = Practice.objects.get()
    assert practice.state == State.SUBMITTED
    assert practice.original.language.public == language
    assert "handed in" in client.get(address("submitted", practice)).text


@pytest.mark.parametrize(("question", "fields"), [
    ("summary", {"summary": "word " * 251}), ("contact", {"contact_email": "no address"}),
    ("time", {"start_year": "soon"}), ("rights", {"rights": ""}), ("kind", {"kind": ""}),
])
def test_what_is_not_answered_well_is_refused_with_a_link(client, draft, question, fields):
    Draft.objects.update(answers={**draft.answers, **fields})
    page = client.get(address("check", draft.practice)).text
    assert 'name="key"' not in page
    found = client.post(address("check", draft.practice), {"key": f"{draft.pk}.{draft.version}"})
    assert found.status_code == 422
    assert address("question", draft.practice, question) + "?then=check" in found.text
    assert Practice.objects.get().state == State.DRAFT
    assert not PracticePage.objects.exists()


def test_handing_in_twice_is_handing_in_once(client, draft):
    key = hidden(client.get(address("check", draft.practice)), "key")
    urls = {client.post(address("check", draft.practice), {"key": key}).url for _ in range(2)}
    assert urls == {address("submitted", draft.practice)}
    assert Step.objects.count() == PracticePage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_posts_hand_in_once():
    ensure_tree()
    draft = make_draft()
    clients = [at_desk(draft.saved_by) for _ in range(4)]
    key = hidden(clients[0].get(address("check", draft.practice)), "key")
    path, start, urls = address("check", draft.practice), threading.Barrier(len(clients)), []

    def send(client):
        start.wait()
        urls.append(client.post(path, {"key": key}).headers.get("Location"))
        connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Step.objects.count() == PracticePage.objects.count() == 1
    assert set(urls) == {address("submitted", draft.practice)}


def test_what_has_changed_since_it_was_checked_is_shown_again(client, draft):
    key = hidden(client.get(address("check", draft.practice)), "key")
    answer(of_city(draft.practice), draft, "title", title="Another title")
    found = client.post(address("check", draft.practice), {"key": key})
    assert found.status_code == 409
    assert "Another title" in found.text
    assert Practice.objects.get().state == State.DRAFT


def test_forged_fields_of_a_submission_are_ignored(client, draft):
    key = hidden(client.get(address("check", draft.practice)), "key")
    client.post(address("check", draft.practice), {
        "key": key, "state": "published", "visibility": "members", "owner_city": "1", "by": "1", "live": "on"})
    practice = Practice.objects.get()
    assert (practice.state, practice.visibility) == (State.SUBMITTED, "public")
    assert not practice.original.live
    assert list(practice.submitters.all()) == [draft.saved_by]


@pytest.mark.parametrize("page", PAGES)
def test_for_everybody_else_an_entry_does_not_exist(draft, page):
    path = address(page, draft.practice)
    left = make_person(draft.practice.owner_city)
    CityMembership.objects.filter(user=left).update(active=False)
    for person in (make_person(), make_person(make_city("Other")), make_editor(), left,
                   make_person(is_superuser=True)):
        assert at_desk(person).get(path).status_code == 404
        assert at_desk(person).post(path, {"key": f"{draft.pk}.{draft.version}", "reason": "forged"}).status_code \
            in {404, 405}
    assert Client().get(path).url.startswith("/en/account/login/")
    assert Client().post(path).status_code == 302
    assert Draft.objects.get().version == draft.version


@pytest.mark.parametrize("page", [*PAGES[:4], "delete"])
def test_pages_of_the_desk_are_kept_by_no_cache(client, draft, page):
    answer = client.get(address(page, draft.practice))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in answer.text


def test_what_the_state_forbids_is_said_and_what_was_typed_comes_back(client, draft):
    submitting.submit(draft, by=draft.saved_by)
    found = client.post(address("question", draft.practice, "rights"), {"rights": "Written for an hour"})
    assert found.status_code == 409
    assert "Written for an hour" in found.text
    assert found.headers["Cache-Control"] == "private, no-store"
    for page in ("check", "delete", "withdraw"):
        assert client.get(address(page, draft.practice)).status_code == 409
    assert client.get(address("entry", draft.practice)).url == address("history", draft.practice)


def test_deleting_asks_first(client, draft):
    assert "cannot be undone" in client.get(address("delete", draft.practice)).text
    assert Draft.objects.exists()
    assert client.post(address("delete", draft.practice)).url == reverse("desk")
    assert not Practice.objects.exists()


def test_withdrawing_asks_for_a_reason_and_hides_at_once(django_capture_on_commit_callbacks):
    practice = published(submitted(), make_editor())
    page = f"/en/practices/{practice.pk}/{practice.original.slug}/"
    client = of_city(practice)
    assert client.get(page).status_code == 200
    assert client.post(address("withdraw", practice), {"reason": ""}).status_code == 422
    assert Practice.objects.get().state == State.PUBLISHED
    assert client.post(address("withdraw", practice), {"reason": "The unit was closed."}).status_code == 302
    assert Client().get(page).status_code == 404
    history = client.get(address("history", practice)).text
    assert "The unit was closed." in history
    assert "Your city" in history


def test_history_names_no_person():
    practice, editor = submitted(), make_editor()
    editor.first_name, editor.last_name = "Ada", "Editorsson"
    editor.save()
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="Say more.", comments={"rights": "Who keeps notes?"})
    page = of_city(practice).get(address("history", practice)).text
    assert "Say more." in page
    assert "Who keeps notes?" in page
    assert "The editors’ desk" in page
    assert "Editorsson" not in page
    assert editor.email not in page


def test_the_desk_shows_what_waits_first():
    city, editor = make_city("Ownville"), make_editor()
    person = make_person(city)
    titles = {}
    for state in ("Drafted", "Waiting", "Asked", "Readable", "Refused"):
        draft = make_draft(person, city=city, title=f"{state} entry")
        titles[state] = draft.practice
        if state == "Drafted":
            continue
        practice = submitting.submit(draft, by=person)
        if state in ("Asked", "Refused"):
            reviewing.take_up(practice, by=editor)
        if state == "Asked":
            reviewing.ask_for_changes(practice, by=editor, reason="Two.", comments={"rights": "Who keeps notes?"})
        if state == "Refused":
            reviewing.decline(practice, by=editor, reason="Another place is better for it.")
        if state == "Readable":
            published(practice, editor)
    page = at_desk(person).get("/en/desk/").text
    order = [page.index(f">{state} entry<") for state in ("Asked", "Drafted", "Waiting", "Readable", "Refused")]
    assert order == sorted(order)
    assert address("question", titles["Asked"], "rights") in page
    assert "Who keeps notes?" in page
    assert "Another place is better for it." in page
    assert address("withdraw", titles["Readable"]) in page
    other = at_desk(make_person(make_city("Other"))).get("/en/desk/").text
    assert " entry<" not in other
    assert "/en/desk/practices/new/" in other
    assert "/en/desk/practices/new/" not in at_desk(editor).get("/en/desk/").text


def test_the_desk_asks_a_fixed_number_of_questions(django_assert_max_num_queries):
    city = make_city("Ownville")
    person = make_person(city)
    for _ in range(4):
        draft = make_draft(person, city=city)
        make_draft(person, city=city)
        submitting.submit(draft, by=person)
    client = at_desk(person)
    with django_assert_max_num_queries(25):
        client.get("/en/desk/")


@pytest.mark.usefixtures("empty_indexes")
def test_similar_entries_are_those_that_this_reader_may_read(client, draft):
    seen = make_practice(title="Lantern walk along the harbour")
    hidden_one = make_practice(title="Lantern walk for members", practice_visibility="members")
    for practice in (seen, hidden_one):
        changes.changed([str(practice.pk)])
    settle()
    path = address("similar", draft.practice)
    found = client.get(path, {"q": "Lantern walk"})
    assert "Lantern walk along the harbour" in found.text
    assert "for members" not in found.text
    assert "<html" not in found.text
    assert Client().get(path, {"q": "Lantern walk"}).status_code == 302
    for text in ("", "L", "\x00", "((\"'*", "x" * 5000):
        assert client.get(path, {"q": text}).status_code == 200
    answer(client, draft, "title", title="A lantern walk at night")
    assert "along the harbour" in client.get(address("check", draft.practice)).text


def test_a_paused_entry_is_said_to_be_paused(client):
    practice = published(submitted(), make_editor())
    actions.pause(practice, by=make_person(role="coordinator"))
    page = of_city(practice).get("/en/desk/").text
    assert "a concern is being looked into" in page
    assert f"/en/practices/{practice.pk}/" not in page


def test_a_long_history_asks_no_more_questions_than_a_short_one():
    practice = submitted()
    client = at_desk(practice.submitters.get())
    editor = make_editor()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("history", practice)).status_code == 200
        return len(queries)

    reviewing.take_up(practice, by=editor)
    asked()
    short = asked()
    for _ in range(4):
        reviewing.park(practice, by=editor, reason="Later.")
        reviewing.take_up(practice, by=editor)
    assert asked() == short
