"""What an operator's machine is told: whether the site can serve, and what waits, without versions or host names."""
import pytest
from django.db import OperationalError, connection

from core.models import OutboxRow

pytestmark = pytest.mark.django_db


def test_it_is_ready_and_says_what_waits(client):
    OutboxRow.objects.create(topic="x", key="a", state=OutboxRow.DEAD)
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ready", "database": True, "migrations": True, "media": True, "engine": True, "search": "main",
        "outbox_oldest_seconds": 0, "outbox_dead": 1,
    }


def test_without_its_database_it_is_not_ready_but_alive(client, monkeypatch):
    def away():
        raise OperationalError("could not connect to database.inside")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "ensure_connection", away)
        response = client.get("/health/ready")
        live = client.get("/health/live")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "database": False, "migrations": False, "media": True}
    assert live.status_code == 200


def test_without_its_search_server_it_still_serves(client, monkeypatch):
    from kb import health
    from search.contract import Status

    class Away:
        def status(self):
            return Status("elasticsearch", False, 0)

    monkeypatch.setattr(health.engine.Index, "engine", property(lambda index: Away()))
    response = client.get("/health/ready")
    told = response.json()
    assert (response.status_code, told["engine"], told["search"]) == (200, False, "fallback")


def test_a_server_that_failed_repeatedly_is_not_asked_for_its_health(client, monkeypatch):
    from kb import health

    class Resting:
        resting = True

    monkeypatch.setattr(health.engine.Index, "engine", property(lambda index: Resting()))
    assert client.get("/health/ready").json()["search"] == "fallback"
