"""Merging, retiring, keywords: entries, filters, addresses and index follow, and every step can be taken back."""
import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEntry
from practices.facts import facts_of
from practices.indexing import document_of
from practices.models import Practice
from practices.tests.factories import make_page
from practices.tests.submission import make_person
from search import facets
from taxonomy import actions, keywords, labels
from taxonomy.models import Concept, Keyword, Label
from taxonomy.tests.factories import make_concept

pytestmark = pytest.mark.django_db
SIX = {"ar": "حوار", "en": "Dialogue", "es": "Diálogo", "fr": "Dialogue", "ru": "Диалог", "zh": "对话"}


@pytest.fixture
def keeper(editor):
    editor.user_permissions.add(*Permission.objects.filter(codename__in=("change_concept", "change_keyword")))
    return type(editor).objects.get(pk=editor.pk)


@pytest.fixture
def dialogue(db):
    return make_concept("dialogue", **SIX)


@pytest.fixture
def talks(db):
    return make_concept("talks", en="Talks", fr="Pourparlers")


@pytest.fixture
def entry(dialogue, talks):
    entry = make_page()
    entry.concepts = [dialogue, talks]
    entry.keywords.add(Keyword.objects.create(name="Round table"))
    entry.save()
    return entry


def read(entry):
    return Practice.objects.with_facts().with_texts().get(pk=entry.practice_id)


def document(entry):
    return document_of(read(entry))


def word():
    return Keyword.objects.get(name="Round table")


def test_a_merged_concept_is_read_as_the_other_one_everywhere_and_back(entry, dialogue, talks, keeper):
    version = read(entry).version
    actions.merge(talks, dialogue, by=keeper)
    assert facts_of(read(entry)).codes("approach") == ("dialogue",)
    assert document(entry).facets["approach"] == ("dialogue",)
    assert "Talks" in document(entry).labels["en"]
    assert facets.get("approach").canonical("talks") == "dialogue"
    assert facets.get("approach").valid("talks")
    assert labels.codes("approach") == ("dialogue",)
    assert read(entry).version > version
    actions.split(talks, by=keeper)
    assert facts_of(read(entry)).codes("approach") == ("dialogue", "talks")
    assert [each.action for each in AuditEntry.objects.filter(action__startswith="concept.").order_by("pk")] == [
        "concept.merged", "concept.split"]


def test_what_was_merged_earlier_follows(dialogue, talks, keeper):
    older = make_concept("chats", en="Chats")
    actions.merge(older, talks, by=keeper)
    actions.merge(talks, dialogue, by=keeper)
    assert labels.canonical("approach", "chats") == "dialogue"


def test_two_that_are_merged_into_each_other_at_the_same_time_do_not_lead_nowhere(dialogue, talks, keeper):
    seen = Concept.objects.get(pk=talks.pk)  # as the page of another editor showed it
    actions.merge(talks, dialogue, by=keeper)
    with pytest.raises(actions.Refused):
        actions.merge(dialogue, seen, by=keeper)
    assert labels.canonical("approach", "talks") == labels.canonical("approach", "dialogue") == "dialogue"


def test_a_merging_that_makes_no_sense_is_refused(dialogue, talks, keeper):
    for into in (dialogue, make_concept("street", scheme="setting", en="Street"),
                 make_concept("old", status=Concept.RETIRED, en="Old")):
        with pytest.raises(actions.Refused):
            actions.merge(dialogue, into, by=keeper)
    coded = make_concept("running", scheme="status", en="Running")
    with pytest.raises(actions.Refused, match="codes"):
        actions.retire(coded, by=keeper)
    with pytest.raises(PermissionDenied):
        actions.merge(talks, dialogue, by=make_person())


def test_a_retired_concept_is_kept_and_not_offered(entry, talks, keeper):
    actions.retire(talks, by=keeper)
    assert "talks" in facts_of(read(entry)).codes("approach")
    assert "talks" not in labels.codes("approach")
    actions.restore(talks, by=keeper)
    assert Concept.objects.get(pk=talks.pk).status == Concept.PROVISIONAL


def test_a_keyword_waits_until_it_is_accepted_or_refused(entry, keeper):
    assert facts_of(read(entry)).keywords == ()
    actions.accept(word(), by=keeper)
    assert facts_of(read(entry)).keywords == (("round-table", "Round table"),)
    actions.refuse(word(), by=keeper)
    assert facts_of(read(entry)).keywords == ()
    assert not Keyword.objects.waiting().exists()


