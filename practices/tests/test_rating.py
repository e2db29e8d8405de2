"""Evidence: read in a cited report by one person, confirmed by a second one, appealed against by the city."""
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Message
from core.models import AuditEntry
from practices import actions, appeals, rating
from practices.actions import MoveRefused, NotReady, Reading
from practices.models import Appeal, EvidenceReading, Practice
from practices.tests.at_the_desk import address, at_desk
from practices.tests.editing import edit_url
from practices.tests.factories import make_city
from practices.tests.submission import make_editor, make_person, published, submitted
from practices.tests.test_admin_review import signed_in

pytestmark = pytest.mark.django_db
REPORT = {"report_title": "The report", "report_url": "https://reports.example/one"}


@pytest.fixture
def practice(editors):
    return published(submitted(), make_editor())


@pytest.fixture
def outcome(practice):
    return UUID(str(practice.original.specific.outcomes[0].id))


def mixed(outcome, **more):
    return Reading(outcome, **{"direction": "mixed", "quality": "before_after", **REPORT, **more})


def seen(practice):
    return list(Practice.objects.get(pk=practice.pk).evidence.values_list("direction", "quality", "report_url"))


def test_readers_see_a_reading_once_a_second_person_agrees(practice, outcome):
    first, second = make_editor(), make_person(role="reviewer")
    reading = rating.propose(practice, mixed(outcome), by=first)
    assert seen(practice) == []
    rating.confirm(reading, by=second)
    assert seen(practice) == [("mixed", "before_after", REPORT["report_url"])]
    assert rating.raters(practice, outcome) == {first.pk, second.pk}
    assert AuditEntry.objects.filter(action="practice.evidence-confirmed", actor=str(second.subject_id)).exists()
    with pytest.raises(MoveRefused):
        rating.confirm(reading, by=make_editor())
    assert rating.propose(practice, mixed(outcome), by=first) is None


def test_nobody_agrees_with_themselves_nor_in_an_entry_of_their_own(practice, outcome):
    first = make_editor()
    reading = rating.propose(practice, mixed(outcome), by=first)
    tied = [make_person(practice.owner_city, role="reviewer"), make_editor(make_city("Next", country="LB")),
            make_person(role="coordinator"), make_person(), first]
    for person in tied:
        for answer in (lambda by: rating.confirm(reading, by=by), lambda by: rating.reject(reading, by=by, note="No.")):
            with pytest.raises(PermissionDenied):
                answer(person)
    with pytest.raises(PermissionDenied):
        rating.propose(practice, mixed(outcome), by=make_person(role="reviewer"))
    assert seen(practice) == []


@pytest.mark.parametrize("lacking", [{"report_url": ""}, {"report_title": ""}, {"quality": ""},
                                     {"quality": "account", "report_url": ""}])
def test_what_was_found_stands_in_a_report_with_title_and_address(practice, outcome, lacking):
    with pytest.raises(NotReady):
        rating.propose(practice, mixed(outcome, **lacking), by=make_editor())


def test_that_nothing_was_measured_needs_no_report_but_a_second_person(practice, outcome):
    reading = rating.propose(practice, Reading(outcome, "not-measured"), by=make_editor())
    rating.confirm(reading, by=make_editor())
    assert seen(practice) == [("not-measured", "account", "")]


def test_an_outcome_that_the_text_does_not_have_is_not_read(practice):
    with pytest.raises(MoveRefused):
        rating.propose(practice, mixed(uuid4()), by=make_editor())


def test_a_no_needs_a_note_and_changes_nothing_for_readers(practice, outcome):
    reading = rating.propose(practice, mixed(outcome), by=make_editor())
    with pytest.raises(NotReady):
        rating.reject(reading, by=make_editor(), note=" ")
    rating.reject(reading, by=make_editor(), note="The report says nothing of it.")
    assert seen(practice) == []
    assert not rating.open_readings(practice).exists()
    assert rating.raters(practice, outcome) == set()


def test_a_changed_reading_is_another_one_so_that_nobody_confirms_what_they_did_not_see(practice, outcome):
    first = make_editor()
    old = rating.propose(practice, mixed(outcome), by=first)
    rating.propose(practice, mixed(outcome, direction="favourable"), by=first)
    with pytest.raises(MoveRefused):
        rating.confirm(old, by=make_editor())
    with pytest.raises(MoveRefused):
        rating.propose(practice, mixed(outcome), by=make_editor())
    assert EvidenceReading.objects.count() == 1


# ---------- The page ----------
def row(key, direction="", quality="", report=""):
    return {"propose": str(key), f"{key}-direction": direction, f"{key}-quality": quality, f"{key}-report": report}


def test_two_people_bring_evidence_to_readers_over_the_page(client, practice, outcome):
    page = Practice.objects.get(pk=practice.pk).newest_text()
    page.references = [("reference", {"title": "The report", "url": REPORT["report_url"]})]
    page.save_revision()
    url = reverse("practices_admin:evidence", args=[practice.pk])
    first, second = make_editor(), make_person(role="reviewer")
    desk = signed_in(client, first)
    assert desk.post(url, row(outcome, "mixed", "account")).status_code == 422
    assert desk.post(url, row(outcome, "mixed", "process", REPORT["report_url"])).status_code == 302
    reading = EvidenceReading.objects.get()
    assert b"You proposed this reading." in desk.get(url).content
    assert desk.post(url, {"confirm": reading.pk}).status_code == 403
    signed_in(client, second)
    assert desk.post(url, row(outcome, "not-measured")).status_code == 403
    refused = desk.post(url, {"reject": reading.pk, "note": " "})
    assert refused.status_code == 422
    assert desk.post(url, {"confirm": reading.pk, "note": "Page 12."}).status_code == 302
    assert seen(practice) == [("mixed", "process", REPORT["report_url"])]
    assert desk.post(url, {"confirm": reading.pk}).status_code == 409
    assert b"Page 12." in desk.get(url).content


