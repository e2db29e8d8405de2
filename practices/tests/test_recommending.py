"""Reviewers recommend about the version they read, somebody from outside by a link that serves once; editors decide."""
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from core import mailing, outbox
from core.models import OutboxRow
from practices import differences, key_mail, keys, outside, rating, reasons, recommending, reviewing
from practices.actions import MoveRefused, NotReady, Reading
from practices.choices import State
from practices.models import FieldComment, Key, Practice, Recommendation
from practices.outside import mail as outside_mail
from practices.tests.at_the_desk import address, at_desk
from practices.tests.factories import make_city
from practices.tests.submission import completed, make_editor, make_person, published, submitted
from practices.tests.test_admin_review import newest, signed_in, take, url

pytestmark = pytest.mark.django_db
SAID = {"verdict": "changes", "text": "Too long.", "comment-title": "Shorter."}


@pytest.fixture
def practice(editors):
    return submitted()


def recommend(practice, by, **more):
    return recommending.recommend(practice, by=by, **{"revision": newest(practice), "verdict": "publish", **more})


# ---------- Recommendations ----------
def test_a_recommendation_stands_on_the_page_and_says_which_version_it_is_about(client, practice):
    desk = signed_in(client, make_person(role="reviewer"))
    assert take(desk, practice, "recommend", **{**SAID, "text": "", "comment-title": ""}).status_code == 422
    assert take(desk, practice, "recommend", **SAID).status_code == 302
    shown = desk.get(url(practice)).content.decode()
    assert "Too long." in shown
    assert "Shorter." in shown
    assert "about an older version" not in shown
    completed(practice, make_editor())
    assert "about an older version" in desk.get(url(practice)).content.decode()
    assert not FieldComment.objects.exists()
    assert "Too long." not in at_desk(practice.submitters.get()).get(address("history", practice)).content.decode()


def test_said_again_of_the_same_version_it_replaces_the_first(practice):
    person = make_person(role="reviewer")
    recommend(practice, person)
    recommend(practice, person, verdict="decline", text="I was wrong.")
    assert Recommendation.objects.get().verdict == "decline"
    completed(practice, make_editor())
    recommend(practice, person)
    assert Recommendation.objects.count() == 2


def test_who_is_tied_or_no_reviewer_recommends_nothing(practice):
    for person in (make_person(practice.owner_city, role="reviewer"), make_person(role="coordinator"), make_person(),
                   make_person(make_city("Near", country="LB"), role="reviewer"), practice.submitters.get()):
        with pytest.raises(PermissionDenied):
            recommend(practice, person)
    assert not Recommendation.objects.exists()


def test_a_version_that_is_no_longer_the_newest_and_an_entry_that_is_decided_get_no_recommendation(practice):
    old, person = newest(practice), make_person(role="reviewer")
    completed(practice, make_editor())
    with pytest.raises(MoveRefused):
        recommend(practice, person, revision=old)
    done = published(practice, make_editor())
    with pytest.raises(MoveRefused):
        recommend(done, person)


# ---------- Reasons ----------
def test_a_reason_is_filled_in_in_the_citys_language_and_shown_in_ones_own(client, practice):
    person = practice.submitters.get()
    person.interface_language = "fr"
    person.save()
    desk = signed_in(client, make_editor())
    answer = take(desk, practice, "decline", fill="1", template="subject", reason="Bonjour.")
    assert answer.status_code == 200
    form = answer.context["steps"]["decline"]["form"]
    assert form["reason"].value() == f"Bonjour.\n\n{reasons.text('subject', reasons.language_of(practice))}"
    assert form["language"].value() == "fr"
    assert Practice.objects.get(pk=practice.pk).state == State.SUBMITTED
    assert take(desk, practice, "decline", fill="1", template="").status_code == 422
    take(desk, practice, "decline", reason="Ailleurs.", language="fr")
    assert Practice.objects.get(pk=practice.pk).steps.last().language == "fr"
    shown = at_desk(person).get(address("history", practice)).content.decode()
    assert re.search(r'<div lang="fr"[^>]*><p>Ailleurs\.', shown)


@pytest.mark.parametrize("step", ["changes", "park", "decline", "refuse-update"])
def test_each_step_has_reasons_to_start_from_that_fit_its_box(step):
    codes = [code for code, _label in reasons.for_step(step)]
    assert codes
    assert all(len(reasons.text(code, language)) < 1_000 for code in codes for language in reasons.languages.INTERFACE)


