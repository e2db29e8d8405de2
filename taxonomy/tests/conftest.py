"""The delivered vocabularies, for tests that read them."""
import pytest

from taxonomy.loading import load_vocabularies


@pytest.fixture
def vocabularies(db):
    load_vocabularies()
