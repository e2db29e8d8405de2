"""What comes near to a draft: updated, recorded as adapted, or said to be different; it works without a script."""
import pytest

from practices.models import Draft, Practice
from practices.tests.at_the_desk import address, answer, answers_of, at_desk, hidden
from practices.tests.factories import ensure_tree, make_practice
from practices.tests.submission import make_draft
from search import changes
from tests.settling import settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_indexes")]
TITLE = "Lantern walk along the harbour"


@pytest.fixture
def draft():
    ensure_tree()
    return make_draft(title="A lantern walk at night")


@pytest.fixture
def client(draft):
    return at_desk(draft.saved_by)


def indexed(**fields):
    practice = make_practice(title=TITLE, **fields)
    changes.changed([str(practice.pk)])
    settle()
    return practice


@pytest.fixture
def other():
    return indexed()


def shown(client, draft):
    """The three places: beside the title, for the script, on the check page."""
    return [client.get(address("question", draft.practice, "title")).text,
            client.get(address("similar", draft.practice), {"q": "Lantern walk"}).text,
            client.get(address("check", draft.practice)).text]


def test_another_citys_entry_can_be_recorded_or_told_apart(client, draft, other):
    for page in shown(client, draft):
        assert TITLE in page
        assert f'value="adapt {other.pk}"' in page
        assert f'value="different {other.pk}"' in page
        assert "Update this one" not in page


@pytest.mark.parametrize(("state", "way"), [("published", "propose"), ("unconfirmed", "propose")])
def test_an_entry_of_ones_own_city_is_updated(client, draft, other, state, way):
    Practice.objects.filter(pk=other.pk).update(owner_city=draft.practice.owner_city, state=state)
    for page in shown(client, draft):
        assert f'href="{address(way, other)}"' in page
        assert 'value="adapt ' not in page
    assert client.get(address(way, other)).status_code == 200


def test_what_was_adapted_is_an_answer_and_the_typed_title_is_saved(client, draft, other):
    found = answer(client, draft, "title", title="A walk with lanterns", similar=f"adapt {other.pk}")
    assert found.url == address("question", draft.practice, "adapted") + "?then=check"
    assert answers_of(draft)["title"] == "A walk with lanterns"
    assert answers_of(draft)["adapted_from"] == str(other.pk)
    page = client.get(found.url)
    assert page.status_code == 200
    assert TITLE in page.text
    assert "Recorded: your work was adapted from this one" in client.get(address("check", draft.practice)).text


def test_what_is_different_is_not_shown_again_and_only_beside_this_draft(client, draft, other):
    found = answer(client, draft, "title", title="A walk with lanterns", similar=f"different {other.pk}")
    assert found.url == address("question", draft.practice, "title")
    assert answers_of(draft)["title"] == "A walk with lanterns"
    assert "different" not in answers_of(draft)
    for page in shown(client, draft):
        assert TITLE not in page
    second = make_draft(draft.saved_by, city=draft.practice.owner_city, title="A lantern walk at night")
    assert TITLE in client.get(address("check", second.practice)).text


@pytest.mark.parametrize(("choice", "goes_to"), [("adapt", "adapted"), ("different", "")])
def test_the_check_page_offers_the_same(client, draft, other, choice, goes_to):
    page = client.get(address("check", draft.practice))
    assert f'action="{address("similar", draft.practice)}"' in page.text
    found = client.post(address("similar", draft.practice), {"similar": f"{choice} {other.pk}"})
    assert found.url.startswith(
        address("question", draft.practice, goes_to) if goes_to else address("check", draft.practice))
    key = hidden(client.get(address("check", draft.practice)), "key")
    assert client.post(address("check", draft.practice), {"key": key}).url == address("submitted", draft.practice)


def test_a_conflict_comes_before_a_choice(client, draft, other):
    opened = Draft.objects.get()
    answer(client, draft, "title", title="Newer")
    found = answer(client, draft, "title", opened=opened, title="Older", similar=f"different {other.pk}")
    assert found.status_code == 409
    assert Draft.objects.get().notes.get("different") is None


@pytest.mark.parametrize("choice", ["different x", "adapt 00000000-0000-0000-0000-000000000000", "adapt ", "different"])
def test_what_nobody_can_read_cannot_be_chosen(client, draft, choice):
    assert client.post(address("similar", draft.practice), {"similar": choice}).status_code == 404
    assert "adapted_from" not in answers_of(draft)


def test_an_entry_for_others_cannot_be_chosen(client, draft):
    hidden_one = indexed()
    Practice.objects.filter(pk=hidden_one.pk).update(state="withdrawn")
    assert client.post(address("similar", draft.practice), {"similar": f"adapt {hidden_one.pk}"}).status_code == 404
    assert client.post(address("similar", draft.practice), {"similar": "nonsense"}).status_code == 302
