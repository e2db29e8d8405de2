"""What is typed is saved by itself, from one page or two devices, and nobody is in their own way."""
import re

import pytest
from django.test import Client

from practices import submitting
from practices.models import Draft
from practices.tests.at_the_desk import address, answer, answers_of, at_desk, hidden
from practices.tests.factories import ensure_tree
from practices.tests.submission import make_draft, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(db):
    ensure_tree()


@pytest.fixture
def draft():
    return make_draft()


@pytest.fixture
def client(draft):
    return at_desk(draft.saved_by)


class Page:
    """A page of a question as it stands open in a browser."""

    def __init__(self, client, draft, question):
        self.client, self.path = client, address("question", draft.practice, question)
        page = client.get(self.path)
        self.marks = {name: hidden(page, name) for name in ("version", "seen", "page")}
        self.turn = 0

    def send(self, **values):
        """What the script sends while somebody types."""
        self.turn += 1
        return self.late(self.turn, **values)

    def late(self, turn, **values):
        sent = {**self.marks, "turn": turn, **values}
        return self.client.post(self.path, sent, headers={"X-Autosave": "1"})

    def submit(self, **values):
        return self.client.post(self.path, {**self.marks, "turn": self.turn + 1, "next": "on", **values})


def test_what_is_typed_is_saved_and_the_time_is_told(client, draft):
    found = Page(client, draft, "title").send(title="A new ti")
    stored = Draft.objects.get()
    assert found.status_code == 200
    assert found.json() == {"state": "saved", "saved": f"{stored.saved_at:%H:%M}", "version": stored.version,
                            "seen": found.json()["seen"]}
    assert re.fullmatch(r"\d\d:\d\d", found.json()["saved"])
    assert stored.answers["title"] == "A new ti"
    assert found.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("question", "values"), [
    ("title", {"title": "x" * 5_000}), ("title", {"title": ""}), ("rights", {"rights": "y" * 50_000}),
    ("contact", {"unit": "", "contact_email": "half an add", "visibility": "", "licence": ""}),
    ("time", {"status": "", "start_year": "20", "end_year": ""}),
])
def test_half_an_answer_is_kept_with_its_mistakes(client, draft, question, values):
    assert Page(client, draft, question).send(**values).status_code == 200
    kept = answers_of(draft)
    for name, value in values.items():
        assert str(kept[name] or "") == value


def test_what_cannot_be_kept_is_said(client, draft):
    found = Page(client, draft, "rights").send(rights="y" * 50_001)
    assert (found.status_code, found.json()["state"]) == (422, "unkept")
    assert "too long" in found.json()["message"]


def test_saving_the_same_again_writes_nothing(client, draft):
    page = Page(client, draft, "title")
    page.send(title="A new title")
    before = Draft.objects.get().version
    page.send(title="A new title")
    assert Draft.objects.get().version == before


def test_nobody_is_in_their_own_way(client, draft):
    """Saved by itself, then sent while the page still has the marks that it was opened with."""
    page = Page(client, draft, "summary")
    for text in ("One", "One two", "One two three"):
        assert page.send(summary=text).status_code == 200
    assert page.submit(summary="One two three four").status_code == 302
    assert answers_of(draft)["summary"] == "One two three four"


def test_what_was_sent_earlier_and_arrives_later_overwrites_nothing(client, draft):
    page = Page(client, draft, "summary")
    page.send(summary="One")
    assert page.submit(summary="One two three").status_code == 302
    assert page.late(1, summary="One").status_code == 200
    assert page.late(1, summary="One two").status_code == 200
    assert answers_of(draft)["summary"] == "One two three"


def test_on_another_device_the_newest_text_stands_and_an_older_page_gets_both(client, draft):
    phone, office = Page(client, draft, "summary"), None
    phone.send(summary="From the phone")
    office = Page(at_desk(draft.saved_by), draft, "summary")
    assert "From the phone" in client.get(office.path).text
    assert office.send(summary="From the office").status_code == 200
    refused = phone.send(summary="From the phone again")
    assert (refused.status_code, refused.json()["state"]) == (409, "conflict")
    assert answers_of(draft)["summary"] == "From the office"
    both = phone.submit(summary="From the phone again")
    assert both.status_code == 409
    assert "From the office" in both.text
    assert "From the phone again" in both.text


def test_the_text_of_the_side_that_was_chosen_is_known_to_have_arrived(client, draft):
    """So that the window forgets the other one."""
    page = Page(client, draft, "title")
    answer(at_desk(make_person(draft.practice.owner_city)), draft, "title", title="Theirs")
    both = page.submit(title="Mine")
    sent = {name: hidden(both, name) for name in ("version", "seen", "page", "turn")}
    chosen = client.post(page.path, {**sent, "title": "Mine", "keep-title": "theirs", "next": "stay"})
    assert chosen.url == page.path
    stored = Draft.objects.get()
    assert stored.answers["title"] == "Theirs"
    assert stored.notes["wrote"]["title"] == [page.marks["page"], 2]


def test_a_name_of_a_page_that_nobody_gave_opens_no_way(client, draft):
    page = Page(client, draft, "title")
    for forged in ("", "0", "x" * 16, "../..", "0" * 17):
        page.marks["page"] = forged
        answer(client, draft, "title", title="Newer")
        assert page.send(title="Older").status_code == 409


@pytest.mark.parametrize("turn", ["", "-1", "x", "9" * 5_000, "٣"])
def test_a_turn_that_is_no_number_counts_as_none(client, draft, turn):
    assert Page(client, draft, "title").late(turn, title="A new title").status_code == 200


def test_what_the_state_forbids_is_told(client, draft):
    page = Page(client, draft, "title")
    submitting.submit(draft, by=draft.saved_by)
    found = page.send(title="Too late")
    assert (found.status_code, found.json()["state"]) == (409, "refused")
    assert found.json()["message"]


def test_others_and_visitors_save_nothing(draft):
    page = Page(at_desk(draft.saved_by), draft, "title")
    page.client = at_desk(make_person())
    assert page.send(title="Mine now").status_code == 404
    page.client = Client()
    found = page.send(title="Mine now")
    assert (found.status_code, found.json()) == (403, {"state": "expired"})
    assert answers_of(draft)["title"] == draft.answers["title"]


def test_the_window_is_told_what_has_arrived(client, draft):
    page = Page(client, draft, "title")
    page.send(title="A new title")
    for path in (page.path, address("entry", draft.practice), address("check", draft.practice)):
        shown = client.get(path).text
        assert f"{{&quot;title&quot;: [&quot;{page.marks['page']}&quot;, 1]}}" in shown
        assert f"unsaved:{draft.saved_by.pk}:" not in shown
