"""A link opens one thing for one purpose, until it runs out, is used or is taken back."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import AuditEntry
from practices import keys
from practices.models import Key
from practices.tests.factories import make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    return keys.issue(make_practice(), Key.Purpose.PREVIEW, days=7, function="the mayor")


def test_a_link_opens_its_key(key):
    assert keys.find(keys.secret(key), Key.Purpose.PREVIEW) == key


def test_a_link_opens_nothing_of_another_purpose(key):
    assert keys.find(keys.secret(key), Key.Purpose.FRESHNESS) is None


@pytest.mark.parametrize("spoil", [lambda text: "", lambda text: text[:-1], lambda text: text.swapcase(),
                                   lambda text: "0" + text, lambda text: text.partition(".")[0]])
def test_a_link_that_is_not_whole_opens_nothing(key, spoil):
    assert keys.find(spoil(keys.secret(key)), Key.Purpose.PREVIEW) is None


def test_a_link_runs_out(key):
    Key.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert keys.find(keys.secret(key), Key.Purpose.PREVIEW) is None
    assert not keys.use(key, "agree")


def test_a_link_that_is_taken_back_opens_nothing(key):
    keys.revoke(key, by=None)
    assert keys.find(keys.secret(key), Key.Purpose.PREVIEW) is None
    assert not keys.use(key, "agree")
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"practice.key_issued", "practice.key_revoked"}


def test_a_key_is_used_once(key):
    assert keys.use(key, "agree", "Go on.")
    assert not keys.use(key, "change")
    key.refresh_from_db()
    assert (key.answer, key.text) == ("agree", "Go on.")
