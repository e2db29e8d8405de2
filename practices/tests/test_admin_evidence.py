"""Evidence is set per outcome from a source of the entry, recorded, and only by those who may decide."""
import json
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import User
from core.models import AuditEntry
from practices import actions
from practices.actions import Reading
from practices.models import OutcomeEvidence, Practice
from practices.tests.editing import edit_url
from practices.tests.factories import make_page

pytestmark = pytest.mark.django_db
FIRST, SECOND = str(uuid4()), str(uuid4())
REPORT = "https://reports.example/one"


def outcomes(*blocks):
    return json.dumps([
        {"type": "outcome", "id": key, "value": {"title": title, "text": "It changed."}} for key, title in blocks])


@pytest.fixture
def page():
    references = [{"type": "reference", "id": str(uuid4()), "value": {"title": "The report", "url": REPORT}}]
    return make_page(outcomes=outcomes((FIRST, "Trust"), (SECOND, "Reports")), references=json.dumps(references))


@pytest.fixture
def url(page):
    return reverse("practices_admin:evidence", args=[page.practice_id])



def row(key, direction="", quality="", report=""):
    return {f"{key}-direction": direction, f"{key}-quality": quality, f"{key}-report": report}


def rows_of(page):
    return {str(r.outcome): (r.direction, r.quality, r.report_title, r.report_url)
            for r in OutcomeEvidence.objects.filter(practice=page.practice_id)}


def test_each_outcome_gets_direction_quality_and_report(desk, page, url, editor):
    shown = BeautifulSoup(desk.get(url).content, "html.parser")
    assert [h.get_text(strip=True) for h in shown.select("h2 bdi")] == ["Trust", "Reports"]
    answer = desk.post(url, {**row(FIRST, "mixed", "before_after", REPORT), **row(SECOND, "not-measured")})
    assert answer.status_code == 302
    assert rows_of(page) == {
        FIRST: ("mixed", "before_after", "The report", REPORT), SECOND: ("not-measured", "account", "", ""),
    }
    entry = AuditEntry.objects.get(action="practice.evidence")
    assert entry.actor == str(editor.subject_id)
    assert set(entry.detail["rows"]) == {FIRST, SECOND}


def test_the_index_is_told_and_saving_the_same_again_changes_nothing(desk, page, url):
    data = {**row(FIRST, "favourable", "account"), **row(SECOND)}
    before = Practice.objects.get(pk=page.practice_id).version
    desk.post(url, data)
    after = Practice.objects.get(pk=page.practice_id).version
    assert after > before
    desk.post(url, data)
    assert Practice.objects.get(pk=page.practice_id).version == after
    assert AuditEntry.objects.filter(action="practice.evidence").count() == 1


def test_evidence_can_be_taken_back(desk, page, url):
    desk.post(url, {**row(FIRST, "favourable", "account"), **row(SECOND)})
    desk.post(url, {**row(FIRST), **row(SECOND)})
    assert rows_of(page) == {}


@pytest.mark.parametrize("wrong", [
    row(FIRST, "favourable"), row(FIRST, "favourable", "randomised"), row(FIRST, "good", "account"),
    row(FIRST, "mixed", "process", "https://elsewhere.example/"),
])
def test_a_reading_without_its_ground_is_refused_and_what_was_chosen_stays(desk, page, url, wrong):
    answer = desk.post(url, {**wrong, **row(SECOND, "not-measured")})
    assert answer.status_code == 422
    assert rows_of(page) == {}
    assert answer.context["forms"][1]["direction"].value() == "not-measured"


def test_outcomes_of_a_newer_draft_can_be_read_too(desk, page, url):
    third = str(uuid4())
    draft = page.get_latest_revision_as_object()
    draft.outcomes = outcomes((FIRST, "Trust, reworded"), (third, "New"))
    draft.save_revision()
    shown = BeautifulSoup(desk.get(url).content, "html.parser")
    assert [h.get_text(strip=True) for h in shown.select("h2 bdi")] == ["Trust", "Reports", "New"]


def test_outcomes_that_are_not_named_keep_their_evidence(page, editor):
    practice = Practice.objects.get(pk=page.practice_id)
    actions.set_evidence(practice, [Reading(FIRST, "mixed", "account")], by=editor)
    actions.set_evidence(practice, [Reading(SECOND, "mixed", "account")], by=editor)
    assert set(rows_of(page)) == {FIRST, SECOND}


def test_nobody_reads_evidence_into_an_item_of_their_own(desk, page, url, editor):
    page.practice.submitters.add(editor)
    assert desk.post(url, row(FIRST, "favourable", "account"), follow=True).redirect_chain
    with pytest.raises(PermissionDenied):
        actions.set_evidence(page.practice, [Reading(FIRST, "mixed", "account")], by=editor)
    assert rows_of(page) == {}


def test_those_who_are_no_editors_do_not_reach_it(client, page, url):
    client.force_login(User.objects.create_user("p@site.example"))
    assert client.get(url).status_code == 302
    with pytest.raises(PermissionDenied):
        actions.set_evidence(page.practice, [], by=User.objects.get(email="p@site.example"))


def test_the_form_leads_to_it(desk, page, url):
    shown = BeautifulSoup(desk.get(edit_url(page)).content, "html.parser")
    assert len(shown.select(f'a[href="{url}"]')) == 2
