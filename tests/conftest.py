"""The tests that cross apps run on the demonstration: the same content a newcomer sees."""
from __future__ import annotations

import pytest
from django.core.management import call_command

from core.models import OutboxRow
from tests.settling import forget_touched, note_touched, separate_indexes, settle


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, settings_demo):
    """The demonstration, loaded once per worker; every test rolls its own changes back."""
    with django_db_blocker.unblock():
        call_command("demo", verbosity=0)
        settle()
        if separate_indexes():
            call_command("search_rebuild", verbosity=0)  # a server may still hold what an earlier run left there
        OutboxRow.objects.all().delete()


@pytest.fixture(scope="session")
def settings_demo():
    """Demo mode for the loading; restored afterwards."""
    from django.conf import settings

    before, settings.DEMO = settings.DEMO, True
    yield
    settings.DEMO = before


@pytest.fixture(autouse=True)
def indexes_follow_the_rollback(request):
    """What an earlier test left in an index of its own is gone, and what this one leaves is noted."""
    if request.node.get_closest_marker("django_db") is None and "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")  # so that this one ends before the rollback
    forget_touched()
    yield
    note_touched()


@pytest.fixture
def editor(db):
    """The demo editor."""
    from accounts.models import User

    return User.objects.get(email="editor@demo.example")


@pytest.fixture
def member(db):
    """City staff of a municipality that is a member."""
    from accounts.models import User

    return User.objects.get(email="city@mustergrad.example")


@pytest.fixture
def outsider(db):
    """Somebody with an account but without membership."""
    from accounts.models import User

    return User.objects.get(email="practitioner@demo.example")
