"""Loading fills what is missing and leaves what editors did."""
import pytest

from taxonomy import labels
from taxonomy.loading import load_vocabularies, vocabulary_file
from taxonomy.models import Concept, Label
from taxonomy.schemes import Scheme

pytestmark = pytest.mark.django_db


def test_loading_makes_every_delivered_concept_live():
    expected = sum(len(vocabulary_file(scheme)["concepts"]) for scheme in Scheme.values)
    assert load_vocabularies() == expected
    assert Concept.objects.filter(status=Concept.LIVE).count() == expected


def test_loading_twice_changes_nothing():
    load_vocabularies()
    before = Label.objects.count()
    assert load_vocabularies() == 0
    assert Label.objects.count() == before


def test_loading_keeps_what_an_editor_changed():
    load_vocabularies()
    label = Label.objects.get(concept__scheme="level", concept__code="primary", language="en", kind="preferred")
    label.text = "Prevention for everyone"
    label.save()
    Concept.objects.filter(scheme="level", code="tertiary").update(status=Concept.RETIRED)
    load_vocabularies()
    assert labels.label("level", "primary", "en") == "Prevention for everyone"
    assert labels.codes("level") == ("primary", "secondary")


def test_a_deleted_concept_comes_back_with_its_labels():
    load_vocabularies()
    Concept.objects.get(scheme="form", code="mix").delete()
    assert load_vocabularies() == 1
    assert labels.label("form", "mix", "es") == "Motivos mixtos, poco claros o cambiantes"


def test_the_order_of_a_vocabulary_is_the_order_of_its_file():
    load_vocabularies()
    assert labels.codes("evidence-quality") == ("account", "process", "before_after", "comparison", "randomised")
