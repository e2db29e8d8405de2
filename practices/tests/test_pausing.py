"""A paused entry is gone at once for everybody, in every place, and comes back as it was."""
from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.roles import ADMINISTRATOR, COORDINATOR, EDITOR, REVIEWER
from cities.models import City
from core import outbox
from core.files import is_readable
from core.models import AuditEntry
from practices import actions
from practices.audience import audience_of
from practices.choices import State
from practices.models import Practice
from practices.tests.factories import make_city, make_practice
from practices.tests.submission import make_person
from practices.tests.test_practice_files import picture, showing  # noqa: F401
from search import changes, finding, sources
from tests.settling import settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_city("Ownville", membership=City.MEMBER)


@pytest.fixture
def practice(city):
    return make_practice(title="Zqpaused", cities=[city], practice_owner_city=city)


@pytest.fixture
def coordinator():
    return make_person(role=COORDINATOR)


@pytest.fixture
def readers(city):
    """Everybody who could read it before; None is a visitor."""
    return {"visitor": None, "member": make_person(make_city("Other", membership=City.MEMBER)),
            "own city": make_person(city), "editor": make_person(role=EDITOR)}


def pages(practice):
    slug = practice.original.slug
    return [f"/{ui}/practices/{practice.pk}/{rest}/" for ui in ("en", "ar") for rest in (slug, "contact", "concern")]


@pytest.mark.usefixtures("empty_indexes")
@pytest.mark.parametrize("who", ["visitor", "member", "own city", "editor"])
def test_the_next_request_finds_nothing_of_it(client, practice, coordinator, readers, city, who):
    if readers[who]:
        client.force_login(readers[who])
    settle()
    lists = [f"/en/cities/{city.pk}/-/", "/en/search/", "/en/search/?q=zqpaused", "/en/", "/api/v1/search?q=zqpaused",
             "/sitemap.xml"]
    named = [path for path in lists if str(practice.pk) in client.get(path, follow=True).content.decode()]
    assert {"/en/search/?q=zqpaused", "/api/v1/search?q=zqpaused", f"/en/cities/{city.pk}/-/"} <= set(named)
    assert all(client.get(path).status_code == 200 for path in pages(practice))
    actions.pause(practice, by=coordinator, reason="A concern is looked into.")
    assert all(client.get(path).status_code == 404 for path in pages(practice))
    for path in lists:
        assert str(practice.pk) not in client.get(path, follow=True).content.decode(), path
    settle()
    answer = client.get("/api/v1/search?q=zqpaused").json()
    assert (answer["total"], answer["hits"]) == (0, [])
    actions.resume(practice, by=coordinator)
    assert all(client.get(path).status_code == 200 for path in pages(practice))
    settle()
    assert client.get("/api/v1/search?q=zqpaused").json()["total"] == 1


def test_an_index_that_does_not_know_yet_shows_it_to_nobody(practice, coordinator, readers):
    actions.pause(practice, by=coordinator)
    outbox.put("search.elsewhere", [str(practice.pk)])
    for user in readers.values():
        assert changes.hidden_from(user, "search.elsewhere") == {str(practice.pk)}
    assert audience_of(practice) is None
    assert sources.document(str(practice.pk)) is None


def test_its_pictures_are_gone_with_it(picture, practice, coordinator, readers):  # noqa: F811
    showing(practice.original.specific, picture)
    assert is_readable(picture, AnonymousUser())
    actions.pause(Practice.objects.get(pk=practice.pk), by=coordinator)
    for user in (AnonymousUser(), readers["member"], readers["own city"]):
        assert not is_readable(picture, user)
    assert is_readable(picture, readers["editor"])  # who looks into it sees what it shows


def test_no_other_entry_names_it_as_similar(practice, coordinator):
    other = make_practice(title=f"{practice.original.title} again")
    settle()
    assert [card["id"] for card in finding.similar(str(other.pk), ui="en", user=None)] == [str(practice.pk)]
    actions.pause(practice, by=coordinator)
    assert finding.similar(str(other.pk), ui="en", user=None) == []


def test_its_state_stays_what_it_is_and_both_are_on_record(practice, coordinator):
    for _ in range(2):
        actions.pause(practice, by=coordinator, reason="Why")
    assert Practice.objects.get(pk=practice.pk).state == State.PUBLISHED
    for _ in range(2):
        actions.resume(practice, by=coordinator)
    found = AuditEntry.objects.filter(object_id=str(practice.pk), action__in=("practice.paused", "practice.resumed"))
    assert [(entry.action, entry.actor) for entry in found.order_by("pk")] == [
        ("practice.paused", str(coordinator.subject_id)), ("practice.resumed", str(coordinator.subject_id))]


def test_only_coordinators_and_administrators_pause_and_resume(practice, city):
    for person in (make_person(city), make_person(role=EDITOR), make_person(role=REVIEWER), make_person(), None):
        for action in (actions.pause, actions.resume):
            with pytest.raises(PermissionDenied):
                action(practice, by=person)
    assert practice.paused_at is None
    actions.pause(practice, by=make_person(role=ADMINISTRATOR))
    assert practice.paused_at is not None
