"""Labels come from memory, in the reader's language, and follow what editors change."""
import pytest
from django.test import RequestFactory
from django.utils.translation import override

from core import stamps
from core.models import Stamp
from taxonomy import labels
from taxonomy.models import Concept, Definition, Label
from taxonomy.tests.factories import make_concept

pytestmark = pytest.mark.django_db


def test_a_label_is_shown_in_the_language_asked_for():
    make_concept("dialogue", en="Dialogue", ar="الحوار", zh="对话")
    assert labels.label("approach", "dialogue", "zh") == "对话"


def test_without_a_language_the_interface_language_of_the_request_counts():
    concept = make_concept("dialogue", en="Dialogue", zh="对话")
    with override("zh-hans"):
        assert concept.label() == "对话"


def test_a_missing_label_falls_back_to_english_then_to_the_code():
    make_concept("dialogue", en="Dialogue")
    assert labels.label("approach", "dialogue", "ru") == "Dialogue"
    assert labels.label("approach", "unheard-of", "ru") == "unheard-of"


def test_a_list_of_labels_costs_one_query_for_the_stamp_and_none_per_concept(vocabularies, django_assert_num_queries):
    labels.label("form", "xri", "en")
    with django_assert_num_queries(0):
        shown = [labels.label("approach", code, ui) for ui in ("ar", "en", "zh") for code in labels.codes("approach")]
    assert len(shown) == 51


def test_inside_a_request_the_stamp_is_read_once(vocabularies, django_assert_num_queries):
    labels.label("form", "xri", "en")
    stamps._start_request()
    with django_assert_num_queries(1):
        labels.options("form", "fr")
        labels.options("level", "fr")
    stamps._finish_request()


def test_an_edited_label_is_shown_at_once():
    concept = make_concept("dialogue", en="Dialogue")
    assert labels.label("approach", "dialogue", "en") == "Dialogue"
    Label.objects.get(concept=concept).delete()
    Label.objects.create(concept=concept, language="en", kind=Label.PREFERRED, text="Talking together")
    assert labels.label("approach", "dialogue", "en") == "Talking together"


def test_a_change_by_another_process_is_seen_by_the_next_request():
    concept = make_concept("dialogue", en="Dialogue")
    labels.label("approach", "dialogue", "en")
    Label.objects.filter(concept=concept).update(text="Changed elsewhere")
    Stamp.objects.filter(name=labels.TABLE.name).update(value="another")
    stamps._start_request(environ=RequestFactory().get("/").environ)
    assert labels.label("approach", "dialogue", "en") == "Changed elsewhere"
    stamps._finish_request()


def test_a_merged_code_stays_valid_and_answers_with_the_present_concept():
    present = make_concept("dialogue", en="Dialogue")
    make_concept("talking", merged_into=present, en="Talking")
    assert labels.is_code("approach", "talking")
    assert labels.canonical("approach", "talking") == "dialogue"
    assert labels.label("approach", "talking", "en") == "Dialogue"
    assert labels.codes("approach") == ("dialogue",)


def test_a_retired_concept_is_valid_but_no_longer_offered():
    make_concept("old", status=Concept.RETIRED, en="Old")
    assert labels.is_code("approach", "old")
    assert labels.options("approach", "en") == []


def test_searched_labels_hold_alternative_and_hidden_ones_of_one_language(vocabularies):
    found = labels.searched("form", "xri", "fr")
    assert found[0].startswith("Violence fondée sur la xénophobie")
    assert "violence d’extrême droite" in found
    assert "far-right violence" not in found


def test_a_narrower_code_counts_for_its_broader_ones_and_a_circle_ends():
    wide = make_concept("wide", en="Wide")
    narrow = make_concept("narrow", broader=wide, en="Narrow")
    assert labels.with_broader("approach", "narrow") == ("narrow", "wide")
    wide.broader = narrow
    wide.save()
    assert labels.with_broader("approach", "narrow") == ("narrow", "wide")


def test_a_definition_falls_back_to_english():
    concept = make_concept("dialogue", en="Dialogue")
    Definition.objects.create(concept=concept, language="en", text="People talk.")
    assert concept.definition("ar") == "People talk."
    assert labels.definition("approach", "nothing", "ar") == ""


def test_concepts_without_six_labels_stand_on_the_list_of_incomplete_ones(vocabularies):
    assert not Concept.objects.incomplete().exists()
    half = make_concept("half", en="Half", fr="Moitié")
    assert list(Concept.objects.incomplete()) == [half]


def test_unused_codes_are_those_that_a_vocabulary_does_not_know(vocabularies):
    assert Concept.objects.unused_codes("form", ["xri", "zzz"]) == ["zzz"]
