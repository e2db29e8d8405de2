"""Who answers for an entry and what it rests on is set in its form, by those who may decide, and recorded."""
import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from wagtail.models import GroupPagePermission, Page

from cities.models import CityMembership
from core.models import AuditEntry
from practices import actions
from practices.choices import ReviewDepth, State
from practices.folders import folder
from practices.forms_admin import RECORD_FIELDS
from practices.models import Practice, PracticePage
from practices.tests.editing import add_url, edit_url, form_data
from practices.tests.factories import make_city, make_page
from practices.tests.submission import make_person

pytestmark = pytest.mark.django_db
EMAIL = "unit@town.example"


def row(page):
    return Practice.objects.get(pk=page.practice_id)


def record(**fields):
    return {"contact_email": EMAIL, "review_depth": "editor_checked", **fields}


def fields_of(client, url):
    client.get(url)
    return set(client.get(url).context["form"].fields)


def test_an_editor_sets_the_whole_record_at_once(desk, editor):
    page, city = make_page(), make_city("Beirut")
    before = row(page).version
    desk.post(edit_url(page), form_data(slug=page.slug, **record(
        owner_city=city.pk, from_public_sources="on", licence_agreed="on", review_depth="peer_reviewed")))
    practice = row(page)
    assert (practice.owner_city, practice.contact_email) == (city, EMAIL)
    assert (practice.from_public_sources, practice.review_depth) == (True, ReviewDepth.PEER_REVIEWED)
    assert practice.licence_agreed
    assert practice.version > before
    entry = AuditEntry.objects.get(action="practice.record")
    assert entry.actor == str(editor.subject_id)
    assert entry.detail["owner_city"] == city.pk
    assert EMAIL not in str(entry.detail)


def test_saving_the_same_again_records_nothing(desk):
    page = make_page()
    for _each in range(2):
        desk.post(edit_url(page), form_data(slug=page.slug, **record(licence_agreed="on")))
    assert AuditEntry.objects.filter(action="practice.record").count() == 1


def test_an_agreement_is_not_taken_back_by_an_empty_box(desk):
    page = make_page()
    desk.post(edit_url(page), form_data(slug=page.slug, **record(licence_agreed="on")))
    first = row(page).licence_agreed_at
    desk.post(edit_url(page), form_data(slug=page.slug, **record()))
    assert row(page).licence_agreed_at == first


def test_a_wrong_address_is_named_and_nothing_is_saved(desk):
    page = make_page()
    answer = desk.post(edit_url(page), form_data(slug=page.slug, contact_email="nobody"))
    assert "contact_email" in answer.context["form"].errors
    assert row(page).contact_email == ""


def test_the_author_of_a_draft_sets_it_but_does_not_say_that_it_was_checked(desk, editor):
    city = make_city("Beirut")
    desk.post(add_url(), form_data(**record(owner_city=city.pk)))
    page = PracticePage.objects.get(slug="dialogue")
    assert row(page).owner_city == city
    assert "review_depth" not in fields_of(desk, edit_url(page))
    desk.post(edit_url(page), form_data(**record(owner_city=city.pk, review_depth="peer_reviewed")))
    assert row(page).review_depth == ReviewDepth.SUBMITTED
    with pytest.raises(PermissionDenied):
        actions.set_record(row(page), by=editor, review_depth="peer_reviewed")


@pytest.mark.parametrize("tie", ["city", "hand", "role"])
def test_who_may_not_decide_is_not_asked_and_changes_nothing(client, desk, editor, tie):
    page = make_page(publish=False)
    Practice.objects.filter(pk=page.practice_id).update(state=State.IN_REVIEW, owner_city=make_city("Own"))
    person = editor
    if tie == "city":
        CityMembership.objects.create(user=editor, city=row(page).owner_city)
    elif tie == "hand":
        row(page).submitters.add(editor)
    else:
        person = make_person(role="reviewer")
        group = person.groups.get()
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(),
                                           permission=Permission.objects.get(codename="change_page"))
        client.force_login(person)
    before = Practice.objects.filter(pk=page.practice_id).values().get()
    client.post(edit_url(page), form_data(slug=page.slug, **record(owner_city=make_city("Other").pk)))
    assert Practice.objects.filter(pk=page.practice_id).values().get() == before
    with pytest.raises(PermissionDenied):
        actions.set_record(row(page), by=person, contact_email=EMAIL)


def test_a_translation_has_no_record_of_its_own(desk):
    arabic = make_page().copy_for_translation(folder("ar").locale)
    assert not set(RECORD_FIELDS) & fields_of(desk, edit_url(arabic))
