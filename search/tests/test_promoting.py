"""Promoted results: by the words of a question, for who may see them, beside the list and not in it."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from search import promoting
from search.contract import Text
from search.models import Promoted, Promotion
from search.parameters import Chosen
from search.tests.factories import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(site):
    return site(
        make_document("1", "City council", "The council met"),
        make_document("2", "Training", texts=(Text("fr", "Police"), Text("en", "Police"))),
        make_document("3", "Hidden", audience=frozenset({"member"})),
    )


def promote(question, *ids, language="en", **dates):
    promotion = Promotion(language=language, question=question, **dates)
    promotion.full_clean()
    promotion.save()
    for order, id in enumerate(ids):
        Promoted.objects.create(promotion=promotion, document=id, order=order)
    return promotion


def ids(question, ui="en", **more):
    rows = promoting.promoted(Chosen(q=question, **more), ui, None)
    return [row["card"]["url"].split("/")[-2] for row in rows]


def test_they_come_in_the_order_of_the_editors(filled):
    promote("police", "2", "1")
    assert ids("police") == ["2", "1"]


def test_order_and_inflection_of_the_words_do_not_matter(filled):
    promote("training of the police", "1")
    assert ids("police trainings") == ["1"]
    assert ids("police") == []


def test_they_belong_to_one_language(filled):
    promote("police", "1", language="fr")
    assert ids("police", ui="fr") == ["1"]
    assert ids("police", ui="en") == []


def test_what_the_reader_may_not_see_or_what_is_gone_is_left_out(filled):
    promote("police", "3", "1", "gone")
    assert ids("police") == ["1"]


def test_they_hold_from_their_first_to_their_last_day(filled):
    today = timezone.localdate()
    promote("council", "1", valid_from=today, valid_to=today)
    promote("police", "1", valid_from=today + timedelta(days=1))
    promote("school", "1", valid_to=today - timedelta(days=1))
    assert (ids("council"), ids("police"), ids("school")) == (["1"], [], [])


@pytest.mark.parametrize("more", [{"page": 2}, {"sort": "newest"}, {"filters": {"language": ("en",)}}])
def test_filters_other_pages_and_other_orders_have_none(filled, more):
    promote("police", "1")
    assert ids("police", **more) == []


@pytest.mark.parametrize("question", ["police -council", '"police"'])
def test_words_left_out_and_phrases_have_none(filled, question):
    promote("police", "1")
    assert ids(question) == []


@pytest.mark.parametrize(("question", "language"), [("Muslims", "en"), ("المسلمون", "ar"), ("migrants", "en")])
def test_nothing_is_tied_to_the_name_of_a_group_of_people(filled, question, language):
    with pytest.raises(ValidationError, match="group of people"):
        promote(question, "1", language=language)


def test_what_was_promoted_before_a_name_was_listed_is_not_shown(filled, monkeypatch):
    promote("police", "1")
    monkeypatch.setattr(promoting.groups, "only_names", lambda text: text == "police")
    assert ids("police") == []


def test_a_card_is_in_the_readers_language_where_it_can_be(filled):
    promote("police", "2")
    row = promoting.promoted(Chosen(q="police"), "en", None)[0]
    assert (row["card"]["language"], row["why"]) == ("en", [])


def test_without_promotions_nothing_is_asked_of_the_database(filled, django_assert_num_queries):
    promoting.TABLE.get()
    with django_assert_num_queries(0):
        assert ids("police") == []


def test_the_same_words_are_promoted_once(filled):
    promote("police training", "1")
    with pytest.raises(ValidationError, match="already"):
        promote("training for the police", "2")


def test_a_question_without_words_and_days_in_the_wrong_order_are_refused(filled):
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="at least one word"):
        promote("?!", "1")
    with pytest.raises(ValidationError, match="before the first"):
        promote("police", "1", valid_from=today, valid_to=today - timedelta(days=1))
