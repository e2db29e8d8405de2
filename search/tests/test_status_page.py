"""The page on which editors see how search stands, and decide about what failed for good."""
from __future__ import annotations

import pytest
from django.urls import reverse

from core import outbox
from core.models import AuditEntry, OutboxRow
from search.tests.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("search_admin:status")


@pytest.fixture
def dead(db):
    return OutboxRow.objects.create(
        topic="search.elasticsearch", key="a-key", state=OutboxRow.DEAD, tries=8, error="1 documents were refused")


@pytest.mark.parametrize(("group", "status"), [("Editors", 200), ("Administrators", 200), ("Reviewers", 302)])
def test_who_sees_it(client, address, group, status):
    client.force_login(person(group))
    assert client.get(address).status_code == status


def test_it_says_how_every_index_stands(client, address, site):
    site()
    client.force_login(person("Editors"))
    page = client.get(address).content.decode()
    for told in ("embedded", "Snowball russian", "never", "No model is installed"):
        assert told in page


def test_what_is_dead_is_shown_and_tried_again(client, address, dead):
    client.force_login(person("Editors"))
    assert "1 documents were refused" in client.get(address).content.decode()
    client.post(address, {"row": dead.pk, "what": "again"})
    dead.refresh_from_db()
    assert (dead.state, dead.tries) == (OutboxRow.WAITING, 0)
    assert AuditEntry.objects.get(action="outbox.tried_again").detail["key"] == "a-key"


def test_what_is_given_up_is_owed_no_more(client, address, dead):
    client.force_login(person("Editors"))
    client.post(address, {"row": dead.pk, "what": "give-up"})
    assert outbox.waiting("search.elasticsearch") == []
    assert outbox.dead().count() == 0
    assert AuditEntry.objects.filter(action="outbox.given_up").exists()


def test_why_a_message_failed_is_not_for_editors(client, address, dead):
    OutboxRow.objects.update(topic="accounts.mail", error="550 somebody@site.example is unknown")
    client.force_login(person("Editors"))
    assert "somebody@site.example" not in client.get(address).content.decode()
    client.force_login(person("Administrators"))
    assert "somebody@site.example" in client.get(address).content.decode()


@pytest.mark.parametrize("row", ["", "x", "-1", "9" * 40, "²"])
def test_a_row_that_is_none_is_not_found(client, address, row):
    client.force_login(person("Editors"))
    assert client.post(address, {"row": row, "what": "again"}).status_code == 404


def test_the_menu_says_how_much_is_dead(client, dead):
    client.force_login(person("Editors"))
    assert "How search stands (1)" in client.get(reverse("wagtailadmin_home")).content.decode()
