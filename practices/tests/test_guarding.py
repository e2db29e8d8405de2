"""The guard at the desk: what is asked on the check page, the reasons, and what editors read of them."""
import pytest
from django.urls import reverse

from core.models import AuditEntry
from practices.guard import asking
from practices.models import Draft, GuardNote, Practice
from practices.tests.at_the_desk import address, at_desk, hidden
from practices.tests.factories import ensure_tree
from practices.tests.submission import make_draft, make_editor

pytestmark = pytest.mark.django_db
SUSPECTING = "Muslims are prone to violence."


@pytest.fixture(autouse=True)
def folders(db):
    ensure_tree()


def hand_in(client, draft, **reasons):
    page = client.get(address("check", draft.practice))
    return client.post(address("check", draft.practice), {"key": hidden(page, "key"), **reasons})


def field(draft, place=0):
    return f"guard-{asking.about(Draft.objects.get(pk=draft.pk))[place].finding.mark}"


def test_what_is_found_needs_a_reason_and_the_editors_read_it():
    draft = make_draft(rights=f"Nobody was recorded. {SUSPECTING}")
    client = at_desk(draft.saved_by)
    refused = hand_in(client, draft)
    assert refused.status_code == 422
    assert "Choose a reason, or change the sentence." in refused.text
    assert "Muslims are prone to</mark>" in refused.text
    assert hand_in(client, draft, **{field(draft): "quotation"}).status_code == 302
    note = GuardNote.objects.get()
    assert (note.question, note.finding, note.excerpt, note.reason) == ("rights", "suspicion", SUSPECTING, "quotation")
    assert note.by == draft.saved_by
    assert not any("Muslims" in str(entry.detail) for entry in AuditEntry.objects.all())


def test_a_changed_sentence_needs_no_reason():
    draft = make_draft(rights=SUSPECTING)
    client = at_desk(draft.saved_by)
    Draft.objects.update(answers={**draft.answers, "rights": "Muslims were insulted. They led the talks."})
    assert hand_in(client, draft).status_code == 302
    assert not GuardNote.objects.exists()


def test_a_reason_is_kept_while_the_sentence_stays():
    draft = make_draft(rights=f"{SUSPECTING} Write to a.b@town.example.")
    client = at_desk(draft.saved_by)
    assert hand_in(client, draft, **{field(draft): "harmed"}).status_code == 422
    answers = {**draft.answers, "rights": f"It rained. {SUSPECTING}"}
    Draft.objects.update(answers=answers)
    page = client.get(address("check", draft.practice)).text
    assert '<option value="harmed" selected>' in page
    assert hand_in(client, draft).status_code == 302


def test_a_reason_that_is_none_is_not_kept():
    draft = make_draft(rights=SUSPECTING)
    assert hand_in(at_desk(draft.saved_by), draft, **{field(draft): "because"}).status_code == 422
    assert Draft.objects.get().notes.get("guard", {}) == {}


def test_after_changes_were_asked_for_the_reason_is_still_there():
    draft = make_draft(rights=SUSPECTING)
    asked = asking.about(draft)
    asking.keep_notes(draft.practice, [asking.Asked(each.question, each.finding, "quotation") for each in asked],
                      by=draft.saved_by)
    assert [each.reason for each in asking.about(Draft.objects.get())] == ["quotation"]


def test_titles_captions_and_descriptions_are_read_and_addresses_for_questions_are_not():
    draft = make_draft(
        title="Amina Haddad tells", unit="Prevention desk, +44 20 7946 0958", contact_email="a.b@town.example",
        pictures=[{"id": 1, "alternative": "Mr Keller at the door", "caption": "Call 06 12 34 56 78", "safe": True}],
        documents=[{"id": 2, "title": "Dr Anna Smith: report", "language": "en"}],
        references=[{"id": "x", "title": "Ms Ruth Miller, Trust (2021)", "url": "https://x.example/0612345678"}])
    assert [(each.question, str(each.finding.kind)) for each in asking.about(draft)] == [
        ("title", "person"), ("files", "person"), ("files", "contact")]


def test_a_language_that_is_not_read_says_so():
    draft = make_draft(language="sq", rights="a.b@town.example")
    client = at_desk(draft.saved_by)
    assert "This text was not checked" in client.get(address("check", draft.practice)).text
    assert hand_in(client, draft).status_code == 302


def test_an_editor_sees_what_stays_and_why(client, editors):
    draft = make_draft(rights=SUSPECTING)
    hand_in(at_desk(draft.saved_by), draft, **{field(draft): "quotation"})
    editor = make_editor()
    editor.groups.add(editors)
    client.force_login(editor)
    page = client.get(reverse("practices_admin:review", args=[Practice.objects.get().pk]))
    assert SUSPECTING in page.text
    assert "It is a quotation" in page.text
