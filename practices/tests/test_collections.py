"""A collection shows what its reader may see, in the order of its editor, on its page, home, its hub and in search."""
from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import Hub, HubLabel
from practices.choices import Visibility
from practices.collections import showing
from practices.models import Collection, CollectionItem, CollectionText
from practices.tests.factories import make_practice
from search import finding, sources
from search.parameters import Chosen
from tests.settling import settle

pytestmark = pytest.mark.django_db
NOBODY = None
MAKING = ("view_collection", "add_collection", "change_collection")


def make(slug="schools", *, practices=(), title="Schools", published=True, **fields):
    collection = Collection.objects.create(slug=slug, published=published, **fields)
    CollectionText.objects.create(collection=collection, language="en", title=title, introduction="For teachers.")
    for place, practice in enumerate(practices):
        CollectionItem.objects.create(collection=collection, practice=practice, sort_order=place)
    settle()
    return collection


def found(q="", **filters):
    settle()
    return [hit.id for hit, _card in finding.find(
        Chosen(q=q, filters={"kind": ("collection",), **filters}), ui="en", user=NOBODY).rows]


def test_the_page_keeps_the_order_of_the_editor(client):
    late, early = make_practice(title="Zebra"), make_practice(title="Antelope")
    make(practices=[late, early])
    text = client.get("/en/collections/schools/").content.decode()
    assert text.index("Zebra") < text.index("Antelope")
    assert "no mark of quality" in text


def test_a_reader_sees_only_what_may_be_read(client):
    public, members = make_practice(title="Open"), make_practice(title="Closed")
    type(members).objects.filter(pk=members.pk).update(visibility=Visibility.MEMBERS)
    make(practices=[public, members])
    text = client.get("/en/collections/schools/").content.decode()
    assert "Open" in text and "Closed" not in text
    assert "1 entry" in client.get("/en/collections/").content.decode()


def test_where_nothing_may_be_read_nothing_is_listed(client):
    make(practices=[make_practice(practice_visibility=Visibility.MEMBERS, title="Closed")])
    assert "Schools" not in client.get("/en/collections/").content.decode()
    assert "Closed" not in client.get("/en/collections/schools/").content.decode()


@pytest.mark.parametrize("slug", ["none", "hidden"])
def test_what_is_not_published_does_not_exist(client, slug):
    make("hidden", practices=[make_practice()], published=False)
    assert client.get(f"/en/collections/{slug}/").status_code == 404


def test_words_are_in_the_readers_language_else_in_english(client):
    collection = make(practices=[make_practice()])
    CollectionText.objects.create(collection=collection, language="ar", title="المدارس")
    assert "المدارس" in client.get("/ar/collections/schools/").content.decode()
    assert '<h1 class="said" lang="en" dir="ltr">Schools' in client.get("/fr/collections/schools/").content.decode()


def test_home_shows_what_editors_put_there(client):
    make("one", title="On the front", practices=[make_practice()], on_home=True)
    make("two", title="Not on the front", practices=[make_practice()])
    titles = [shelf.title for shelf in showing.on_home(NOBODY, "en")]
    assert titles == ["On the front"]


def test_a_hub_shows_its_collections(client):
    hub = Hub.objects.create(slug="coast", countries=["LB"])
    HubLabel.objects.create(hub=hub, language="en", text="Coast")
    make(title="Of the coast", practices=[make_practice()], hub=hub)
    assert "Of the coast" in client.get("/en/hubs/coast/").content.decode()


def test_search_finds_a_collection_where_it_is_chosen():
    collection = make(title="Teachers against rumours", practices=[make_practice()])
    assert found("teachers rumours") == [showing.document_id(collection.pk)]
    by_default = finding.find(Chosen(q="teachers rumours"), ui="en", user=NOBODY)
    assert showing.document_id(collection.pk) not in [hit.id for hit, _card in by_default.rows]


def test_search_follows_every_change():
    collection = make(practices=[make_practice()])
    assert found("Schools")
    text = collection.texts.get()
    text.title = "Libraries"
    text.save()
    assert found("libraries") and not found("schools")
    Collection.objects.filter(pk=collection.pk).update(published=False)
    assert not found("libraries")
    Collection.objects.filter(pk=collection.pk).update(published=True)
    assert found("libraries")
    Collection.objects.get(pk=collection.pk).delete()
    assert not found("libraries")


def test_a_card_has_what_every_card_has():
    collection = make(practices=[make_practice()])
    result = finding.find(Chosen(filters={"kind": ("collection",)}), ui="en", user=NOBODY)
    card = result.rows[0][1]
    assert card["url"] == f"/en/collections/{collection.slug}/"
    assert {"title", "summary", "languages", "cities", "country", "years", "evidence", "template"} <= set(card)


def test_ids_that_are_no_collection_are_nobodys():
    source = sources.of_kind("collection")[0]
    assert [source.document(id) for id in ("collection-", "collection-x", "collection-99999", "12", "")] == [None] * 5


def test_more_collections_ask_no_more_queries():
    def count():
        with CaptureQueriesContext(connection, ) as queries:
            showing.shelves(NOBODY, showing.published(), "en")
        return len(queries)

    make("one", practices=[make_practice(), make_practice()])
    before = count()
    for number in range(4):
        make(f"more-{number}", practices=[make_practice(), make_practice()])
    assert count() == before


def test_an_editor_makes_one(desk, editor):
    editor.groups.get().permissions.add(*Permission.objects.filter(codename__in=MAKING))
    first, second = make_practice(), make_practice()
    form = {
        "slug": "new", "published": "on", "order": "0", "on_home": "", "hub": "", "theme": "",
        **rows("texts", [{"language": "en", "title": "A new one", "introduction": ""}]),
        **rows("items", [{"practice": str(first.pk)}, {"practice": str(second.pk)}]),
    }
    add = "/admin/snippets/practices/collection/add/"
    twice = desk.post(add, {**form, **rows("items", [{"practice": str(first.pk)}] * 2)})
    assert "stands in this collection twice" in twice.content.decode() and not Collection.objects.exists()
    alone = desk.post(add, {**form, **rows("items", [{"practice": str(first.pk)}])})
    assert "at least two entries" in alone.content.decode() and not Collection.objects.exists()
    assert desk.post(add, form).status_code == 302
    assert found("A new one")


def rows(prefix, values):
    """What a form with rows sends."""
    sent = {f"{prefix}-TOTAL_FORMS": len(values), f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-MIN_NUM_FORMS": 0,
            f"{prefix}-MAX_NUM_FORMS": 1000}
    for number, value in enumerate(values):
        sent |= {f"{prefix}-{number}-{name}": each for name, each in value.items()}
        sent |= {f"{prefix}-{number}-ORDER": number + 1, f"{prefix}-{number}-DELETE": "", f"{prefix}-{number}-id": ""}
    return sent


def test_nobody_makes_one_without_the_right(desk):
    assert desk.get("/admin/snippets/practices/collection/add/").status_code == 302
