"""What the tests of accounts share."""
import pytest
from django.test import Client


@pytest.fixture
def commits(django_capture_on_commit_callbacks, monkeypatch):
    """What follows a commit follows every request, as it does outside the transaction of a test."""
    request = Client.request

    def committed(self, **environ):
        with django_capture_on_commit_callbacks(execute=True):
            return request(self, **environ)

    monkeypatch.setattr(Client, "request", committed)
