"""A preview for approval: read by whoever has the link, answered once, about one version of the text."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from core.models import Picture
from core.tests import picture_files
from practices import actions, keys, previewing, submitting
from practices.folders import ensure_folders
from practices.models import Draft, Key, Practice
from practices.tests.at_the_desk import address, at_desk, send_files
from practices.tests.submission import make_draft, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    ensure_folders()
    return make_draft(title="Dialogue at the market")


@pytest.fixture
def key(draft):
    return previewing.ask(draft.practice, by=draft.saved_by, function="the mayor", days=14, language="en")


def opened(key, client=None):
    return (client or Client()).get(keys.path(key))


def sent(key, answer, text="", *, seen=None, client=None):
    form = opened(key).context.get("form")
    seen = seen or (form.initial["seen"] if form else "")
    return (client or Client()).post(keys.path(key), {"answer": answer, "text": text, "seen": seen})


def test_a_draft_is_shown_as_readers_would_see_it_to_somebody_without_an_account(key):
    response = opened(key)
    assert response.status_code == 200
    assert "Dialogue at the market" in response.text
    assert "Neighbours did not talk." in response.text
    assert "Preview, not published" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_what_is_handed_in_is_shown_too(key):
    draft = Draft.objects.get()
    submitting.submit(draft, by=draft.saved_by)
    response = opened(key)
    assert "Neighbours did not talk." in response.text
    assert response.context["changed"] is False


def test_opening_it_answers_nothing_however_often(key):
    for _time in range(3):
        opened(key)
        Client().head(keys.path(key))
    key.refresh_from_db()
    assert key.used_at is None


@pytest.mark.parametrize(("answer", "text"), [("agree", ""), ("change", "The second sentence is not true.")])
def test_an_answer_is_kept_once_and_told_to_those_who_wrote(key, answer, text):
    assert sent(key, answer, text).status_code == 302
    key.refresh_from_db()
    assert (key.answer, key.text) == (answer, text)
    assert Message.objects.get(receiver=key.created_by).url == reverse(
        "practices:desk-approval", args=[key.practice_id])
    assert "Thank you" in opened(key).text
    sent(key, "agree", "Once more.", seen=key.digest)
    key.refresh_from_db()
    assert (key.answer, key.text) == (answer, text)
    assert Message.objects.count() == 1


def test_who_wants_a_change_says_which(key):
    assert sent(key, "change").status_code == 422
    key.refresh_from_db()
    assert key.used_at is None


def test_a_text_that_changed_is_said_and_an_answer_to_an_older_one_is_not_taken(key):
    seen = opened(key).context["form"].initial["seen"]
    draft = Draft.objects.get()
    submitting.save(draft, {"summary": "Another story."}, by=draft.saved_by)
    assert opened(key).context["changed"]
    response = sent(key, "agree", "Fine with me.", seen=seen)
    assert response.status_code == 409
    assert "Another story." in response.text
    assert "Fine with me." in response.text
    assert sent(key, "agree").status_code == 302
    key.refresh_from_db()
    assert key.draft_version == Draft.objects.get().version


def test_the_desk_says_that_an_answer_is_about_an_earlier_text(key):
    sent(key, "agree")
    desk = at_desk(key.created_by)
    assert desk.get(address("approval", key.practice)).context["links"][0].is_current
    draft = Draft.objects.get()
    submitting.save(draft, {"summary": "Another story."}, by=draft.saved_by)
    assert not desk.get(address("approval", key.practice)).context["links"][0].is_current


@pytest.mark.parametrize("end", ["expired", "taken back", "withdrawn"])
def test_a_link_that_is_over_shows_nothing(key, end):
    if end == "expired":
        Key.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "taken back":
        at_desk(key.created_by).post(reverse(
            "practices:desk-approval-take-back", args=[key.practice_id, key.pk]))
    else:
        Practice.objects.update(state="declined")
    response = opened(key)
    assert response.status_code == 404
    assert "Dialogue at the market" not in response.text


def test_the_desk_makes_a_link_for_a_function(draft):
    desk = at_desk(draft.saved_by)
    sent = {"function": "the mayor", "days": "3", "language": "ar"}
    assert desk.post(address("approval", draft.practice), sent).status_code == 302
    key = Key.objects.get()
    assert (key.function, key.language, key.expires_at.date()) == (
        "the mayor", "ar", (timezone.now() + timedelta(days=3)).date())
    assert f"/ar/preview/{keys.secret(key)}/" in desk.get(address("approval", draft.practice)).text


def test_people_of_other_cities_make_no_link_and_take_none_back(draft, key):
    stranger = make_person()
    with pytest.raises(PermissionDenied):
        previewing.ask(draft.practice, by=stranger, function="the mayor", days=3, language="en")
    with pytest.raises(PermissionDenied):
        previewing.take_back(key, by=stranger)
    assert at_desk(stranger).get(address("approval", draft.practice)).status_code == 404


def test_too_many_open_links_are_refused(draft, monkeypatch):
    monkeypatch.setattr(previewing, "MOST_OPEN", 1)
    previewing.ask(draft.practice, by=draft.saved_by, function="a", days=3, language="en")
    with pytest.raises(actions.MoveRefused):
        previewing.ask(draft.practice, by=draft.saved_by, function="b", days=3, language="en")


def test_a_picture_is_seen_through_the_link_alone(draft, key):
    photo = SimpleUploadedFile("a.png", picture_files.encoded(picture_files.drawn((20, 20)), "PNG"))
    send_files(at_desk(draft.saved_by), draft, pictures=[photo])
    picture = Picture.objects.get()
    source = reverse("practices:preview-picture", args=[keys.secret(key), picture.pk])
    assert source in opened(key).text
    response = Client().get(source)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in response.headers["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
    assert Client().get(picture.file.url).status_code == 404
    assert Client().get(source.replace(f"/{picture.pk}/", f"/{picture.pk + 1}/")).status_code == 404
    keys.revoke(key, by=None)
    assert Client().get(source).status_code == 404
