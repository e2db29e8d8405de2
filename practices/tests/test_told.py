"""Every change that matters reaches every index, and a change that is rolled back leaves no trace."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from accounts.models import User
from accounts.roles import COORDINATOR, GROUPS
from cities.models import City, CityName, Hub, HubLabel
from core import outbox, stamps
from core.models import OutboxRow
from practices import actions
from practices.folders import folder
from practices.models import CaseStudyPage, LanguageVersion, OutcomeEvidence, Practice, PracticePage
from practices.tests.factories import ensure_tree, make_city, make_page
from search import engine, preparing
from search.tests.remote import TOPIC, only_index
from search.verifying import verify
from taxonomy.models import Concept, Keyword, Label

pytestmark = pytest.mark.django_db


@pytest.fixture
def remote(monkeypatch):
    """The index is on a server that only the outbox writes to."""
    with only_index(monkeypatch) as own:
        yield own


class World:
    """One published practice about one city, filed under one concept and one keyword, and what lies around it."""

    def __init__(self):
        self.city = make_city("Giraffetown", country="LB")
        self.broad = self.concept("broad")
        self.narrow = self.concept("narrow", broader=self.broad)
        self.other = self.concept("other")
        self.keyword = Keyword.objects.create(name="market", slug="market", accepted=False)
        self.hub = Hub.objects.create(slug="a-hub", countries=[])
        HubLabel.objects.create(hub=self.hub, language="en", text="A hub")
        page = make_page(cities=[self.city], title="At the market", publish=False)
        page.concepts = [self.narrow]
        page.keywords.add(self.keyword)
        page.save()
        page.save_revision().publish()
        self.practice = Practice.objects.get(pk=page.practice_id)
        Practice.objects.filter(pk=page.practice_id).update(owner_city=self.city)

    def concept(self, code, **fields):
        made = Concept.objects.create(scheme="form", code=f"test-{code}", status=Concept.LIVE, **fields)
        Label.objects.create(concept=made, language="en", text=f"Label {code}")
        return made

    @property
    def page(self):
        return CaseStudyPage.objects.get(practice=self.practice, pk=self.practice.original_id)

    def translated(self):
        copy = self.page.copy_for_translation(Locale.objects.get(language_code="fr"))
        copy.live, copy.title = False, "Au marché"
        copy.save()
        copy.save_revision().publish()
        return CaseStudyPage.objects.get(pk=copy.pk)

    def revised(self, **fields):
        page = self.page
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()


@pytest.fixture
def world(db, remote):
    ensure_tree()
    made = World()
    made.french = made.translated()
    preparing.fill(engine.indexes()[0])
    OutboxRow.objects.all().delete()
    assert verify(engine.indexes()[0]).differences == 0
    return made


def audience(world, **change):
    now = {"visibility": "public", "embargo_until": None, "city_withheld": False}
    actions.set_audience(world.practice, **now | change)


def coordinator():
    from django.contrib.auth.models import Group

    person = User.objects.create_user("coordinator@site.example")
    person.groups.add(Group.objects.get_or_create(name=GROUPS[COORDINATOR])[0])
    return person


def merge(world):
    world.narrow.merged_into = world.other
    world.narrow.save()


def rename_the_other(world):
    label = world.other.labels.get()
    label.text = "Another label"
    label.save()


def broader_is_moved(world):
    world.broad.broader = world.other
    world.broad.save()


def hub_takes_a_country(world):
    world.hub.countries = ["LB"]
    world.hub.save()


def hub_gives_a_country_up(world):
    world.hub.countries = []
    world.hub.save()


def city_renamed_as_in_the_admin(world):
    city = City.objects.get(pk=world.city.pk)
    name = city.names.get()
    name.text = "Zebratown"
    city.names = [name]
    city.save()


def merged_city(world):
    """Two records of one place become one: the practices of the one are given to the other."""
    other = make_city("Giraffeville", country="JO")
    world.revised(cities=[other])
    actions.set_record(world.practice, owner_city=other)
    world.city.delete()


CHANGES = {
    "published anew": lambda world: world.revised(title="At another market"),
    "saved while live": lambda world: (setattr(page := world.page, "title", "Otherwise"), page.save()),
    "unpublished": lambda world: world.page.unpublish(),
    "translation unpublished": lambda world: world.french.unpublish(),
    "translation deleted": lambda world: world.french.delete(),
    "translation published": lambda world: (setattr(page := world.french, "title", "Ailleurs"),
                                            page.save_revision().publish()),
    "deleted": lambda world: world.page.delete(),
    "folder deleted": lambda world: folder("en").delete(),
    "folder unpublished": lambda world: folder("en").unpublish(),
    "withdrawn": lambda world: actions.withdraw(world.practice),
    "moved": lambda world: world.page.move(folder("ar"), pos="last-child"),
    "slug": lambda world: world.revised(slug="another-address"),
    "for members": lambda world: audience(world, visibility="members"),
    "embargo": lambda world: audience(world, embargo_until=timezone.now() + timedelta(days=3)),
    "owner": lambda world: actions.set_record(world.practice, owner_city=make_city("Elsewhere")),
    "paused": lambda world: actions.pause(world.practice, by=coordinator()),
    "city renamed": lambda world: (setattr(name := world.city.names.get(), "text", "Zebratown"), name.save()),
    "city renamed in the admin": city_renamed_as_in_the_admin,
    "city has another name": lambda world: CityName.objects.create(city=world.city, language="fr", text="Girafeville"),
    "city names edited at once": lambda world: CityName.objects.filter(city=world.city).update(text="Zebratown"),
    "city in another country": lambda world: (setattr(world.city, "country", "JO"), world.city.save()),
    "cities edited at once": lambda world: City.objects.filter(pk=world.city.pk).update(country="JO", m49="145"),
    "city merged": merged_city,
    "city deleted": lambda world: world.city.delete(),
    "concept relabelled": lambda world: (setattr(label := world.narrow.labels.get(), "text", "New"), label.save()),
    "concept has another label": lambda world: Label.objects.create(
        concept=world.narrow, language="fr", kind=Label.ALTERNATIVE, text="Étiquette"),
    "labels edited at once": lambda world: Label.objects.filter(concept=world.narrow).update(text="New"),
    "concept merged": merge,
    "merged concept relabelled": rename_the_other,
    "concept under another": broader_is_moved,
    "concepts edited at once": lambda world: Concept.objects.filter(pk=world.narrow.pk).update(broader=world.other),
    "broader concept deleted": lambda world: world.broad.delete(),
    "concept deleted": lambda world: world.narrow.delete(),
    "keyword accepted": lambda world: (setattr(world.keyword, "accepted", True), world.keyword.save()),
    "keywords accepted at once": lambda world: Keyword.objects.update(accepted=True),
    "keyword deleted": lambda world: world.keyword.delete(),
    "hub has a country more": hub_takes_a_country,
    "hub has a country less": hub_gives_a_country_up,
    "hubs edited at once": lambda world: Hub.objects.filter(pk=world.hub.pk).update(countries=["LB"]),
    "evidence": lambda world: OutcomeEvidence.objects.create(
        practice=world.practice, outcome="11111111-1111-4111-8111-111111111111", direction="improved",
        quality="comparison"),
    "practices updated at once": lambda world: Practice.objects.filter(state="published").update(visibility="members"),
    "practices updated row by row": lambda world: (
        setattr(world.practice, "visibility", "members"),
        Practice.objects.bulk_update([world.practice], ["visibility"])),
    "pages updated at once": lambda world: PracticePage.objects.filter(practice=world.practice).update(title="Else"),
    "pages taken back at once": lambda world: CaseStudyPage.objects.filter(pk=world.page.pk).update(live=False),
    "versions removed at once": lambda world: LanguageVersion.objects.filter(language="fr").update(language="es"),
}
BEFORE = {
    "merged concept relabelled": merge,
    "hub has a country less": hub_takes_a_country,
    "keyword deleted": lambda world: Keyword.objects.update(accepted=True),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_reaches_the_index(world, remote, change):
    index = engine.indexes()[0]
    BEFORE.get(change, lambda world: None)(world)
    outbox.drain([TOPIC])
    remote.calls.clear()
    CHANGES[change](world)
    assert remote.calls == []  # a request that writes talks to no server
    stamps.forget_all()
    before = verify(index)
    assert before.differences == before.on_the_way
    assert bool(before.differences) == (change != "folder unpublished")
    outbox.drain([TOPIC])
    after = verify(index)
    assert (after.differences, after.equal) == (0, Practice.objects.readable().count())


def test_the_end_of_an_embargo_needs_no_change(world, remote):
    """An index knows the moment itself, so what it holds stays equal when the moment has come."""
    audience(world, embargo_until=timezone.now() + timedelta(days=1))
    outbox.drain([TOPIC])
    held = remote.held[str(world.practice.pk)]
    assert held.embargo_until is not None
    assert held.embargo_audience
    assert "public" in held.audience
    assert verify(engine.indexes()[0]).differences == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["published anew", "city names edited at once", "practices updated at once",
                                    "deleted", "concept has another label"])
def test_a_change_that_is_rolled_back_leaves_no_trace(world, remote, change):
    held, entries = dict(remote.held), list(remote.entries())
    with pytest.raises(RuntimeError), transaction.atomic():
        CHANGES[change](world)
        assert outbox.waiting(TOPIC)
        raise RuntimeError("the content could not be saved")
    assert outbox.waiting(TOPIC) == []
    assert outbox.drain([TOPIC]) == 0
    assert (dict(remote.held), list(remote.entries())) == (held, entries)
    assert verify(engine.indexes()[0]).differences == 0
