"""A concern is answered by an editor without a tie, once; coordinators take the entry from readers and give it back."""
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from core.models import AuditEntry
from practices.choices import ConcernState
from practices.folders import ensure_folders
from practices.models import Concern, Practice
from practices.tests.factories import make_city
from practices.tests.submission import make_editor, make_person, published, submitted

pytestmark = pytest.mark.django_db
ANSWER = {"step": "answer", "text": "We asked the city and took the picture out.", "language": "ar"}


@pytest.fixture
def concern(db):
    ensure_folders()
    practice = published(submitted(), make_editor())
    return Concern.objects.create(practice=practice, receipt="x", category="privacy", text="شخص معروف في الصورة.",
                                  language="ar", due_on="2030-01-01")


def url(concern):
    return reverse("practices_admin:concern", args=[concern.pk])


def as_(client, person):
    for group in person.groups.all():
        group.permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    return client


def now(concern):
    return Concern.objects.get(pk=concern.pk)


def is_read(concern):
    return Practice.objects.visible_to(None).filter(pk=concern.practice_id).exists()


def test_an_editor_without_a_tie_answers_once(client, concern):
    person = make_editor()
    desk = as_(client, person)
    shown = desk.get(url(concern)).content.decode()
    assert 'dir="rtl"' in shown
    assert "شخص معروف" in shown
    assert shown.count("csrfmiddlewaretoken") == 1
    assert desk.post(url(concern), ANSWER).status_code == 302
    answered = now(concern)
    assert (answered.state, answered.answered_by, answered.answer_language) == (ConcernState.ANSWERED, person, "ar")
    assert desk.post(url(concern), {**ANSWER, "text": "Another one."}).status_code == 403
    assert now(concern).answer == ANSWER["text"]
    assert ANSWER["text"] in desk.get(url(concern)).content.decode()


@pytest.mark.parametrize("wrong", [{"text": " "}, {"language": "xx"}, {"text": "x" * 4001}])
def test_a_wrong_answer_is_shown_again_with_what_was_typed(client, concern, wrong):
    answer = as_(client, make_editor()).post(url(concern), {**ANSWER, **wrong})
    assert answer.status_code == 422
    assert answer.context["forms"]["answer"]["text"].value() == {**ANSWER, **wrong}["text"]
    assert now(concern).state == ConcernState.RECEIVED


def nobody(concern):
    return None


def of_the_city(concern):
    return make_person(concern.practice.owner_city)


def editor_of_the_city(concern):
    return make_editor(concern.practice.owner_city)


def editor_of_the_country(concern):
    return make_editor(make_city("Neighbour"))


def practitioner(concern):
    return make_person()


def reviewer(concern):
    return make_person(role="reviewer")


def coordinator(concern):
    return make_person(role="coordinator")


@pytest.mark.parametrize("who", [nobody, of_the_city, editor_of_the_city, editor_of_the_country, practitioner,
                                 reviewer, coordinator])
def test_others_do_not_answer(client, concern, who):
    person = who(concern)
    if person is not None:
        as_(client, person)
    assert client.post(url(concern), ANSWER).status_code in (302, 403)
    assert now(concern).state == ConcernState.RECEIVED
    assert b"Send the answer" not in client.get(url(concern)).content


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_an_entry_is_taken_from_its_readers_at_once_and_given_back(client, concern, role):
    desk = as_(client, make_person(role=role))
    assert is_read(concern)
    assert desk.post(url(concern), {"step": "pause", "reason": " "}).status_code == 422
    assert is_read(concern)
    desk.post(url(concern), {"step": "pause", "reason": "Until it is known."})
    assert not is_read(concern)
    assert AuditEntry.objects.get(action="practice.paused").detail["reason"] == "Until it is known."
    assert desk.post(url(concern), {"step": "pause", "reason": "Again."}).status_code == 403
    desk.post(url(concern), {"step": "resume", "reason": "Answered."})
    assert is_read(concern)


@pytest.mark.parametrize("who", [nobody, of_the_city, editor_of_the_city, practitioner, reviewer,
                                 lambda concern: make_editor()])
@pytest.mark.parametrize("step", ["pause", "resume"])
def test_others_neither_pause_nor_resume(client, concern, who, step):
    paused = step == "resume"
    if paused:
        Practice.objects.filter(pk=concern.practice_id).update(paused_at="2026-01-01T00:00Z")
    person = who(concern)
    if person is not None:
        as_(client, person)
    assert client.post(url(concern), {"step": step, "reason": "x"}).status_code in (302, 403)
    assert is_read(concern) != paused


@pytest.mark.parametrize("step", ["", "nonsense", "decline"])
def test_a_step_that_is_none_changes_nothing(client, concern, step):
    assert as_(client, make_editor()).post(url(concern), {**ANSWER, "step": step}).status_code == 403
    assert now(concern).state == ConcernState.RECEIVED
