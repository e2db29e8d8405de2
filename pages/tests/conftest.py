"""A site with its pages, as bootstrap makes it: made once for a file of tests, each of which is rolled back."""
import pytest
from django.db import transaction

from pages.bootstrap import ensure_pages
from search.preparing import ensure_index
from tests.settling import separate_indexes


class Undo(Exception):
    """Ends the transaction that the site was made in."""


@pytest.fixture(scope="module")
def pages_of_the_module(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                ensure_pages()
                ensure_index()
                yield
                raise Undo
        except Undo:
            pass


@pytest.fixture
def site(pages_of_the_module, db):
    """What a freshly prepared site holds; an index of its own is emptied, since it does not roll back."""
    for index in separate_indexes():
        index.engine.rebuild([], 0)
