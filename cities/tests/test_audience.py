"""What a person may read through a city."""
import pytest

from accounts.models import User
from cities.models import City, CityMembership
from cities.tests.factories import make_city
from core import visibility

pytestmark = pytest.mark.django_db


def tokens(user):
    return visibility.tokens_of(User.objects.get(pk=user.pk))


@pytest.fixture
def person():
    return User.objects.create_user("person@example.org", "a-long-password")


def test_city_staff_have_the_token_of_their_city(person):
    CityMembership.objects.create(user=person, city=make_city(7, en="Seven"))
    assert tokens(person) == {"public", "city:7"}


def test_staff_of_an_approved_member_read_what_members_read(person):
    CityMembership.objects.create(user=person, city=make_city(7, en="Seven", membership=City.MEMBER))
    assert tokens(person) == {"public", "city:7", "member"}


@pytest.mark.parametrize("membership", [City.NONE, City.LEFT])
def test_staff_of_a_city_that_is_no_member_do_not(person, membership):
    CityMembership.objects.create(user=person, city=make_city(7, en="Seven", membership=membership))
    assert "member" not in tokens(person)


def test_an_ended_membership_gives_nothing(person):
    city = make_city(7, en="Seven", membership=City.MEMBER)
    CityMembership.objects.create(user=person, city=city, active=False)
    assert tokens(person) == {"public"}


def test_a_person_may_belong_to_two_cities(person):
    for id in (7, 8):
        CityMembership.objects.create(user=person, city=make_city(id, en=str(id)))
    assert {"city:7", "city:8"} <= tokens(person)