def test_comments_keep_the_language_they_are_written_in(client, practice):
    desk = signed_in(client, make_editor())
    take(desk, practice, "take-up")
    take(desk, practice, "changes", **{"comment-title": "Plus court.", "language": "fr"})
    assert FieldComment.objects.get().language == "fr"
    shown = at_desk(practice.submitters.get()).get(address("question", practice, "title")).content.decode()
    assert re.search(r'<div lang="fr"[^>]*><p>Plus court\.', shown)


# ---------- What changed ----------
def test_words_that_were_removed_and_added_are_marked_field_by_field(client, practice):
    editor = make_editor()
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="Shorter.", comments={})
    page = Practice.objects.get(pk=practice.pk).newest_text()
    page.title, page.start_year = "Dialogue at the <b>harbour</b>", 2020
    page.outcomes = [("outcome", {"title": "More trust", "text": "We asked 90 people twice."})]
    page.cities = [make_city("Elsewhere")]
    page.save_revision()
    completed(practice, make_editor())
    desk = signed_in(client, editor)
    review = desk.get(url(practice)).content.decode()
    assert "What changed since you read it" in review
    shown = BeautifulSoup(desk.get(reverse("practices_admin:changes", args=[practice.pk])).content, "html.parser")
    rows = {row.th.get_text(strip=True): row for row in shown.select("table.changes tbody tr")}
    assert {"Title", "Start year", "Outcomes", "Cities", "Prevention level", "Concerns raised"} <= set(rows)
    assert [each.get_text().removeprefix("removed: ") for each in rows["Title"].select("del")] == ["market"]
    assert "<b>harbour</b>" in rows["Title"].select("td")[1].get_text()
    assert not rows["Title"].select("b")
    assert rows["Title"].select_one("ins .w-sr-only").get_text(strip=True) == "added:"
    assert rows["Title"].select_one("td")["dir"] == "ltr"
    assert "Summary" not in rows


def test_scripts_without_spaces_are_compared_by_characters():
    before, after = differences.compared("我们在市场对话", "我们在港口对话")
    assert [part.text for part in before if part.kind == differences.REMOVED] == ["市场"]
    assert [part.text for part in after if part.kind == differences.ADDED] == ["港口"]


@pytest.mark.parametrize("text", ["word " * 50_000, "line\n" * 50_000])
def test_a_very_long_text_keeps_nobody_waiting(text):
    before, after = differences.compared(text, text + "more")
    assert "".join(part.text for part in before) == text
    assert "".join(part.text for part in after) == text + "more"


def test_both_sides_together_are_the_texts_themselves():
    was, now = "One two\n\nthree, four", "One 2\nthree – four five"
    before, after = differences.compared(was, now)
    assert ("".join(part.text for part in before), "".join(part.text for part in after)) == (was, now)


# ---------- From outside ----------
INVITED = {"function": "professor of social work", "email": "outside@uni.example", "language": "fr"}


@pytest.fixture
def invited(practice, django_capture_on_commit_callbacks):
    """An editor's question to somebody from outside, mailed; the key and the path of its link."""
    editor = make_editor()
    with django_capture_on_commit_callbacks(execute=True):
        key = outside.invite(practice, by=editor, revision=newest(practice), **INVITED)
    sent = next(each for each in mail.outbox if each.to == [INVITED["email"]])
    return key, re.search(r"http\S+?(/fr/outside-review/\S+)", sent.body)[1]


ANSWER = {"verdict": "publish", "text": "Convincing.", "language": "en", "untied": "on"}


def test_somebody_from_outside_reads_the_version_and_answers_once(practice, invited):
    key, path = invited
    completed(practice, make_editor())
    visitor = Client()
    shown = visitor.get(path)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert "Dialogue at the market" in shown.content.decode()
    assert visitor.post(path, {**ANSWER, "untied": ""}).status_code == 422
    assert visitor.post(path, {**ANSWER, "verdict": "decline", "text": ""}).status_code == 422
    assert visitor.post(path, ANSWER).status_code == 302
    found = Recommendation.objects.get()
    assert (found.key, found.revision, found.by, found.key.email) == (key, key.revision, None, "")
    assert "Dialogue at the market" not in visitor.get(path).content.decode()
    visitor.post(path, {**ANSWER, "verdict": "changes"})
    assert Recommendation.objects.get().verdict == "publish"
    assert Message.objects.filter(receiver=key.created_by, event__startswith="practice-outside").count() == 1


