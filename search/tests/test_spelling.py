"""Did you mean: offered where it helps this reader, never silent, never from what they may not see."""
from __future__ import annotations

import pytest

from search import spelling
from search.tests.factories import LESSON, make_document

pytestmark = pytest.mark.django_db
PAGE, API = "/en/search/", "/api/v1/search"
HIDDEN = frozenset({"role:editor"})


@pytest.fixture
def filled(site):
    return site(
        make_document("1", "Football against rumours", "A neighbourhood council met", day=1),
        make_document("2", "Школа и полиция", language="ru", day=2),
        make_document("3", "Whistleblower", audience=HIDDEN, day=3),
        make_document("4", "Schools", kind=LESSON, day=4),
    )


def meant(client, text, **more):
    return client.get(API, {"q": text, **more}).json()["did_you_mean"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("rumurs", "rumours"),
        ("footbll", "football"),
        ("nieghborhood", "neighbourhood"),
        ("Footbll against", "football against"),
        ("полицыя", "полиция"),
        ("rumours", None),
        ("rumors council", "rumours council"),
    ],
)
def test_a_slip_is_mended(client, filled, typed, offered):
    assert meant(client, typed) == offered


@pytest.mark.parametrize("typed", ["asdfghjk", "qwertzuiop", "gumours", "scho", "rmours7", "xzrumours", "委员委员会"])
def test_nonsense_stays_as_it_is(client, filled, typed):
    assert meant(client, typed) is None


def test_of_equally_near_words_the_one_of_the_page_s_language_is_offered(client, site):
    site(
        make_document("1", "Rumeurs", language="fr"),
        make_document("2", "Les rumeurs", language="fr"),
        make_document("3", "Rumours"),
    )
    assert meant(client, "rumurs") == "rumours"
    assert meant(client, "rumurs", ui="fr") == "rumeurs"


def test_what_is_asked_to_the_letter_is_not_mended(client, filled):
    assert meant(client, '"rumurs"') is None
    assert meant(client, "council -rumurs") is None


def test_a_word_of_a_hidden_text_is_never_offered(client, filled):
    assert meant(client, "whistleblowr") is None
    page = client.get(PAGE, {"q": "whistleblowr"}).content.decode()
    assert "istleblower" not in page


@pytest.mark.parametrize("name", ["Kurden", '"Kurden"', "die Kurden"])
def test_the_name_of_a_group_of_people_is_no_slip(client, site, name):
    site(make_document("1", "Kunden und Kurse", language="de"))
    assert meant(client, "Kundem", ui="en") == "kunden"
    assert meant(client, name) is None
    assert "things/1/" not in client.get(PAGE, {"q": name}).content.decode()


def test_the_api_answers_what_was_asked(client, filled):
    body = client.get(API, {"q": "rumurs"}).json()
    assert (body["total"], body["hits"], body["did_you_mean"]) == (0, [], "rumours")


def test_a_link_is_offered_beside_what_was_found(client, filled):
    page = client.get(PAGE, {"q": "schools rumurs"}).content.decode()
    assert 'Did you mean <a href="/en/search/?q=schools+rumours" rel="nofollow">schools rumours</a>?' in page
    assert "things/4/" in page


def test_where_nothing_is_found_the_page_says_what_it_shows_instead(client, filled):
    page = client.get(PAGE, {"q": "rumurs"}).content.decode()
    assert "Nothing was found for “<bdi>rumurs</bdi>”. These results are for “<bdi>rumours</bdi>”." in page
    assert "things/1/" in page
    assert 'value="rumurs"' in page
    assert "/en/search/?q=rumurs&amp;insist=1" in page


def test_a_reader_may_insist(client, filled):
    page = client.get(PAGE, {"q": "rumurs", "insist": "1"}).content.decode()
    assert "Nothing found for “rumurs”" in page
    assert "things/1/" not in page
    assert 'Did you mean <a href="/en/search/?q=rumours"' in page


def test_filters_hold_for_what_is_shown_instead(client, filled):
    page = client.get(PAGE, {"q": "rumurs", "kind": LESSON}).content.decode()
    assert "These results are for" not in page
    assert "things/1/" not in page
    assert 'Did you mean <a href="/en/search/?q=rumours" rel="nofollow">rumours</a>?' in page


def test_what_is_meant_is_escaped(client, filled):
    page = client.get(PAGE, {"q": "rumurs <script>x</script>"}).content.decode()
    assert "<script>x" not in page


@pytest.mark.parametrize(
    ("word", "other", "slip"),
    [
        ("counsil", "council", True),
        ("concil", "council", True),
        ("counicl", "council", True),
        ("council", "council", False),
        ("Council", "council", False),
        ("founcil", "council", False),
        ("cuonicl", "council", False),
        ("neighborhod", "neighbourhood", True),
        ("ecole", "école", False),
    ],
)
def test_what_counts_as_a_slip(word, other, slip):
    assert spelling.is_slip(word, other) is slip
