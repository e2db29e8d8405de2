"""Two records of a city become one: entries, people, names, addresses and filters lead to the one that stays."""
import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import User
from cities import addresses, merging, names
from cities.models import City, CityMembership, CityName
from core import visibility
from core.models import AuditEntry
from practices.indexing import document_of
from practices.models import Draft, DraftInvitation, Practice
from practices.tests.factories import make_city, make_page
from practices.tests.submission import make_draft, make_person
from search import facets

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(db):
    person = make_person(role="coordinator")
    person.user_permissions.add(*Permission.objects.filter(
        codename__in=("change_city", "change_citymembership", "access_admin")))
    return User.objects.get(pk=person.pk)


@pytest.fixture
def old(db):
    city = make_city("Kumanovo old", country="MK", m49="039")
    CityName.objects.create(city=city, language="fr", text="Koumanovo")
    return city


@pytest.fixture
def new(db):
    return make_city("Kumanovo", country="MK", m49="039")


def names_of(city):
    return {(name.text, name.kind) for name in CityName.objects.filter(city=city)}


def document(entry):
    return document_of(Practice.objects.with_facts().with_texts().get(pk=entry.practice_id))


def test_entries_and_their_newest_versions_are_about_the_city_that_stays(old, new, coordinator):
    entry = make_page(cities=[old, new])
    Practice.objects.filter(pk=entry.practice_id).update(owner_city=old)
    other = make_page(cities=[old], title="Other")
    other.title = "Changed"
    draft = other.save_revision()
    merging.merge(old, new, by=coordinator)
    assert list(type(entry).objects.get(pk=entry.pk).cities.all()) == [new]
    assert Practice.objects.get(pk=entry.practice_id).owner_city == new
    assert document(entry).facets["city"] == (str(new.pk),)
    assert "Koumanovo" in document(entry).labels["fr"]
    draft.refresh_from_db()
    draft.publish()
    assert list(type(entry).objects.get(pk=other.pk).cities.all()) == [new]


def test_what_a_city_is_writing_and_was_asked_for_follows(old, new, coordinator):
    draft = make_draft(city=old)
    Draft.objects.filter(pk=draft.pk).update(answers={**draft.answers, "city": old.pk, "cities": [old.pk, 5]})
    invitation = DraftInvitation.objects.create(city=old, note="Tell us.")
    merging.merge(old, new, by=coordinator)
    draft.refresh_from_db()
    invitation.refresh_from_db()
    assert (draft.answers["city"], draft.answers["cities"]) == (new.pk, [new.pk, 5])
    assert invitation.city == new
    assert Practice.objects.get(pk=draft.practice_id).owner_city == new


def test_the_old_address_filter_and_names_lead_to_the_other(client, old, new, coordinator):
    before = make_city("Older")
    merging.merge(before, old, by=coordinator)
    merging.merge(old, new, by=coordinator)
    for key in (old.pk, before.pk):
        answer = client.get(f"/en/cities/{key}/anything/")
        assert (answer.status_code, answer["Location"]) == (301, addresses.city(new.pk))
        assert facets.get("city").canonical(str(key)) == str(new.pk)
        assert facets.get("city").valid(str(key))
        assert names.label(key) == "Kumanovo"
    assert {place.id for place in names.places()} & {old.pk, before.pk} == set()
    assert ("Koumanovo", CityName.SEARCH) in names_of(new)
    assert ("Kumanovo", CityName.PREFERRED) in names_of(new)
    assert names_of(old) == set()
    assert list(City.objects.named("Koumanovo")) == [new]


def test_people_and_membership_move_and_each_is_recorded(old, new, coordinator):
    both, one = make_person(old), make_person(old)
    CityMembership.objects.create(user=both, city=new, active=False)
    City.objects.filter(pk=old.pk).update(membership=City.MEMBER, listed=True)
    merging.merge(City.objects.get(pk=old.pk), new, by=coordinator)
    for person in (both, one):
        tokens = visibility.tokens_of(User.objects.get(pk=person.pk))
        assert visibility.city(new.pk) in tokens
        assert visibility.city(old.pk) not in tokens
    new.refresh_from_db()
    assert (new.is_member, new.listed) == (True, True)
    assert AuditEntry.objects.filter(action="person.membership").count() == 2
    assert AuditEntry.objects.get(action="city.merged").detail["into"] == new.pk


def test_two_members_with_people_are_merged_only_where_it_is_confirmed(old, new, coordinator):
    for city in (old, new):
        make_person(city)
        city.membership = City.MEMBER
        city.save()
    with pytest.raises(merging.Refused, match="Confirm"):
        merging.merge(old, new, by=coordinator)
    merging.merge(old, new, by=coordinator, confirmed=True)
    assert CityMembership.objects.filter(city=new, active=True).count() == 2


def test_what_makes_no_sense_is_refused(old, new, coordinator, editor):
    with pytest.raises(merging.Refused):
        merging.merge(new, new, by=coordinator)
    with pytest.raises(merging.Refused, match="never the same"):
        merging.merge(old, make_city("Made up", invented=True), by=coordinator)
    with pytest.raises(PermissionDenied):
        merging.merge(old, new, by=editor)
    merging.merge(old, new, by=coordinator)
    with pytest.raises(merging.Refused):
        merging.merge(old, make_city("Third"), by=coordinator)


def test_the_page_says_what_will_move_and_merges(client, old, new, coordinator, editor):
    make_page(cities=[old])
    client.force_login(coordinator)
    url = reverse("cities_merge", args=[old.pk])
    shown = client.get(url)
    assert shown.context["entries"] == 1
    assert client.post(url, {"into": "Nowhere at all"}).status_code == 422
    assert client.post(url, {"into": f"Kumanovo ({new.pk})"}).status_code == 302
    assert City.objects.get(pk=old.pk).merged_into == new
    client.force_login(editor)
    assert client.get(url).status_code in (302, 403)
