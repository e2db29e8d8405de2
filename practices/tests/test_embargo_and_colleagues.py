"""From when an entry may be read, as its city asks, and who of the city answers for it."""
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Message
from cities.models import CityMembership
from core.models import AuditEntry
from practices import actions, handing_over, reviewing, submitting
from practices.models import Practice
from practices.tests.at_the_desk import address, answer, at_desk
from practices.tests.factories import make_city
from practices.tests.submission import make_draft, make_editor, make_person, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(db):
    from practices.folders import ensure_folders

    ensure_folders()


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def person():
    return make_person(make_city("Ownville"))


@pytest.fixture
def practice(person):
    return submitting.submit(make_draft(person, city=own(person)), by=person)


def own(person):
    return CityMembership.objects.get(user=person).city


def now(practice):
    return Practice.objects.get(pk=practice.pk)


# ---------- Embargo ----------
def asked_for(draft, until, zone="UTC"):
    return submitting.save(draft, {"not_before": until, "not_before_zone": zone}, by=draft.saved_by)


def test_a_moment_in_a_named_zone_is_kept_in_utc_and_holds_after_publication(editor):
    draft = make_draft()
    practice = submitting.submit(asked_for(draft, "2090-07-01T09:00", "Europe/Paris"), by=draft.saved_by)
    assert practice.embargo_until == datetime(2090, 7, 1, 7, tzinfo=UTC)
    published(practice, editor)
    assert not Practice.objects.visible_to(None).exists()
    assert Practice.objects.visible_to(draft.saved_by).exists()
    assert Practice.objects.visible_to(None, now=practice.embargo_until + timedelta(seconds=1)).exists()


def test_a_moment_that_an_editor_set_meanwhile_stays_and_a_published_entry_is_not_closed_again(editor):
    draft = make_draft()
    city = draft.saved_by
    practice = submitting.submit(asked_for(draft, "2090-07-01T09:00"), by=city)
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="More.", comments={})
    again = submitting.open_draft(now(practice), by=city)
    later = datetime(2091, 1, 1, tzinfo=UTC)
    actions.set_audience(practice, visibility="public", embargo_until=later, city_withheld=False, by=editor)
    practice = submitting.submit(submitting.save(again, {"title": "Shorter"}, by=city), by=city)
    assert now(practice).embargo_until == later
    published(practice, editor)
    with pytest.raises(actions.MoveRefused):
        actions.ask_embargo(practice, None, by=city)


@pytest.mark.parametrize(("sent", "kept"), [
    ({"not_before": "2090-07-01T09:00", "not_before_zone": "Asia/Beirut"}, True),
    ({"not_before": "2001-07-01T09:00", "not_before_zone": "UTC"}, False),
    ({"not_before": "soon", "not_before_zone": "UTC"}, False),
    ({"not_before": "2090-07-01T09:00", "not_before_zone": "Mars/Olympus"}, False),
])
def test_the_moment_is_asked_with_the_zones_of_the_country(sent, kept):
    draft = make_draft()
    client = at_desk(draft.saved_by)
    assert "Beirut" in client.get(address("question", draft.practice, "contact")).text
    found = answer(client, draft, "contact", unit="Unit", contact_email="a@town.example", visibility="public",
                   licence="on", **sent)
    assert found.status_code == (302 if kept else 422)
    check = client.get(address("check", draft.practice)).text
    assert ("It can be handed in once" in check) is not (kept or sent["not_before_zone"].startswith("Mars"))


# ---------- Handing over ----------
def test_a_colleague_takes_it_over_and_both_are_told(practice, person):
    colleague = make_person(own(person), first_name="Lena", interface_language="fr")
    page = at_desk(person).get(address("hand-over", practice)).text
    assert "Lena" in page
    sent = at_desk(person).post(address("hand-over", practice), {"to": colleague.pk})
    assert sent.url == reverse("desk")
    assert list(practice.submitters.all()) == [colleague]
    told = {each.receiver_id: each for each in Message.objects.filter(event__startswith="practice-handed-over")}
    assert set(told) == {person.pk, colleague.pk}
    assert "Lena" not in told[person.pk].text
    assert AuditEntry.objects.get(action="practice.handed-over").detail["to"] == str(colleague.subject_id)


def test_several_can_answer_for_it(practice, person):
    colleague = make_person(own(person))
    handing_over.hand_over(practice, colleague, by=person, stays=True)
    assert set(practice.submitters.all()) == {person, colleague}


@pytest.mark.parametrize("who", ["elsewhere", "gone", "self"])
def test_it_is_handed_to_present_colleagues_only(practice, person, who):
    to = {"elsewhere": lambda: make_person(make_city("Other")), "self": lambda: person,
          "gone": lambda: make_person(own(person), is_active=False)}[who]()
    with pytest.raises(PermissionDenied):
        handing_over.hand_over(practice, to, by=person)
    assert at_desk(person).post(address("hand-over", practice), {"to": to.pk}).status_code == 422
    assert list(practice.submitters.all()) == [person]


@pytest.mark.parametrize("zone", ["Nowhere/Town", "/etc/passwd", "../UTC", "x" * 5000, "<script>"])
def test_a_zone_that_is_none_breaks_no_page(zone):
    draft = make_draft()
    asked_for(draft, "2090-07-01T09:00", zone)
    assert at_desk(draft.saved_by).get(address("question", draft.practice, "contact")).status_code == 200
