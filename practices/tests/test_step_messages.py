"""Each step is told once, to those whom it concerns, in their language, and never to others."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts import messages
from accounts.models import Message, User
from accounts.roles import ADMINISTRATOR, COORDINATOR, EDITOR, REVIEWER
from cities.models import CityMembership, Hub
from core import audit, languages, outbox
from core.models import OutboxRow
from practices import actions, step_messages
from practices.choices import Question, State
from practices.folders import ensure_folders
from practices.models import FieldComment, NamedEditor, Practice, Recommendation, Recusal, Remit, Screening, Step
from practices.quoting import quoted
from practices.step_messages import Happening
from practices.step_wording import MATRIX, Role
from practices.tests.factories import make_city
from practices.tests.submission import make_person, submitted

pytestmark = pytest.mark.django_db
CITY, DESK, NOBODY = "C", "D", "."  # whose address a message leads to
PEOPLE = (
    "sender", "writer", "colleague", "gone writer", "other city",  # of cities
    "assignee",
    "near", "plain", "empty", "admin", "far hub", "far tongue",  # editors by what they look after; admin: everything
    "first", "signer", "second", "adviser",  # took a step, signed the screening, recommended something
    "reviewer",
    "gone editor", "own editor", "own country", "own employer", "stood aside",  # took a step, and may not any more
    "coordinator", "second coordinator", "own coordinator", "nobody",
)
CELLS = """
draft > submitted | sender                                | C C . . . D D D D D . . . . . . . . . . . . . . . .
draft > published | the site                              | C C . . . D . . . . . . D D D D . . . . . . . . . .
submitted > in_review | plain                             | C C . . . D . . . . . . D D D D . . . . . . . . . .
submitted > published | plain                             | C C . . . D . . . . . . D D D D . . . . . . . . . .
submitted > declined | plain                              | C C . . . D . . . . . . D D D D . . . . . . . . . .
submitted > parked | signer                               | C C . . . D . . . . . . D . D D . . . . . . . . . .
in_review > changes_requested | first                     | C C . . . D . . . . . . . D D D . . . . . . . . . .
in_review > published | plain                             | C C . . . D . . . . . . D D D D . . . . . . . . . .
in_review > declined | plain                              | C C . . . D . . . . . . D D D D . . . . . . . . . .
in_review > parked | assignee                             | C C . . . . . . . . . . D D D D . . . . . . . . . .
changes_requested > in_review | plain                     | C C . . . D . . . . . . D D D D . . . . . . . . . .
changes_requested > submitted | writer                    | C C . . . D D D D D . . D D D D . . . . . . . . . .
changes_requested > published | plain                     | C C . . . D . . . . . . D D D D . . . . . . . . . .
published > update_proposed | sender                      | C C . . . D D D D D . . D D D D . . . . . . . . . .
published > withdrawn | writer                            | C . . . . D . . . . . . D D D D . . . . . . . . . .
published > unconfirmed | the site                        | C C . . . D . . . . . . D D D D . . . . . . . . . .
update_proposed > published | plain                       | C C . . . D . . . . . . D D D D . . . . . . . . . .
update_proposed > published, refused | plain              | C C . . . D . . . . . . D D D D . . . . . . . . . .
update_proposed > withdrawn | plain                       | C C . . . D . . . . . . D D D D . . . . . . . . . .
unconfirmed > published | the site                        | C C . . . D . . . . . . D D D D . . . . . . . . . .
unconfirmed > update_proposed | colleague                 | C C C . . D D D D D . . D D D D . . . . . . . . . .
unconfirmed > archived | the site                         | C C . . . D . . . . . . D D D D . . . . . . . . . .
unconfirmed > withdrawn | sender                          | . C . . . D . . . . . . D D D D . . . . . . . . . .
withdrawn > published | plain                             | C C . . . D . . . . . . D D D D . . . . . . . . . .
parked > in_review | first                                | C C . . . D . . . . . . . D D D . . . . . . . . . .
parked > declined | plain                                 | C C . . . D . . . . . . D D D D . . . . . . . . . .
archived > published | plain                              | C C . . . D . . . . . . D D D D . . . . . . . . . .
archived > unconfirmed | plain                            | C C . . . D . . . . . . D D D D . . . . . . . . . .
paused | coordinator                                      | C C . . . D . . . D . . D D D D . . . . . . . D . .
resumed | second coordinator                              | C C . . . D . . . D . . D D D D . . . . . . D . . .
second look | signer                                      | . . . . . D D D D D . . . . . . . . . . . . . . . .
"""
ROWS = {tuple(part.strip() for part in line.split("|")[:2]): line.split("|")[2].split()
        for line in CELLS.strip().splitlines()}
DECISIONS = {"paused": "practice.paused", "resumed": "practice.resumed", "second look": "practice.screened"}
LANGUAGES = [language.public for language in languages.INTERFACE]


class Cast:
    """An entry with everybody who could be told of it, by what they are."""

    def __init__(self):
        hub, far = (Hub.objects.create(slug=slug, countries=countries) for slug, countries in
                    (("near", ["LB"]), ("far", ["FR"])))
        city, elsewhere = make_city("Ownville", country="LB"), make_city("Otherville", country="FR")
        of_city = {"sender", "writer", "colleague", "gone writer", "own editor", "own coordinator"}
        roles = dict.fromkeys(("near", "plain", "empty", "far hub", "far tongue", "assignee", "first", "signer",
                               "second", "gone editor", "own editor", "own country", "own employer", "stood aside"),
                              EDITOR)
        roles |= {"admin": ADMINISTRATOR, "adviser": REVIEWER, "reviewer": REVIEWER}
        roles |= {name: COORDINATOR for name in PEOPLE if "coordinator" in name}
        self.people = {
            name: make_person(city if name in of_city else elsewhere if name == "other city" else None,
                              role=roles.get(name, "")) for name in PEOPLE
        }
        self.practice = submitted(self["sender"], city=city)
        self.practice.submitters.add(self["writer"], self["gone writer"])
        Practice.objects.filter(pk=self.practice.pk).update(assignee=self["assignee"])
        Step.objects.all().delete()
        for name in ("first", "gone editor", "own editor", "own country", "own employer", "stood aside"):
            Step.objects.create(practice=self.practice, was="submitted", state="in_review", by=self[name])
        Screening.objects.create(practice=self.practice, untied=True, revision=1, signed_by=self["signer"],
                                 second_by=self["second"])
        Recommendation.objects.create(practice=self.practice, revision=1, verdict="publish", by=self["adviser"])
        self.remit("near", [hub], ["en", "fr"])
        self.remit("empty", [], [])
        self.remit("far tongue", [hub], ["ru"])
        for name in ("far hub", "first", "signer", "second", "assignee"):
            self.remit(name, [far], [])
        self.remit("own country", [], [], countries=["LB"])
        self.remit("own employer", [], [], employer="Town hall, culture unit")
        Recusal.objects.create(practice=self.practice, user=self["stood aside"], reason="A friend of the mayor.")
        CityMembership.objects.filter(user=self["gone writer"]).update(active=False)
        self["gone editor"].groups.clear()
        Message.objects.all().delete()
        OutboxRow.objects.all().delete()

    def __getitem__(self, name):
        return self.people[name]

    def remit(self, name, hubs, tongues, **fields):
        Remit.objects.create(user=self[name], languages=tongues, **fields).hubs.set(hubs)

    def speak_every_language(self):
        for number, person in enumerate(self.people.values()):
            person.interface_language = LANGUAGES[number % len(LANGUAGES)]
        User.objects.bulk_update(self.people.values(), ["interface_language"])

    def step(self, state, by=None, was="draft", **fields):
        Practice.objects.filter(pk=self.practice.pk).update(state=state)
        return Step.objects.create(practice=self.practice, was=was, state=state, by=by and self[by], **fields)

    def owe(self, row, by):
        """What the actions leave to be told."""
        person = self.people.get(by)
        if row in DECISIONS:
            entry = audit.record(DECISIONS[row], self.practice, by=person)
            outbox.put(actions.DECISION_TOPIC, [str(entry.pk)] * 2)
            return
        was, state = row.removesuffix(", refused").split(" > ")
        step = self.step(state, person and by, was, refused=row.endswith("refused"))
        outbox.put(actions.STEP_TOPIC, [str(step.pk)] * 2)

    def told(self):
        """Who has a message, with the address it leads to."""
        names = {person.pk: name for name, person in self.people.items()}
        return {names[each.receiver_id]: DESK if each.url.startswith("/admin/") else CITY
                for each in Message.objects.all()}


@pytest.fixture(autouse=True)
def folders():
    ensure_folders()


@pytest.fixture
def cast():
    return Cast()


def expected(row, by):
    return {name: cell for name, cell in zip(PEOPLE, ROWS[row, by], strict=True) if cell != NOBODY}


def test_every_move_and_every_decision_has_a_row():
    moves = {f"{was} > {state}" for was, states in actions.MOVES.items() for state in states}
    refused = {"update_proposed > published, refused"}
    assert {row for row, _by in ROWS} == moves | refused | set(DECISIONS)


def test_each_is_told_once_on_the_desk_and_by_mail_in_their_language_and_nobody_else_is(cast):
    cast.speak_every_language()
    for row, by in ROWS:
        with transaction.atomic():
            _told_as_the_table_says(cast, row, by)
            transaction.set_rollback(True)


def _told_as_the_table_says(cast, row, by):
    mail.outbox.clear()
    cast.owe(row, by)
    for _again in range(2):
        outbox.drain()
    assert cast.told() == expected(row, by), row
    assert Message.objects.count() == len(expected(row, by)), row
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(cast[name].email for name in expected(row, by)), row
    tongues = {person.email: person.interface_language for person in cast.people.values()}
    for message in Message.objects.select_related("receiver"):
        assert message.language == tongues[message.receiver.email], row
    for sent in mail.outbox:
        tongue = languages.by_public(tongues[sent.to[0]])
        assert sent.extra_headers["Content-Language"] == tongue.html, row
        with translation.override(tongue.django):
            assert gettext("What comes next:") in sent.body, row


@pytest.mark.parametrize("event", MATRIX)
def test_every_cell_says_what_happened_to_which_entry_and_what_comes_next(cast, event):
    for words in MATRIX[event].values():
        happening = Happening(cast.practice, event, "x", cast["plain"], "Because of the weather.")
        subject, text = step_messages.rendered(happening, words)
        assert "Dialogue at the market" in subject
        assert "Dialogue at the market" in text
        assert "Because of the weather." in text
        assert str(step_messages._after(cast.practice, words)) in text
        assert "\n" not in subject


# ---------- Region and language ----------
def told_of_a_submission(cast):
    cast.owe("draft > submitted", "sender")
    outbox.drain()
    return {name for name, where in cast.told().items() if where == DESK}


def test_where_nobody_looks_after_its_region_and_language_all_who_may_decide_are_told(cast):
    for name in ("plain", "empty", "near", "admin"):
        cast[name].groups.clear()
    Remit.objects.filter(user=cast["own employer"]).update(languages=["ru"])
    assert told_of_a_submission(cast) == {"assignee", "far hub", "far tongue", "first", "signer", "second"}


def test_a_city_that_is_not_named_has_its_editors_all_the_same(cast):
    Practice.objects.update(city_withheld=True)
    assert told_of_a_submission(cast) == {"assignee", "near", "plain", "empty", "admin"}


def test_the_editor_who_was_named_is_told_whatever_they_look_after(cast):
    NamedEditor.objects.create(practice=cast.practice, user=cast["own country"], reason="Nobody is left.")
    Remit.objects.filter(user=cast["own country"]).update(languages=["ru"])
    assert "own country" in told_of_a_submission(cast)


def test_where_every_editor_is_tied_the_coordinators_are_asked_to_name_one(cast):
    for person in User.objects.with_role(EDITOR, ADMINISTRATOR):
        Recusal.objects.get_or_create(practice=cast.practice, user=person, defaults={"reason": "A friend."})
    assert told_of_a_submission(cast) == {"coordinator", "second coordinator"}
    assert "name the editor who decides" in Message.objects.get(receiver=cast["coordinator"]).text


def test_the_number_of_editors_costs_no_query(cast):
    def queries(state):
        happening = step_messages.of_step(Step.objects.select_related("practice").get(pk=cast.step(state).pk))
        with CaptureQueriesContext(connection) as seen:
            list(step_messages.receivers(happening))
        return len(seen)

    queries(State.SUBMITTED)  # what is kept from then on
    few = queries(State.SUBMITTED)
    for _number in range(6):
        person = make_person(role=EDITOR)
        Remit.objects.create(user=person, languages=["en"], employer="Somebody else")
    assert queries(State.SUBMITTED) == few


# ---------- What is said ----------
def said_to(cast, name, row, by):
    cast.owe(row, by)
    outbox.drain()
    return Message.objects.get(receiver=cast[name])


@pytest.mark.parametrize("hidden", [{"paused_at": timezone.now()}, {"embargo_until": timezone.now() + timedelta(1)}])
@pytest.mark.parametrize("row", ["in_review > published", "update_proposed > published", "withdrawn > published",
                                 "unconfirmed > published", "resumed"])
def test_what_no_reader_finds_is_not_announced_as_found_by_everybody(cast, row, hidden):
    Practice.objects.update(state="published", **hidden)
    by = next(by for name, by in ROWS if name == row)
    text = said_to(cast, "sender", row, by).text
    assert "At present no reader finds it" in text
    assert "finds it from now on" not in text


def test_the_name_of_a_city_that_is_not_named_stands_in_no_message(cast):
    page = cast.practice.newest_text()
    page.title = "Dialogue in Ownville"
    page.save_revision()
    Practice.objects.update(city_withheld=True)
    FieldComment.objects.create(practice=cast.practice, question=Question.RIGHTS, text="Who in OWNVILLE complains?")
    key = str(cast.step("changes_requested", "plain", reason="Ownville’s council is not named.").pk)
    step_messages.tell([key])
    outbox.drain()
    assert mail.outbox
    for sent in mail.outbox:
        assert "ownville" not in f"{sent.subject} {sent.body} {sent.extra_headers}".lower()


def test_who_asked_for_a_mail_a_day_is_mailed_at_once_what_asks_something_of_them(cast):
    User.objects.update(message_pace="daily")
    cast.owe("in_review > changes_requested", "first")
    cast.owe("second look", "signer")
    outbox.drain()
    urgent = {"sender", "writer", *expected("second look", "signer")}
    assert {sent.to[0] for sent in mail.outbox} == {cast[name].email for name in urgent}
    cast.owe("in_review > published", "plain")
    mail.outbox.clear()
    outbox.drain()
    assert mail.outbox == []


def test_no_message_names_a_person_and_each_says_which_side_moved(cast):
    User.objects.update(first_name="Zqfirst", last_name="Zqlast")
    for state, by, who in (("declined", "plain", "the editors’ desk"), ("withdrawn", "writer", "the city"),
                           ("archived", None, "this site, by itself")):
        step_messages.tell([str(cast.step(state, by).pk)])
        texts = {each.text for each in Message.objects.all()}
        assert all(f"Who: {who}\n" in text for text in texts)
        Message.objects.all().delete()
        for person in cast.people.values():
            assert not any(word in text for text in texts for word in ("Zqfirst", "Zqlast", person.email))


def test_the_reason_and_the_comments_of_this_round_are_told_by_question(cast):
    old = FieldComment.objects.create(practice=cast.practice, question=Question.TITLE, text="An old remark",
                                      at=timezone.now() - timedelta(days=2))
    Step.objects.filter(practice=cast.practice).update(at=timezone.now() - timedelta(days=1))
    FieldComment.objects.create(practice=cast.practice, question=Question.RIGHTS, text="Who could complain?")
    step = cast.step("changes_requested", "plain", reason="Nearly there.")
    FieldComment.objects.filter(practice=cast.practice).update(answered_at=timezone.now())  # told late
    step_messages.tell([str(step.pk)])
    text = Message.objects.get(receiver=cast["sender"]).text
    assert "Nearly there." in text
    assert f"{Question.RIGHTS.label}\nWho could complain?" in text
    assert old.text not in text


def test_what_nobody_wrote_and_nobody_moved_is_told_to_nobody(cast):
    cast.practice.submitters.clear()
    for state in State:
        step_messages.tell([str(cast.step(state).pk)])
    assert not Message.objects.exists()


def test_the_links_lead_the_city_to_its_desk_and_editors_into_the_admin(cast):
    cast["sender"].interface_language = "ar"
    cast["sender"].save()
    step_messages.tell([str(cast.step("submitted", "sender").pk)])
    assert Message.objects.get(receiver=cast["sender"]).url.startswith(f"/ar/desk/practices/{cast.practice.pk}/")
    assert Message.objects.get(receiver=cast["plain"]).url == reverse("practices_admin:review", args=[cast.practice.pk])


# ---------- Language ----------
def _declined(cast):
    happening = step_messages.of_step(cast.step("declined", "plain"))
    return step_messages.rendered(happening, MATRIX["declined"][Role.CITY])


def test_a_title_in_another_language_keeps_its_direction(cast):
    with messages.in_language_of(User(interface_language="ar")):
        subject, text = _declined(cast)
    assert "\u2068Dialogue at the market\u2069" in subject
    assert "\u2068Dialogue at the market\u2069" in text
    with messages.in_language_of(User(interface_language="en")):
        subject, _text = _declined(cast)
    assert "\u2068" not in subject


def test_each_line_of_a_reason_keeps_its_own_direction():
    assert quoted("Good.\nهذا جيد جدا\n\n2024\n") == "Good.\n\u2068هذا جيد جدا\u2069\n\n2024"


def test_a_line_break_in_a_title_makes_no_header(cast):
    page = Practice.objects.get(pk=cast.practice.pk).newest_text()
    page.title = "Market\nBcc: all@site.example"
    page.save_revision()
    step_messages.tell([str(cast.step("declined", "plain").pk)])
    outbox.drain()
    assert mail.outbox
    assert all("\n" not in message.subject for message in mail.outbox)
