"""One changed sentence of the original is one sentence to translate; what is removed goes from every language."""
import pytest
from django.core.exceptions import PermissionDenied
from wagtail.log_actions import LogContext
from wagtail_localize.models import StringTranslation

from practices.choices import VersionState
from practices.tests.submission import make_editor
from practices.tests.translated import (
    FIRST,
    SECOND,
    THIRD,
    original,
    paragraphs,
    read,
    rewrite,
    state,
    translated,
    waiting,
    write,
)
from practices.translations import sentences

pytestmark = pytest.mark.django_db
CHANGED = "Coffee for everybody."


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def entry():
    return original()


@pytest.fixture
def french(entry, run):
    return translated(entry, run)


def test_one_changed_sentence_is_the_only_one_that_waits_and_readers_keep_the_others(entry, french, run):
    before = read(french).activities
    rewrite(entry, run, activities=paragraphs(FIRST, CHANGED, THIRD))
    assert waiting(french) == [CHANGED]
    assert sentences.of(french).missing == 1
    assert state(entry) == VersionState.OUT_OF_DATE
    assert read(french).activities == before
    assert f"FR {FIRST}" in before
    write(french)
    with run(execute=True):
        french.save_target()
    assert state(entry) == VersionState.HUMAN
    text = read(french).activities
    assert f"FR {CHANGED}" in text
    assert SECOND not in text
    assert f"FR {THIRD}" in text


def test_a_reader_is_told_which_part_has_changed(entry, french, run, client):
    rewrite(entry, run, activities=paragraphs(FIRST, CHANGED, THIRD))
    shown = client.get(f"/en/practices/{entry.practice_id}/-/?content=fr", follow=True).content.decode()
    assert "What has changed there:" in shown
    assert "<bdi>What was done</bdi>" in shown


def test_a_removed_paragraph_is_gone_from_the_translation_at_once(entry, french, run):
    rewrite(entry, run, activities=paragraphs(FIRST, THIRD))
    assert SECOND not in read(french).activities
    assert f"FR {THIRD}" in read(french).activities
    assert state(entry) == VersionState.HUMAN


def test_a_removed_paragraph_beside_a_changed_one_leaves_the_translation_out_of_date(entry, french, run):
    rewrite(entry, run, activities=paragraphs(FIRST, CHANGED))
    assert state(entry) == VersionState.OUT_OF_DATE
    assert waiting(french) == [CHANGED]


def test_what_readers_have_stays_out_of_date_until_it_is_published(entry, french, run):
    rewrite(entry, run, activities=paragraphs(FIRST, CHANGED, THIRD))
    write(french)
    rewrite(entry, run, start_year=2020)
    assert state(entry) == VersionState.OUT_OF_DATE
    assert CHANGED not in read(french).activities


def test_a_sentence_that_somebody_is_rewriting_is_not_published_by_a_change_of_the_original(entry, french, run):
    StringTranslation.objects.filter(data=f"FR {FIRST}").get().save()
    rewrite(entry, run, activities=paragraphs(FIRST, THIRD))
    assert state(entry) == VersionState.OUT_OF_DATE


def test_nobody_puts_a_sentence_of_another_language_into_what_readers_have(entry, french, run):
    rewrite(entry, run, activities=paragraphs(FIRST, CHANGED, THIRD))
    with LogContext(user=make_editor()), pytest.raises(PermissionDenied, match="Translate them first"):
        french.save_target()
    assert CHANGED not in read(french).activities


def test_progress_of_many_translations_takes_two_queries(entry, french, run, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = sentences.progress([french.source_id])
    assert found[french.source_id, french.target_locale_id] == sentences.Progress(5, 5, 0)