def test_a_merged_keyword_stands_for_another_one_and_its_address_stays_valid(entry, keeper):
    target = Keyword.objects.create(name="Dialogue table", accepted=True)
    actions.merge_keyword(word(), target, by=keeper)
    assert facts_of(read(entry)).keywords == (("dialogue-table", "Dialogue table"),)
    assert document(entry).facets["keyword"] == ("dialogue-table",)
    facet = facets.get("keyword")
    assert facet.valid("round-table")
    assert facet.canonical("round-table") == "dialogue-table"
    version = read(entry).version
    target.name = "Tables"
    target.save()
    assert read(entry).version > version
    actions.reopen(word(), by=keeper)
    assert facts_of(read(entry)).keywords == ()


def test_a_keyword_becomes_a_provisional_concept_of_its_entries(entry, keeper):
    made = actions.become_concept(word(), scheme="setting", code="round-table", by=keeper,
                                  labels={"en": "Round table", "fr": "Table ronde", "ru": ""})
    assert made.status == Concept.PROVISIONAL
    facts = facts_of(read(entry))
    assert facts.codes("setting") == ("round-table",)
    assert facts.keywords == ()
    assert document(entry).facets["keyword"] == ("round-table",)
    assert keywords.is_known("round-table")
    version = read(entry).version
    Label.objects.filter(concept=made, language="en").get().save()
    assert read(entry).version > version
    actions.reopen(word(), by=keeper)
    assert facts_of(read(entry)).codes("setting") == ()


@pytest.mark.parametrize(("given", "said"), [
    ({"labels": {"en": "Round table"}}, "at least two languages"),
    ({"code": "Round Table"}, "small Latin letters"), ({"code": "dialogue", "scheme": "approach"}, "already"),
    ({"scheme": "status"}, "codes"),
    ({"scheme": "form", "labels": {"en": "Islamist violence", "fr": "Violence"}}, "never names a religion"),
])
def test_a_concept_that_breaks_a_rule_is_refused(entry, keeper, given, said):
    with pytest.raises(actions.Refused, match=said):
        actions.become_concept(word(), by=keeper, **{
            "scheme": "setting", "code": "round-table", "labels": {"en": "Round table", "fr": "Table ronde"}, **given})
    assert word().concept is None


def test_no_displayed_form_of_violence_names_a_group_whatever_way_it_comes_in(db):
    form = make_concept("any", scheme="form")
    with pytest.raises(ValidationError):
        Label.objects.create(concept=form, language="en", kind=Label.PREFERRED, text="Violence by Muslims")
    Label.objects.create(concept=form, language="en", kind=Label.HIDDEN, text="Anti-Muslim violence")


def test_the_pages_show_what_is_to_be_done_and_take_the_steps(client, keeper, entry, talks, dialogue):
    client.force_login(keeper)
    rows = client.get(reverse("taxonomy_admin:incomplete")).context["rows"]
    assert [(row["concept"].code, [each.public for each in row["missing"]], row["entries"]) for row in rows] == [
        ("talks", ["ar", "es", "ru", "zh"], 1)]
    listing = client.get(reverse("taxonomy_admin:keywords"))
    assert [(row["keyword"].name, row["entries"]) for row in listing.context["pages"].object_list] == [
        ("Round table", 1)]
    client.post(reverse("taxonomy_admin:keywords"), {"step": "accept", "keyword": word().pk})
    assert word().accepted
    own = reverse("taxonomy_admin:concept", args=[talks.pk])
    assert client.get(own).status_code == 200
    client.post(own, {"step": "merge", "into": dialogue.pk})
    assert b"Take the merging back" in client.get(own).content
    one = reverse("taxonomy_admin:keyword", args=[word().pk])
    answer = client.post(one, {"step": "concept", "scheme": "setting", "code": "table", "label_en": "Table"})
    assert answer.status_code == 422
    assert b"at least two languages" in answer.content
    client.post(one, {"step": "concept", "scheme": "setting", "code": "table", "label_en": "T", "label_fr": "T"})
    assert word().concept.code == "table"


def test_they_are_for_keepers_alone_and_their_queries_do_not_grow(client, keeper, entry):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            for name in ("incomplete", "keywords"):
                client.get(reverse(f"taxonomy_admin:{name}"))
        return len(caught)

    client.force_login(make_person(role="reviewer"))
    assert client.get(reverse("taxonomy_admin:keywords")).status_code in (302, 403)
    client.force_login(keeper)
    queries()
    few = queries()
    for number in range(5):
        make_concept(f"more-{number}", en="More")
        Keyword.objects.create(name=f"word {number}")
    queries()
    assert queries() == few
