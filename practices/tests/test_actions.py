"""Every change of a practice is allowed, recorded and told to the index, or refused."""
import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from core.models import AuditEntry
from practices import actions
from practices.choices import State
from practices.models import LanguageVersion, Practice
from practices.tests.factories import make_page, make_practice

pytestmark = pytest.mark.django_db


def test_publishing_the_original_in_wagtail_publishes_the_practice():
    practice = make_page().practice
    practice.refresh_from_db()
    assert practice.state == State.PUBLISHED
    assert practice.first_published_at is not None
    assert list(practice.versions.values_list("language", "state")) == [("en", "original")]
    assert AuditEntry.objects.filter(action="practice.published", object_id=str(practice.pk)).count() == 1


def test_taking_the_original_back_withdraws_the_practice():
    page = make_page()
    page.unpublish()
    assert Practice.objects.get(pk=page.practice_id).state == State.WITHDRAWN
    assert not Practice.objects.visible_to(None).exists()


def test_a_move_outside_the_diagram_is_refused_and_changes_nothing():
    practice = make_practice(publish=False)
    with pytest.raises(actions.MoveRefused, match="Draft"):
        actions.move(practice, State.ARCHIVED)
    assert Practice.objects.get(pk=practice.pk).state == State.DRAFT
    assert not AuditEntry.objects.filter(object_id=str(practice.pk)).exists()


def test_a_declined_practice_goes_nowhere():
    assert actions.MOVES[State.DECLINED] == frozenset()


def test_only_editors_set_the_audience():
    practice = make_practice()
    stranger = User.objects.create_user("s@x.example")
    with pytest.raises(PermissionDenied):
        actions.set_audience(practice, visibility="members", embargo_until=None, city_withheld=False, by=stranger)
    assert Practice.objects.get(pk=practice.pk).visibility == "public"


def test_a_city_that_was_named_cannot_be_withheld_afterwards():
    practice = make_practice()
    with pytest.raises(actions.MoveRefused):
        actions.set_audience(practice, visibility="public", embargo_until=None, city_withheld=True)


def test_each_change_makes_a_new_version():
    practice = make_practice()
    before = Practice.objects.get(pk=practice.pk).version
    actions.set_audience(practice, visibility="members", embargo_until=None, city_withheld=False)
    assert Practice.objects.get(pk=practice.pk).version == before + 1


def test_copying_a_page_starts_a_practice_of_its_own():
    page = make_page()
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert copy.practice_id not in (None, page.practice_id)
    assert Practice.objects.get(pk=copy.practice_id).state == State.DRAFT


def test_deleting_the_original_deletes_practice_and_versions():
    page = make_page()
    page.delete()
    assert not Practice.objects.exists()
    assert not LanguageVersion.objects.exists()


def test_a_pages_slug_never_fails_whatever_the_script():
    page = make_page(language="zh", title="社区对话", slug="")
    assert page.slug