def test_who_is_no_staff_does_not_reach_the_page(client, practice, outcome):
    url = reverse("practices_admin:evidence", args=[practice.pk])
    for person in (make_person(), make_person(practice.owner_city)):
        client.force_login(person)
        assert client.post(url, row(outcome, "not-measured")).status_code == 302
    assert not EvidenceReading.objects.exists()


# ---------- Appeals ----------
@pytest.fixture
def rated(practice, outcome):
    """An entry about whose outcome two people said something."""
    people = make_editor(), make_editor()
    rating.confirm(rating.propose(practice, mixed(outcome), by=people[0]), by=people[1])
    return people


def appeal_of(practice, outcome):
    person = practice.submitters.get()
    return appeals.raise_appeal(practice, outcome, by=person, text="Page 12 says more.", language="fr")


def test_a_city_appeals_on_its_desk_and_is_told_the_answer(practice, outcome, rated):
    person = practice.submitters.get()
    desk, url = at_desk(person), address("evidence", practice)
    assert "The report" in desk.get(url).content.decode()
    assert desk.post(url, {"outcome": outcome, "text": " ", "language": "en"}).status_code == 422
    assert desk.post(url, {"outcome": outcome, "text": "Page 12 says more.", "language": "en"}).status_code == 302
    appeal = appeals.open_appeals().get()
    assert desk.post(url, {"outcome": outcome, "text": "Again.", "language": "en"}).status_code == 409
    third = make_editor()
    appeals.answer(appeal, by=third, upheld=True, text="You are right.", language="fr")
    assert seen(practice) == []
    assert not appeals.open_appeals().exists()
    assert "You are right." in Message.objects.get(receiver=person, event__startswith="practice-appeal").text
    shown = desk.get(url).content.decode()
    assert 'lang="fr"' in shown
    assert "Your city was right" in shown
    for rater in rated:
        with pytest.raises(PermissionDenied):
            rating.propose(practice, mixed(outcome), by=rater)
    rating.propose(practice, mixed(outcome, direction="favourable"), by=third)


def test_neither_those_who_said_it_nor_those_who_are_tied_answer_an_appeal(client, practice, outcome, rated):
    appeal = appeal_of(practice, outcome)
    url = reverse("practices_admin:appeal", args=[appeal.pk])
    data = {"decision": "upheld", "text": "Yes.", "language": "en"}
    for person in (*rated, make_editor(practice.owner_city), make_person(role="reviewer"),
                   make_person(role="coordinator")):
        desk = signed_in(client, person)
        assert desk.get(url).status_code == 200
        assert desk.post(url, data).status_code == 403
    assert seen(practice)
    desk = signed_in(client, make_editor())
    assert desk.post(url, {**data, "text": ""}).status_code == 422
    assert desk.post(url, {**data, "decision": "stays"}).status_code == 302
    assert desk.post(url, data).status_code == 409
    assert seen(practice)
    assert Appeal.objects.get().upheld is False


def test_only_the_own_city_appeals_and_only_against_what_is_said(practice, outcome, rated):
    with pytest.raises(PermissionDenied):
        appeals.raise_appeal(practice, outcome, by=make_person(make_city("Other")), text="No.", language="en")
    with pytest.raises(MoveRefused):
        appeals.raise_appeal(practice, uuid4(), by=practice.submitters.get(), text="No.", language="en")
    assert at_desk(city=make_city("Another")).get(address("evidence", practice)).status_code == 404


def test_those_are_told_of_an_appeal_who_may_answer_it(practice, outcome, rated):
    third, tied = make_editor(), make_editor(make_city("Near", country="LB"))
    appeal = appeal_of(practice, outcome)
    told = set(Message.objects.filter(event=f"practice-appeal:{appeal.pk}:raised").values_list("receiver", flat=True))
    assert third.pk in told
    assert not told & {tied.pk, *(each.pk for each in rated)}


def test_a_program_sets_evidence_alone(practice, outcome):
    assert actions.set_evidence(practice, [mixed(outcome)]) == 1
    assert actions.set_evidence(practice, [mixed(outcome)]) == 0


def test_outcomes_of_a_newer_draft_can_be_read_too_and_the_form_of_the_text_leads_there(desk, practice, outcome):
    page = Practice.objects.get(pk=practice.pk).newest_text()
    page.outcomes = [("outcome", {"title": "New", "text": "It changed."})]
    page.save_revision()
    url = reverse("practices_admin:evidence", args=[practice.pk])
    shown = BeautifulSoup(desk.get(url).content, "html.parser")
    assert [each.get_text(strip=True) for each in shown.select("h2 bdi")][-1] == "New"
    assert len(shown.select("h2 bdi")) == 2
    form = BeautifulSoup(desk.get(edit_url(page)).content, "html.parser")
    assert form.select(f'a[href="{url}"]')
