"""Each step is told once, to those whom it concerns, in their language, and never to others."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts import messages
from accounts.models import Message, User
from accounts.roles import COORDINATOR, EDITOR, REVIEWER
from cities.models import CityMembership
from core import outbox
from core.models import OutboxRow
from practices import actions, step_messages, submitting
from practices.choices import Question, State
from practices.folders import ensure_folders
from practices.models import FieldComment, Practice, Screening, Step
from practices.step_wording import MATRIX, Role
from practices.tests.factories import make_city
from practices.tests.submission import make_draft, make_person, submitted

pytestmark = pytest.mark.django_db
CITY, DESK = "city", "desk"  # whose address a message leads to


class Cast:
    """An entry with everybody who could be told of it, by what they are."""

    def __init__(self):
        city = make_city("Ownville", country="LB")
        elsewhere = make_city("Otherville", country="FR")
        self.people = {
            "sender": make_person(city), "writer": make_person(city), "colleague": make_person(city),
            "gone writer": make_person(city), "closed writer": make_person(city),
            "other city": make_person(elsewhere), "nobody": make_person(),
            "editor": make_person(role=EDITOR), "first editor": make_person(role=EDITOR),
            "signer": make_person(role=EDITOR), "second signer": make_person(role=EDITOR),
            "gone editor": make_person(role=EDITOR), "own editor": make_person(city, role=EDITOR),
            "closed editor": make_person(role=EDITOR), "administrator": User.objects.create_superuser("root@x.example"),
            "coordinator": make_person(role=COORDINATOR), "reviewer": make_person(role=REVIEWER),
        }
        self.practice = submitted(self["sender"], city=city)
        self.practice.submitters.add(*(self[name] for name in ("writer", "gone writer", "closed writer")))
        Step.objects.all().delete()
        for name in ("first editor", "gone editor", "own editor", "closed editor"):
            Step.objects.create(practice=self.practice, was="submitted", state="in_review", by=self[name])
        Screening.objects.create(practice=self.practice, untied=True, revision=1,
                                 signed_by=self["signer"], second_by=self["second signer"])
        CityMembership.objects.filter(user=self["gone writer"]).update(active=False)
        self["gone editor"].groups.clear()
        User.objects.filter(pk__in=[self["closed editor"].pk, self["closed writer"].pk]).update(is_active=False)
        Message.objects.all().delete()
        OutboxRow.objects.all().delete()

    def __getitem__(self, name):
        return self.people[name]

    def step(self, state, by=None, **fields):
        return Step.objects.create(practice=self.practice, was="draft", state=state, by=by and self[by], **fields)

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


WRITERS = {"sender": CITY, "writer": CITY}
EVERY_EDITOR = dict.fromkeys(("editor", "first editor", "signer", "second signer", "administrator"), DESK)
EARLIER = dict.fromkeys(("first editor", "signer", "second signer"), DESK)
CELLS = {  # who moved it there, and who is told
    (State.SUBMITTED, "sender"): WRITERS | EVERY_EDITOR,
    (State.IN_REVIEW, "editor"): WRITERS | EARLIER,
    (State.CHANGES_REQUESTED, "first editor"): WRITERS | {"signer": DESK, "second signer": DESK},
    (State.PUBLISHED, "editor"): WRITERS | EARLIER,
    (State.DECLINED, "editor"): WRITERS | EARLIER,
    (State.PARKED, "signer"): WRITERS | {"first editor": DESK, "second signer": DESK},
    (State.WITHDRAWN, "writer"): {"sender": CITY} | EARLIER,
    (State.WITHDRAWN, "editor"): WRITERS | EARLIER,
    (State.UPDATE_PROPOSED, "sender"): WRITERS | EVERY_EDITOR,
    (State.UNCONFIRMED, None): WRITERS | EARLIER,
    (State.ARCHIVED, None): WRITERS | EARLIER,
    (State.DRAFT, None): {},
}


def test_no_state_is_without_an_expectation():
    assert {state for state, _by in CELLS} == set(State) == set(MATRIX)


@pytest.mark.parametrize(("state", "by"), CELLS)
def test_a_step_is_told_to_those_it_concerns_and_to_nobody_else(cast, state, by):
    step_messages.tell([str(cast.step(state, by).pk)])
    assert cast.told() == CELLS[state, by]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", State)
def test_every_cell_says_what_happened_to_which_entry_and_what_comes_next(cast, state, role):
    words = MATRIX[state].get(role)
    if words is None:
        assert role in (Role.SENDER, Role.DESK) or state in (State.DRAFT, State.SUBMITTED, State.UPDATE_PROPOSED)
        return
    step = cast.step(state, "editor", reason="Because of the weather.")
    subject, text = step_messages._rendered(step, words)
    assert "Dialogue at the market" in subject
    assert "Dialogue at the market" in text
    assert "Because of the weather." in text
    assert str(words.after) in text
    assert "\n" not in subject


def test_no_message_names_a_person_and_each_says_which_side_moved(cast):
    User.objects.update(first_name="Zqfirst", last_name="Zqlast")
    for state, by, who in (("declined", "editor", "the editors’ desk"), ("withdrawn", "writer", "the city"),
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
    step = cast.step("changes_requested", "editor", reason="Nearly there.")
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
    assert Message.objects.get(receiver=cast["editor"]).url == f"/admin/practices/{cast.practice.pk}/review/"


# ---------- Once ----------
def test_a_step_that_is_told_again_is_told_to_nobody_twice(cast):
    key = str(cast.step("published", "editor").pk)
    step_messages.tell([key])
    step_messages.tell([key, key])
    assert Message.objects.count() == len(CELLS[State.PUBLISHED, "editor"])
    outbox.drain()
    outbox.drain()
    assert len(mail.outbox) == len(CELLS[State.PUBLISHED, "editor"])


def test_who_dies_between_two_receivers_leaves_the_rest_to_the_next_try(cast, monkeypatch):
    step = cast.step("published", "editor")
    outbox.put(actions.STEP_TOPIC, [str(step.pk)])
    post, posted = messages.post, []

    def dying(person, **said):
        if len(posted) == 2:
            raise RuntimeError
        posted.append(person.pk)
        return post(person, **said)

    monkeypatch.setattr(messages, "post", dying)
    outbox.drain([actions.STEP_TOPIC])
    assert Message.objects.count() == 2
    monkeypatch.setattr(messages, "post", post)
    OutboxRow.objects.update(due_at=timezone.now())
    outbox.drain()
    assert cast.told() == CELLS[State.PUBLISHED, "editor"]
    assert Message.objects.count() == len(mail.outbox) == len(CELLS[State.PUBLISHED, "editor"])


def test_what_a_dead_worker_had_in_its_hands_is_told_by_the_next_once_the_lease_is_over(cast):
    step = cast.step("published", "editor")
    outbox.put(actions.STEP_TOPIC, [str(step.pk)])
    row = OutboxRow.objects.filter(topic=actions.STEP_TOPIC)
    row.update(state=OutboxRow.TAKEN, due_at=timezone.now() + timedelta(minutes=1))
    outbox.drain()
    assert not Message.objects.exists()
    row.update(due_at=timezone.now() - timedelta(seconds=1))
    outbox.drain()
    outbox.drain()
    assert cast.told() == CELLS[State.PUBLISHED, "editor"]
    assert row.get().state == OutboxRow.DONE


def test_a_step_that_is_rolled_back_tells_nobody(django_capture_on_commit_callbacks):
    draft = make_draft()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        submitting.submit(draft, by=draft.saved_by)
        raise RuntimeError
    outbox.drain()
    assert not Message.objects.exists()
    assert mail.outbox == []


def test_handing_in_confirms_by_mail_as_soon_as_it_is_committed(django_capture_on_commit_callbacks):
    editor = make_person(role=EDITOR)
    draft = make_draft()
    with django_capture_on_commit_callbacks(execute=True):
        submitting.submit(draft, by=draft.saved_by)
    outbox.drain()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([editor.email, draft.saved_by.email])


def test_everybody_who_wrote_is_told(django_capture_on_commit_callbacks):
    draft = make_draft()
    colleague = make_person(draft.practice.owner_city)
    submitting.save(draft, {"title": "A better title"}, by=colleague)
    submitting.submit(draft, by=draft.saved_by)
    outbox.drain()
    assert set(Message.objects.values_list("receiver", flat=True)) == {draft.saved_by_id, colleague.pk}


# ---------- Language ----------
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_message_is_in_the_language_of_its_receiver(cast, language, monkeypatch):
    from django.utils import translation

    seen = []
    monkeypatch.setattr(step_messages, "_rendered",
                        lambda step, words: (seen.append(translation.get_language()) or "s", "t"))
    User.objects.filter(pk=cast["sender"].pk).update(interface_language=language)
    step_messages.tell([str(cast.step("declined", "editor").pk)])
    assert Message.objects.get(receiver=cast["sender"]).language == language
    assert sorted(seen) == sorted([language, "en", "en", "en", "en"])


def test_a_title_in_another_language_keeps_its_direction(cast):
    with messages.in_language_of(User(interface_language="ar")):
        subject, text = step_messages._rendered(cast.step("declined", "editor"), MATRIX["declined"][Role.CITY])
    assert "\u2068Dialogue at the market\u2069" in subject
    assert "\u2068Dialogue at the market\u2069" in text
    with messages.in_language_of(User(interface_language="en")):
        subject, _text = step_messages._rendered(cast.step("declined", "editor"), MATRIX["declined"][Role.CITY])
    assert "\u2068" not in subject


def test_each_line_of_a_reason_keeps_its_own_direction():
    assert step_messages.quoted("Good.\nهذا جيد جدا\n\n2024\n") == "Good.\n\u2068هذا جيد جدا\u2069\n\n2024"


def test_a_line_break_in_a_title_makes_no_header(cast):
    page = Practice.objects.get(pk=cast.practice.pk).newest_text()
    page.title = "Market\nBcc: all@site.example"
    page.save_revision()
    step_messages.tell([str(cast.step("declined", "editor").pk)])
    outbox.drain()
    assert mail.outbox
    assert all("\n" not in message.subject for message in mail.outbox)