def test_two_answers_at_the_same_time_are_one(invited):
    key, _path = invited
    outside.answer(key, outside.Said("publish", ""))
    with pytest.raises(MoveRefused):
        outside.answer(key, outside.Said("decline", "No."))
    assert Recommendation.objects.get().verdict == "publish"


def test_a_link_that_was_taken_back_has_run_out_or_is_of_another_purpose_opens_nothing(client, practice, invited):
    key, path = invited
    desk = signed_in(client, key.created_by)
    Key.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert Client().get(path).status_code == 404
    Key.objects.update(expires_at=timezone.now() + timedelta(days=1))
    other = keys.issue(practice, Key.Purpose.PREVIEW, days=3)
    assert Client().get(f"/en/outside-review/{keys.secret(other)}/").status_code == 404
    assert take(desk, practice, "take-back", key=key.pk).status_code == 302
    assert Client().get(path).status_code == 404
    assert Client().post(path, ANSWER).status_code == 404
    assert not Recommendation.objects.exists()


def test_the_second_person_for_a_report_may_be_from_outside(practice):
    done = published(practice, make_editor())
    outcome = done.original.specific.outcomes[0].id
    reading = rating.propose(done, Reading(rating.UUID(str(outcome)), "mixed", "process", "The report",
                                           "https://reports.example/one"), by=make_editor())
    key = outside.invite(done, by=make_editor(), revision=newest(done), **INVITED)
    path, visitor = f"/en/outside-review/{keys.secret(key)}/", Client()
    assert "The report" in visitor.get(path).content.decode()
    no = {**ANSWER, f"reading-{reading.pk}": "disagree"}
    assert visitor.post(path, no).status_code == 422
    assert visitor.post(path, {**ANSWER, f"reading-{reading.pk}": "agree"}).status_code == 302
    assert done.evidence.get().direction == "mixed"
    assert done.readings.get().confirmed_key == key


def test_nobody_of_the_staff_or_of_the_city_is_asked_from_outside(practice):
    editor, colleague = make_editor(), make_person(role="reviewer")
    for person in (colleague, practice.submitters.get(), make_person(practice.owner_city)):
        with pytest.raises(NotReady):
            outside.invite(practice, by=editor, revision=newest(practice), function="professor",
                           email=person.email.upper(), language="en")
    for person in (make_editor(practice.owner_city), colleague):
        with pytest.raises(PermissionDenied):
            outside.invite(practice, by=person, revision=newest(practice), **INVITED)
    with pytest.raises(MoveRefused):
        outside.invite(practice, by=editor, revision=newest(practice) + 1, **INVITED)
    assert not Key.objects.exists()


def test_the_page_asks_somebody_and_shows_who_was_asked(client, practice):
    desk = signed_in(client, make_editor())
    assert take(desk, practice, "invite", **{**INVITED, "email": "x"}).status_code == 422
    assert take(desk, practice, "invite", **INVITED).status_code == 302
    assert "professor of social work" in desk.get(url(practice)).content.decode()
    assert INVITED["email"] not in desk.get(url(practice)).content.decode()


def test_a_mail_that_cannot_be_sent_waits_and_one_that_was_taken_back_is_not_sent(practice, monkeypatch):
    key = outside.invite(practice, by=make_editor(), revision=newest(practice), **INVITED)

    def away(message):
        raise outbox.Away("nobody there")

    with monkeypatch.context() as patched:
        patched.setattr(mailing, "send", away)
        outbox.drain([outside.TOPIC])
    assert OutboxRow.objects.filter(topic=outside.TOPIC).exists()
    assert Key.objects.get().sending_since is None
    before = len(mail.outbox)
    keys.revoke(key, by=None)
    outside_mail.send([str(key.pk)])
    assert len(mail.outbox) == before


def test_who_dies_after_sending_causes_one_repeat_under_the_same_name(practice, monkeypatch):
    key = outside.invite(practice, by=make_editor(), revision=newest(practice), **INVITED)
    Key.objects.update(sending_since=timezone.now())
    with pytest.raises(outbox.Later):
        outside_mail.send([str(key.pk)])
    Key.objects.update(sending_since=timezone.now() - key_mail.IN_HAND - timedelta(seconds=1))
    outside_mail.send([str(key.pk)])
    outside_mail.send([str(key.pk)])
    sent = [each for each in mail.outbox if each.to == [INVITED["email"]]]
    assert len(sent) == 1
    assert str(key.pk) in sent[0].extra_headers["Message-ID"]
