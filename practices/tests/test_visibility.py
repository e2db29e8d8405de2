"""SQL filter and index tokens are one rule."""
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from cities.models import City, CityMembership
from core import visibility
from practices.audience import audience_of
from practices.choices import State
from practices.models import Practice
from practices.tests.factories import make_city, make_practice

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def found_by_tokens(practice, user):
    audience = audience_of(practice)
    if audience is None:
        return False
    tokens = visibility.tokens_of(user)
    closed = audience.embargo_until is not None and audience.embargo_until > NOW
    return bool((audience.embargo_tokens if closed else audience.tokens) & tokens)


@pytest.fixture
def people():
    own = make_city("Own", membership=City.MEMBER)
    other = make_city("Other", membership=City.MEMBER)
    outside = make_city("Outside")
    users = {"visitor": None, "practitioner": User.objects.create_user("p@x.example")}
    for name, city in (("own", own), ("member", other), ("not member", outside)):
        users[name] = User.objects.create_user(f"{name.replace(' ', '')}@x.example")
        CityMembership.objects.create(user=users[name], city=city)
    users["editor"] = User.objects.create_superuser("e@x.example")
    return own, users


@pytest.mark.parametrize("state", [State.PUBLISHED, State.DRAFT, State.WITHDRAWN, State.DECLINED, State.UNCONFIRMED])
@pytest.mark.parametrize("who", ["public", "members"])
@pytest.mark.parametrize("days", [None, -1, 1])
@pytest.mark.parametrize("withheld", [False, True])
def test_query_and_index_tokens_let_the_same_readers_in(people, state, who, days, withheld):
    own, users = people
    practice = make_practice(
        practice_state=state, practice_visibility=who, practice_owner_city=own, practice_city_withheld=withheld,
        practice_embargo_until=None if days is None else NOW + timedelta(days=days),
    )
    for name, user in users.items():
        by_query = Practice.objects.visible_to(user, now=NOW).filter(pk=practice.pk).exists()
        assert by_query == found_by_tokens(practice, user), name


def test_each_reader_sees_what_the_design_says(people):
    own, users = people
    practice = make_practice(practice_owner_city=own, practice_visibility="members")
    seen = {name for name, user in users.items() if Practice.objects.visible_to(user).filter(pk=practice.pk)}
    assert seen == {"own", "member", "editor"}
    Practice.objects.filter(pk=practice.pk).update(visibility="public", embargo_until=NOW + timedelta(days=1))
    seen = {name for name, user in users.items() if Practice.objects.visible_to(user).filter(pk=practice.pk)}
    assert seen == {"own", "editor"}


def test_a_deactivated_account_sees_what_a_visitor_sees(people):
    _own, users = people
    practice = make_practice(practice_visibility="members")
    editor = users["editor"]
    editor.is_active = False
    assert not Practice.objects.visible_to(editor).filter(pk=practice.pk).exists()
