"""Of a city that is not named no list for all the staff tells more than readers know: no filter, count, file, mail."""
from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Message
from cities.models import CityMembership, Hub
from practices import freshness, handing_over, inviting, keys, previewing, tagging, waiting, withholding
from practices.actions import MoveRefused
from practices.links.cited import all_cited
from practices.models import Freshness, Key, Practice, PracticePage, Withholding
from practices.reports import coverage
from practices.tests.factories import ensure_tree, make_city, make_practice
from practices.tests.submission import concept, make_draft, make_editor, make_person

pytestmark = pytest.mark.django_db
SOURCE = {"type": "reference", "value": {"title": "Report", "url": "https://smallton.example/", "language": "",
                                         "archived_url": ""}}


@pytest.fixture
def city():
    ensure_tree()
    Hub.objects.create(slug="south", countries=["IT"])
    return make_city("Smallton", country="IT", m49="039")


@pytest.fixture
def practice(city):
    """Published, of a city of Italy, of which an editor let readers know that it lies in Europe."""
    found = make_practice(cities=[city], practice_city_withheld=True, references=[SOURCE])
    Withholding.objects.create(
        practice=found, combines=[{"what": "region", "code": "150"}], confirmed_at=timezone.now())
    return Practice.objects.get(pk=found.pk)


@pytest.mark.parametrize(("asked", "number"), [("city={}", 1), ("region=039", 1), ("hub=south", 1), ("region=150", 2)])
def test_no_filter_of_the_list_gives_it_away(desk, practice, city, asked, number):
    named = make_practice(cities=[city])
    found = desk.get(f"/admin/practices/?{asked.format(city.pk)}").context["object_list"]
    assert len(found) == number
    assert named.pk in {page.practice_id for page in found}


def test_a_city_is_offered_as_a_filter_once_an_entry_names_it(desk, practice, city):
    assert "Smallton" not in desk.get("/admin/practices/").text
    make_practice(cities=[city])
    assert "Smallton" in desk.get("/admin/practices/").text


def test_no_filter_of_the_matrix_gives_it_away(desk, practice):
    assert desk.get("/admin/translations/").context["pages"].paginator.count == 1
    hub = Hub.objects.get(slug="south")
    assert desk.get(f"/admin/translations/?hub={hub.pk}").context["pages"].paginator.count == 0


@pytest.mark.parametrize(("role", "number"), [("reviewer", 0), ("coordinator", 0), ("editor", 1)])
def test_the_inbox_files_it_under_its_hub_for_editors_alone(client, practice, role, number, editors):
    from practices.admin.inbox_filters import InboxFilters

    Practice.objects.filter(pk=practice.pk).update(state="in_review")
    assert waiting.count() == 1
    asked = InboxFilters({"hub": "south"}, user=make_person(role=role))
    assert len(asked.found()) == number


def test_no_count_gives_it_away(practice):
    found, = coverage.facts()
    assert found["region"] == ("150",)
    assert found.get("subregion", ()) == ()
    assert found.get("hub", ()) == ()


def test_its_sources_stand_in_no_list_of_addresses(practice):
    assert all_cited() == []
    Practice.objects.update(city_withheld=False)
    assert [each.url for each in all_cited()] == ["https://smallton.example/"]


def test_the_list_of_invitations_does_not_name_it(desk, city, editor):
    person = make_person(city)
    invitation = inviting.invite(city, by=editor, note="Dear people of Smallton", language="en")
    draft = inviting.accept(invitation, by=person, language="en")
    assert "Smallton" in desk.get("/admin/practices/invitations/").text
    Practice.objects.filter(pk=draft.practice_id).update(city_withheld=True)
    assert "Smallton" not in desk.get("/admin/practices/invitations/").text


# ---------- What nobody has confirmed ----------
def test_a_term_is_not_told_beside_a_proposed_text_before_it_is_confirmed(practice):
    editor, term = make_editor(), concept("setting", "school")
    page = practice.newest_text()
    page.save_revision()
    Withholding.objects.update(combines=withholding.look(practice, page).combines)
    Practice.objects.update(state="update_proposed")
    with pytest.raises(MoveRefused, match="Confirm it again"):
        tagging.add(practice, term, by=editor)
    assert term not in Practice.objects.get(pk=practice.pk).original.concepts.all()
    Practice.objects.update(city_withheld=False)
    assert tagging.add(practice, term, by=editor)


def test_that_the_work_has_ended_is_told_to_the_desks_and_not_yet_to_readers(practice):
    make_editor()
    key = keys.issue(practice, Key.Purpose.FRESHNESS, days=7)
    Freshness.objects.create(practice=practice, key=key)
    before = practice.original.specific.status
    assert freshness.answer(key, Freshness.Answer.ENDED, year=2024)
    page = Practice.objects.get(pk=practice.pk).original.specific
    assert (page.status, page.end_year) == (before, None)
    assert Message.objects.filter(event__endswith="ended").exists()


# ---------- Messages ----------
@pytest.fixture
def draft(city):
    found = make_draft(make_person(city), city=city, title="The market of Smallton")
    Practice.objects.filter(pk=found.practice_id).update(city_withheld=True)
    found.practice.refresh_from_db()
    return found


def told():
    return [f"{each.subject} {each.text}" for each in Message.objects.all()]


def test_an_answer_to_a_preview_names_it_in_no_message(draft):
    key = previewing.ask(draft.practice, by=draft.saved_by, function="the mayor of Smallton", days=7, language="en")
    page = previewing.shown(draft.practice)
    assert previewing.answer(key, previewing.CHANGE, "Smallton is no village.", digest=previewing.digest_of(page))
    assert len(told()) == 1
    assert "Smallton" not in told()[0]
    assert "Open the entry to read it" in told()[0]


def test_handing_over_names_it_in_no_message(draft, city):
    colleague = make_person()
    CityMembership.objects.create(user=colleague, city=city)
    handing_over.hand_over(draft.practice, colleague, by=draft.saved_by)
    assert len(told()) == 2
    assert not any("Smallton" in each for each in told())


def test_what_a_unit_writes_once_a_year_names_it_in_no_message(practice, city):
    make_editor()
    key = keys.issue(practice, Key.Purpose.FRESHNESS, days=7)
    Freshness.objects.create(practice=practice, key=key)
    assert freshness.answer(key, Freshness.Answer.CHANGED, text="Smallton has moved the market.")
    assert told()
    assert not any("Smallton" in each for each in told())


def test_an_entry_that_names_its_city_is_quoted_as_it_is(practice):
    make_editor()
    Practice.objects.update(city_withheld=False)
    key = keys.issue(practice, Key.Purpose.FRESHNESS, days=7)
    Freshness.objects.create(practice=practice, key=key)
    freshness.answer(key, Freshness.Answer.CHANGED, text="Smallton has moved the market.")
    assert any("Smallton has moved" in each for each in told())
    assert PracticePage.objects.count() == 1
