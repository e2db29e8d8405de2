"""The demonstration's judged queries, asked as readers ask them, with the models and the vectors that ship."""
from __future__ import annotations

import pytest
from django.core.management import call_command

from bench import demo_relevance
from search import sources
from search.vectors import configured
from tests.settling import separate_indexes

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_models(settings):
    """The indexes hold vectors for the length of a test."""
    settings.SEARCH_VECTORS = "e5,use"
    if not configured().ready:
        pytest.skip("needs the models: their packages are not made for this machine")
    call_command("search_rebuild", verbosity=0)
    yield
    settings.SEARCH_VECTORS = "none"
    if separate_indexes():
        call_command("search_rebuild", verbosity=0)  # it does not roll back with the test


def test_the_vectors_of_the_demonstration_ship_with_it(with_models):
    documents = [document for source in sources.all_sources() for document in source.documents()]
    public = [document for document in documents if "public" in document.audience]
    assert {passage.title for passage in configured().missing(public)} == set()


def test_judged_queries_find_their_answers_and_nothing_else_is_suggested(with_models, client):
    report = demo_relevance.measure(demo_relevance.through(client))
    assert report["failures"] == []
    assert len(report["only_elsewhere"]) >= 4
    assert report["languages"][-1]["queries"] == len(demo_relevance.rows("demo_queries"))


def test_what_falls_short_is_said():
    report = {
        "languages": [{"recall@10": 0.5}],
        "only_elsewhere": [{"id": "ar-01", "place": None, "why": "", "only": "exists only in Russian"}],
        "group_names": [{"text": "Muslims", "forms": ["xri"], "widened": False}],
        "nonsense": [{"text": "chocolate cake", "found": 3}],
    }
    assert len(list(demo_relevance.failures(report))) == 4
    fine = {"languages": [{"recall@10": 0.9}], "only_elsewhere": [], "group_names": [], "nonsense": []}
    assert list(demo_relevance.failures(fine)) == []
