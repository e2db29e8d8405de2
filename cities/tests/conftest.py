"""Places and a small search for tests of their pages."""
import pytest

from cities import found
from cities.loading import load_places
from cities.tests.fake_search import FakeSearch


@pytest.fixture
def geography(db):
    """Cities and hubs without the gazetteer, which few tests need and which takes a second."""
    load_places()


@pytest.fixture
def search(monkeypatch):
    """A search that answers from memory; fill it with `add`."""
    fake = FakeSearch()
    monkeypatch.setattr(found.finding, "ask", fake.ask)
    monkeypatch.setattr(found.sources, "cards", fake.cards)
    return fake
