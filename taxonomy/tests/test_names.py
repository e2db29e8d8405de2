"""What codes are called, by which they are recognised in a question."""
from __future__ import annotations

import pytest

from search.concepts import recognised
from taxonomy import keywords, labels
from taxonomy.models import Keyword, Label
from taxonomy.tests.factories import make_concept

pytestmark = pytest.mark.django_db


def test_every_label_of_a_vocabulary_is_a_name_whatever_its_kind():
    concept = make_concept("dialogue", en="Dialogue", ar="الحوار")
    Label.objects.create(concept=concept, language="en", kind=Label.HIDDEN, text="talks")
    assert set(labels.names("approach")) == {
        ("dialogue", "en", "Dialogue"), ("dialogue", "ar", "الحوار"), ("dialogue", "en", "talks"),
    }  # fmt: skip
    assert labels.names("form") == ()


def test_names_are_the_same_object_until_one_changes():
    concept = make_concept("dialogue", en="Dialogue")
    before = labels.names("approach")
    assert labels.names("approach") is before
    Label.objects.create(concept=concept, language="fr", kind=Label.PREFERRED, text="Dialogue")
    assert labels.names("approach") is not before


def test_only_accepted_keywords_have_names():
    Keyword.objects.create(name="Street art", slug="street-art", accepted=True)
    waiting = Keyword.objects.create(name="Secret word", slug="secret-word")
    assert keywords.names() == (("street-art", "", "Street art"),)
    waiting.accepted = True
    waiting.save()
    assert ("secret-word", "", "Secret word") in keywords.names()


def test_the_label_of_a_merged_concept_names_the_one_it_was_merged_into():
    dialogue = make_concept("dialogue", en="Dialogue")
    make_concept("mediation", en="Mediation circle", merged_into=dialogue)
    assert [(each.facet, each.code) for each in recognised("mediation circles", "en")] == [("approach", "dialogue")]


@pytest.mark.parametrize(
    ("text", "ui"),
    [("Local prevention networks", "en"), ("شبكات الوقاية المحلية", "ar"), ("местные сети профилактики", "ru"),
     ("redes locales de prevención", "es"), ("réseaux locaux de prévention", "fr"), ("地方预防网络", "zh"),
     ("mestnaya set' profilaktiki", "en")],
)  # fmt: skip
def test_the_delivered_vocabularies_are_recognised_in_every_language(vocabularies, text, ui):
    assert [(each.facet, each.code) for each in recognised(text, ui)] == [("approach", "local-prevention-network")]
