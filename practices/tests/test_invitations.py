"""An invitation reaches the people of a city and opens a draft that has begun, once."""
from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Message, User
from cities.models import CityMembership
from core.models import AuditEntry
from practices import inviting
from practices.actions import MoveRefused, NotReady
from practices.models import Draft, DraftInvitation, Practice
from practices.tests.factories import ensure_tree, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    ensure_tree()
    return make_city("Rivertown")


@pytest.fixture
def person(city):
    return member(city, "person@rivertown.example")


def member(city, email, language="en"):
    user = User.objects.create_user(email, interface_language=language)
    CityMembership.objects.create(user=user, city=city)
    return user


@pytest.fixture
def sent(city, person, editor):
    return inviting.invite(city, by=editor, note="We read of your night walks.", language="en",
                           answers={"title": "Night walks", "kind": "programme", "licence": True})


def test_everybody_of_the_city_is_told_in_their_language(city, person, editor):
    other = member(city, "other@rivertown.example", language="fr")
    inviting.invite(city, by=editor, note="Ecrivez-nous.", language="fr")
    assert set(Message.objects.values_list("receiver", "language")) == {(person.pk, "en"), (other.pk, "fr")}
    assert "Ecrivez-nous." in Message.objects.first().text


def test_only_what_an_invitation_may_say_is_kept(sent):
    assert sent.answers == {"title": "Night walks", "kind": "programme"}


def test_nobody_is_invited_where_nobody_could_answer(city, editor):
    with pytest.raises(NotReady):
        inviting.invite(city, by=editor, note="Hello", language="en")


def test_a_city_invites_nobody(city, person):
    with pytest.raises(PermissionDenied):
        inviting.invite(city, by=person, note="Hello", language="en")


def test_it_opens_a_draft_that_has_begun(client, person, sent):
    client.force_login(person)
    address = f"/en/desk/invitations/{sent.pk}/"
    assert "night walks" in client.get(address).content.decode()
    assert "Night walks" in client.get("/en/desk/").content.decode()
    reply = client.post(address, {"language": "ar"})
    draft = Draft.objects.get()
    assert reply.url == f"/en/desk/practices/{draft.practice_id}/title/"
    assert (draft.language, draft.answers["title"], draft.answers["kind"]) == ("ar", "Night walks", "programme")
    assert AuditEntry.objects.filter(action="invitation.opened").exists()


def test_opened_twice_it_is_one_draft(client, person, sent):
    first = inviting.accept(sent, by=person, language="en")
    assert inviting.accept(sent, by=person, language="fr") == first
    client.force_login(person)
    assert client.get(f"/en/desk/invitations/{sent.pk}/").url == f"/en/desk/practices/{first.practice_id}/"
    assert Practice.objects.count() == 1


def test_it_can_be_declined_and_whoever_sent_it_is_told(client, person, sent, editor):
    client.force_login(person)
    client.post(f"/en/desk/invitations/{sent.pk}/", {"answer": "no"})
    client.post(f"/en/desk/invitations/{sent.pk}/", {"answer": "no"})
    assert Message.objects.filter(receiver=editor).count() == 1
    assert "Night walks" not in client.get("/en/desk/").content.decode()
    with pytest.raises(MoveRefused):
        inviting.accept(sent, by=person, language="en")


def test_for_other_cities_it_does_not_exist(client, sent):
    stranger = member(make_city("Hilltown"), "stranger@hilltown.example")
    client.force_login(stranger)
    for answer in (client.get, client.post):
        assert answer(f"/en/desk/invitations/{sent.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        inviting.accept(sent, by=stranger, language="en")


def test_an_editor_sends_one_from_the_admin(desk, city, person):
    form = {"city": city.pk, "note": "Tell us", "language": "en", "title": "", "kind": "", "summary": ""}
    assert desk.post("/admin/practices/invitations/", {**form, "note": ""}).status_code == 422
    assert desk.post("/admin/practices/invitations/", form).status_code == 302
    assert DraftInvitation.objects.get().city == city
    assert "Not answered yet" in desk.get("/admin/practices/invitations/").content.decode()


def test_where_nobody_could_answer_the_form_says_so_and_loses_nothing(desk, city):
    reply = desk.post("/admin/practices/invitations/", {
        "city": city.pk, "note": "Tell us of the walks", "language": "en", "title": "", "kind": "", "summary": ""})
    assert reply.status_code == 422
    assert "Nobody has an account for this city" in reply.content.decode()
    assert "Tell us of the walks" in reply.content.decode()
