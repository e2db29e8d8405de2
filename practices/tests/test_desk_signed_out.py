"""Whoever was signed out, or sends a form that stood open too long, gets back what was typed; nothing is stored."""
import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import sessions
from accounts.models import User
from practices.models import Draft
from practices.tests.at_the_desk import address, answers_of
from practices.tests.factories import ensure_tree
from practices.tests.submission import make_draft

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}
WORDS = "We talked for an hour.\n\nNobody <left> & \"all\" stayed."


@pytest.fixture(autouse=True)
def folders(db):
    ensure_tree()


@pytest.fixture
def draft():
    return make_draft()


@pytest.fixture
def client(draft):
    """A browser whose forms need their token."""
    found = Client(enforce_csrf_checks=True)
    found.force_login(draft.saved_by)
    return found


def inputs(page):
    """The form of a page as a browser would send it, without scripts."""
    form = re.search(r'<form class="form".*?</form>', page, re.DOTALL)[0]
    found = dict(re.findall(r'<input type="(?:hidden|text)"[^>]*?name="([^"]+)"(?: id="[^"]*")? value="([^"]*)"', form))
    found |= dict(re.findall(r'<input type="text"[^>]*?name="([^"]+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL))
    return {name: unescape(value) for name, value in found.items()}


def test_what_was_typed_comes_back_and_can_be_sent_after_signing_in(client, draft):
    path = address("question", draft.practice, "rights")
    form = inputs(client.get(path).text)
    sessions.end([draft.saved_by_id])

    late = client.post(path, {**form, "rights": WORDS, "next": "on"}, headers=OURS)
    assert late.status_code == 403
    assert "You have been signed out" in late.text
    assert "/en/account/login/?next=" in late.text
    assert 'target="_blank"' in late.text
    assert late.headers["Cache-Control"] == "private, no-store"
    held = inputs(late.text)
    assert held["rights"] == WORDS
    assert {name: held[name] for name in ("seen", "version", "page")} == {
        name: form[name] for name in ("seen", "version", "page")}

    client.force_login(User.objects.get(pk=draft.saved_by_id))  # in the new window: the old page's token is over
    again = client.post(path, held, headers=OURS)
    if again.status_code == 403:
        assert "stood open too long" in again.text
        again = client.post(path, inputs(again.text), headers=OURS)
    assert again.status_code == 302
    assert answers_of(draft)["rights"] == WORDS


def test_a_stale_token_of_a_person_who_is_signed_in_loses_nothing(client, draft):
    path = address("question", draft.practice, "rights")
    form = inputs(client.get(path).text)
    stale = client.post(path, {**form, "csrfmiddlewaretoken": "x" * 64, "rights": WORDS}, headers=OURS)
    assert stale.status_code == 403
    assert "You have been signed out" not in stale.text
    assert client.post(path, inputs(stale.text), headers=OURS).status_code == 302
    assert answers_of(draft)["rights"] == WORDS


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {}])
def test_a_form_of_somebody_else_is_not_filled_in_here(client, draft, headers):
    path = address("question", draft.practice, "rights")
    client.get(path)
    refused = client.post(path, {"rights": WORDS}, headers=headers)
    assert refused.status_code == 403
    assert "We talked" not in refused.text
    assert refused.text.count("csrfmiddlewaretoken") == client.get("/en/about/").text.count("csrfmiddlewaretoken")


def test_a_script_gets_a_token_only_for_a_page_of_ours(client, draft):
    path = address("question", draft.practice, "rights")
    client.get(path)
    sent = {"path": path, "data": {"rights": WORDS}}
    refused = client.post(**sent, headers={**OURS, "X-Autosave": "1"})
    assert refused.json()["state"] == "token"
    saved = client.post(path, {"rights": "y", "csrfmiddlewaretoken": refused.json()["token"], "version": "1"},
                        headers={**OURS, "X-Autosave": "1"})
    assert saved.status_code == 409  # the token is good; what was opened is older
    foreign = client.post(**sent, headers={"Origin": "https://elsewhere.example", "X-Autosave": "1"})
    assert "token" not in foreign.headers["Content-Type"] + foreign.text[:40]


def test_nothing_of_a_visitor_is_stored(draft):
    visitor = Client()
    found = visitor.post(address("question", draft.practice, "title"), {"title": "Words of somebody unknown"})
    assert "Words of somebody unknown" in found.text
    assert not Session.objects.exists()
    assert answers_of(draft)["title"] == draft.answers["title"]
    assert Draft.objects.get().version == draft.version


@pytest.mark.parametrize(("page", "values"), [
    ("withdraw", {"reason": "The unit was closed."}), ("new", {"city": "1", "language": "sq", "x": "Some words"}),
    ("files", {"pictures-3-alternative": "A bus at night", "pictures-3-sent": "1"}),
])
def test_on_every_form_of_the_desk(draft, page, values):
    path = address(page, None if page == "new" else draft.practice)
    found = Client().post(path, values)
    assert found.status_code == 403
    assert {name: inputs(found.text)[name] for name in values} == values


def test_a_form_without_words_leads_to_the_sign_in(draft):
    found = Client().post(address("check", draft.practice), {"key": f"{draft.pk}.{draft.version}"})
    assert found.url.startswith("/en/account/login/")


def test_choices_are_carried_along_and_words_are_shown(draft):
    found = Client().post(address("question", draft.practice, "contact"), {
        "unit": "Desk", "contact_email": "a@b.example", "visibility": "public", "licence": "on", "version": "3"}).text
    assert 'type="hidden" name="visibility" value="public"' in found
    assert 'type="hidden" name="licence" value="on"' in found
    assert "Unit that answers questions" in found
    assert inputs(found)["unit"] == "Desk"
