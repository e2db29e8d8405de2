"""For which cities a person works: chosen by an administrator or a coordinator, effective with the next request."""
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import User
from accounts.roles import GROUPS
from cities.actions import set_cities
from cities.models import City, CityMembership
from cities.tests.factories import make_city
from core import visibility
from core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return User.objects.create_superuser("boss@site.example", first_name="Bo", last_name="Ss")


@pytest.fixture
def desk(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def person():
    return User.objects.create_user("person@site.example", "a-long-enough-phrase")


def fields(email="person@site.example", **more):
    return {"email": email, "first_name": "New", "last_name": "Person", "interface_language": "en", "is_active": "on",
            **more}


def cities_of(email="person@site.example"):
    return set(CityMembership.objects.filter(user__email=email, active=True).values_list("city", flat=True))


def edit(person):
    return reverse("wagtailusers_users:edit", args=[person.pk])


def kept(person):
    entries = AuditEntry.objects.filter(object_id=str(person.pk), action__startswith="person.membership").order_by("pk")
    return [(entry.action, entry.detail["city"]) for entry in entries]


class TestForm:
    @pytest.mark.parametrize("typed", ["Testopolis", "testópolis", "testop", "Testopolis (9000000001)"])
    def test_a_new_person_works_for_the_city_that_was_typed(self, desk, typed):
        city = make_city(en="Testopolis", id=9_000_000_001)
        desk.post(reverse("wagtailusers_users:add"), fields("new@site.example", more_cities=typed))
        assert cities_of("new@site.example") == {city.pk}

    def test_every_city_is_offered_without_a_script(self, desk):
        cities = [make_city(en="Alpha"), make_city(en="Beta")]
        page = BeautifulSoup(desk.get(reverse("wagtailusers_users:add")).content, "html.parser")
        field = page.find("input", {"name": "more_cities"})
        offered = [option["value"] for option in page.find("datalist", id=field["list"]).find_all("option")]
        assert len(offered) == len(cities)
        assert all(str(city.pk) in text for city, text in zip(cities, offered, strict=True))

    @pytest.mark.parametrize("typed", ["Nowhere", "Nowhere (1)", "x (999999999999999999)", "(7"])
    def test_what_is_no_city_of_the_site_is_refused(self, desk, typed):
        answer = desk.post(reverse("wagtailusers_users:add"), fields("new@site.example", more_cities=typed))
        assert set(answer.context["form"].errors) == {"more_cities"}
        assert not User.objects.filter(email="new@site.example").exists()

    def test_a_name_that_two_cities_have_asks_which(self, desk, person):
        cities = [make_city(en="Twin"), make_city(en="Twin")]
        answer = desk.post(edit(person), fields(more_cities="Twin"))
        said = str(answer.context["form"].errors)
        assert all(str(city.pk) in said for city in cities)
        assert cities_of() == set()

    def test_another_city_is_added_and_one_ends(self, desk, person, boss):
        first, second = make_city(en="First"), make_city(en="Second")
        set_cities(person, [first], by=boss)
        desk.post(edit(person), fields(cities=[first.pk], more_cities="Second"))
        assert cities_of() == {first.pk, second.pk}
        desk.post(edit(person), fields(cities=[second.pk]))
        assert cities_of() == {second.pk}
        assert kept(person) == [
            ("person.membership", first.pk), ("person.membership", second.pk), ("person.membership_ended", first.pk)]

    def test_a_city_that_is_not_the_persons_cannot_be_slipped_in(self, desk, person, boss):
        mine, foreign = make_city(en="Mine"), make_city(en="Foreign")
        set_cities(person, [mine], by=boss)
        answer = desk.post(edit(person), fields(cities=[mine.pk, foreign.pk]))
        assert "cities" in answer.context["form"].errors
        assert cities_of() == {mine.pk}

    def test_a_membership_gives_no_admin(self, client, person, boss):
        set_cities(person, [make_city(en="First", membership=City.MEMBER)], by=boss)
        client.force_login(person)
        assert client.get("/admin/").status_code in {302, 403}


class TestEffect:
    def test_the_next_request_sees_it(self, person, boss):
        city = make_city(en="First", membership=City.MEMBER)
        set_cities(person, [city], by=boss)
        assert visibility.city(city.pk) in visibility.tokens_of(User.objects.get(pk=person.pk))
        set_cities(person, [], by=boss)
        assert visibility.tokens_of(User.objects.get(pk=person.pk)) == {visibility.PUBLIC}

    @pytest.mark.parametrize("end", [
        lambda membership: set_cities(membership.user, [], by=None),
        lambda membership: membership.delete(),
        lambda membership: CityMembership.objects.filter(pk=membership.pk).delete(),
        lambda membership: CityMembership(
            pk=membership.pk, user=membership.user, city=make_city(en="Other"), active=True).save(),
        lambda membership: City.objects.get(pk=membership.city_id).delete(),
    ], ids=["the form", "deleted", "deleted by query", "moved", "the city is deleted"])
    def test_losing_a_city_ends_sessions_whichever_way(self, client, person, boss, end):
        set_cities(person, [make_city(en="First")], by=boss)
        person.refresh_from_db()
        client.force_login(person)
        end(CityMembership.objects.select_related("user").get())
        assert client.get("/en/account/").status_code == 302

    def test_getting_one_ends_none(self, client, person, boss):
        client.force_login(person)
        set_cities(person, [make_city(en="First")], by=boss)
        assert client.get("/en/account/").status_code == 200

    def test_coming_back_is_the_same_membership(self, person, boss):
        city = make_city(en="First")
        for cities in ([city], [], [city]):
            set_cities(person, cities, by=boss)
        assert CityMembership.objects.get().active
        assert [action for action, _city in kept(person)] == [
            "person.membership", "person.membership_ended", "person.membership"]


class TestOwnForm:
    @pytest.fixture
    def coordinator(self):
        user = User.objects.create_user("coordinator@site.example")
        group, _made = Group.objects.get_or_create(name=GROUPS["coordinator"])
        group.permissions.add(*Permission.objects.filter(
            codename__in=["access_admin", "add_citymembership", "change_citymembership", "view_citymembership"]))
        user.groups.add(group)
        return user

    ADD = "wagtailsnippets_cities_citymembership:add"

    def test_a_coordinator_makes_somebody_a_member_and_it_is_kept(self, client, coordinator, person):
        city = make_city(en="First")
        client.force_login(coordinator)
        client.post(reverse(self.ADD), {"user": person.pk, "city": city.pk, "active": "on"})
        assert cities_of() == {city.pk}
        assert kept(person) == [("person.membership", city.pk)]

    def test_not_of_themselves(self, client, coordinator):
        client.force_login(coordinator)
        client.post(reverse(self.ADD), {"user": coordinator.pk, "city": make_city(en="First").pk, "active": "on"})
        assert not CityMembership.objects.exists()

    def test_deleting_one_is_kept(self, desk, person, boss):
        set_cities(person, [make_city(en="First")], by=boss)
        membership = CityMembership.objects.get()
        desk.post(reverse("wagtailsnippets_cities_citymembership:delete", args=[membership.pk]))
        assert [action for action, _city in kept(person)] == ["person.membership", "person.membership_ended"]
