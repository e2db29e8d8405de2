"""A building block has an address that stays, a page of its own, and is found where its kind is chosen."""
from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices import actions
from practices.building import places
from practices.models import BlockPlace, Practice
from practices.tests.factories import make_practice
from search import finding, sources
from search.parameters import Chosen
from tests.settling import settle

pytestmark = pytest.mark.django_db


def block(title="Walk with shopkeepers", id=None, **fields):
    return {"type": "block", "id": str(id or uuid4()),
            "value": {"title": title, "what": "Twelve people walk.", "enabling": "", "lesson": "", **fields}}


def make(*blocks, **fields):
    return make_practice(building_blocks=list(blocks), **fields)


def rewrite(practice, *blocks):
    page = practice.original.specific
    page.building_blocks = list(blocks)
    page.save_revision().publish()
    practice.refresh_from_db()


def found(q=""):
    settle()
    chosen = Chosen(q=q, filters={"kind": ("building_block",)})
    return [hit.id for hit, _card in finding.find(chosen, ui="en", user=None).rows]


def path(practice, one, ui="en"):
    return f"/{ui}/practices/{practice.pk}/blocks/{one['id']}/"


def test_a_block_has_a_page_that_leads_to_the_whole(client):
    one = block(enabling="A hall.", lesson="Begin in the evening.")
    practice = make(one)
    text = client.get(path(practice, one)).content.decode()
    assert all(words in text for words in ("Walk with shopkeepers", "Twelve people walk.", "A hall.", "evening"))
    assert f"#block-{one['id']}" in text
    assert path(practice, one) in client.get(f"/en/practices/{practice.pk}/x/", follow=True).content.decode()


def test_the_page_is_in_the_readers_interface(client):
    one = block()
    practice = make(one)
    text = client.get(path(practice, one, "ar")).content.decode()
    assert '<html lang="ar" dir="rtl"' in text and 'lang="en" dir="ltr">Walk' in text


def test_the_address_survives_another_title(client):
    one = block()
    practice = make(one)
    rewrite(practice, block("Walk with teachers", id=one["id"]))
    assert "Walk with teachers" in client.get(path(practice, one)).content.decode()


@pytest.mark.parametrize("hide", [
    lambda practice, one: actions.withdraw(practice),
    lambda practice, one: Practice.objects.filter(pk=practice.pk).update(visibility="members"),
    lambda practice, one: rewrite(practice, block("Another")),
])
def test_what_a_reader_may_not_see_is_neither_there_nor_found(client, hide):
    one = block()
    practice = make(one)
    assert found("shopkeepers") == [places.document_id(one["id"])]
    hide(practice, one)
    assert client.get(path(practice, one)).status_code == 404
    assert not found("shopkeepers")


def test_a_block_is_below_its_own_entry_only(client):
    one = block()
    make(one)
    assert client.get(path(make(block()), one)).status_code == 404


def test_blocks_are_found_where_they_are_chosen_and_entries_stay_first():
    one = block()
    practice = make(one)
    assert found("walk shopkeepers") == [places.document_id(one["id"])]
    plain = finding.find(Chosen(q="shopkeepers"), ui="en", user=None)
    assert [hit.id for hit, _card in plain.rows] == [str(practice.pk)]


def test_a_deleted_entry_takes_its_blocks_along():
    practice = make(block())
    assert found("shopkeepers")
    practice.original.delete()
    assert not found("shopkeepers") and not BlockPlace.objects.exists()


def test_a_card_says_what_it_is_part_of():
    one = block()
    practice = make(one, title="A whole entry")
    settle()
    rows = finding.find(Chosen(filters={"kind": ("building_block",)}), ui="en", user=None).rows
    card = rows[0][1]
    assert (card["title"], card["of"], card["url"]) == ("Walk with shopkeepers", "A whole entry", path(practice, one))


def test_the_source_gives_every_block_in_the_order_of_ids():
    for number in range(5):
        make(block(f"Number {number}"), block(f"Second {number}"))
    source = sources.of_kind("building_block")[0]
    ids = [document.id for document in source.documents()]
    assert ids == sorted(ids) and len(ids) == source.count() == 10
    assert [source.document(id).id for id in ids[:2]] == ids[:2]


def test_more_blocks_ask_no_more_queries():
    def count():
        with CaptureQueriesContext(connection) as queries:
            list(sources.of_kind("building_block")[0].documents())
        return len(queries)

    make(block())
    before = count()
    for _each in range(4):
        make(block(), block())
    assert count() == before
