"""Twenty posts of the same form at the same time have one effect, and every one is answered as if it were the only."""
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from wagtail.models import Collection

from accounts.models import User
from core import stored
from core.models import Attachment, AuditEntry, OutboxRow
from core.uploads import child, sandbox
from practices.choices import State
from practices.models import Draft, DraftFile, Practice, PracticePage, Step
from practices.tests.at_the_desk import address, at_desk, hidden
from practices.tests.factories import ensure_tree
from practices.tests.submission import make_draft, make_editor, published, submitted

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20
NEW = "/en/desk/practices/new/"


@pytest.fixture(autouse=True)
def folders(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    ensure_tree()
    if not Collection.objects.exists():  # a test before this one may have emptied every table
        Collection.add_root(name="Root")


def all_at_once(clients, path, sent, **more):
    """Send the same to the same address; every answer."""
    start, answers = threading.Barrier(len(clients)), []

    def send(client):
        start.wait()
        try:
            values = sent() if callable(sent) else sent
            answers.append(client.post(path, values, **more))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(clients)
    return answers


def clients_of(person):
    """The same person in as many browsers."""
    return [at_desk(person) for _number in range(AT_ONCE)]


def marks(client, path, *names):
    page = client.get(path)
    return {name: hidden(page, name) for name in names}


def test_begin():
    draft = make_draft()
    clients = clients_of(draft.saved_by)
    sent = {**marks(clients[0], NEW, "key", "city"), "language": "sq"}
    before = AuditEntry.objects.filter(action="practice.begun").count()
    answers = all_at_once(clients, NEW, sent)
    begun = Practice.objects.exclude(pk=draft.practice_id).get()
    assert {answer.headers.get("Location") for answer in answers} == {address("question", begun, "title")}
    assert AuditEntry.objects.filter(action="practice.begun").count() == before + 1


@pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}], ids=["sent", "saved by itself"])
def test_answer_a_question(headers):
    draft = make_draft()
    clients, path = clients_of(draft.saved_by), address("question", draft.practice, "title")
    sent = {**marks(clients[0], path, "version", "seen", "page"), "turn": "1", "title": "Once", "next": "on"}
    answers = all_at_once(clients, path, sent, headers=headers)
    assert {answer.status_code for answer in answers} == {200 if headers else 302}
    stored_now = Draft.objects.get()
    assert stored_now.answers == {**draft.answers, "title": "Once"}
    if headers:
        assert stored_now.version == draft.version + 1


def test_twenty_people_answer_in_twenty_ways():
    """One wins; everybody else sees both answers, and nothing of theirs is lost."""
    draft = make_draft()
    clients, path = clients_of(draft.saved_by), address("question", draft.practice, "title")
    sent = [{**marks(client, path, "version", "seen", "page"), "title": f"Way {number}", "next": "on"}
            for number, client in enumerate(clients)]
    waiting = iter(sent)
    answers = all_at_once(clients, path, lambda: next(waiting))
    assert sorted(answer.status_code for answer in answers) == [302, *[409] * (AT_ONCE - 1)]
    kept = Draft.objects.get().answers["title"]
    for answer in answers:
        if answer.status_code == 409:
            assert kept in answer.text
            assert f'value="{answer.wsgi_request.POST["title"]}"' in answer.text


def test_upload_a_file(monkeypatch):
    monkeypatch.setattr(sandbox, "run", child.clean)  # twenty processes would take their time
    draft = make_draft()
    clients, path = clients_of(draft.saved_by), address("files", draft.practice)
    seen = marks(clients[0], path, "seen")
    answers = all_at_once(clients, path, lambda: {
        **seen, "next": "stay", "documents": SimpleUploadedFile("report.txt", b"What was done")})
    assert {answer.status_code for answer in answers} == {302}
    assert DraftFile.objects.count() == Attachment.objects.count() == 1
    assert [row["id"] for row in Draft.objects.get().answers["documents"]] == [Attachment.objects.get().pk]
    assert AuditEntry.objects.filter(action="practice.file_added").count() == 1
    assert stored.verify(young=-stored.YOUNG).well


def test_hand_in():
    draft = make_draft()
    clients, path = clients_of(draft.saved_by), address("check", draft.practice)
    answers = all_at_once(clients, path, marks(clients[0], path, "key"))
    assert {answer.headers.get("Location") for answer in answers} == {address("submitted", draft.practice)}
    assert Step.objects.count() == PracticePage.objects.count() == 1
    assert PracticePage.objects.get().revisions.count() == 1
    assert AuditEntry.objects.filter(action="practice.submitted").count() == 1
    assert OutboxRow.objects.filter(topic="practices.step").count() == 1


def test_withdraw():
    practice = published(submitted(), make_editor())
    steps = Step.objects.count()
    clients = clients_of(User.objects.get(pk=practice.submitters.get().pk))
    answers = all_at_once(clients, address("withdraw", practice), {"reason": "The unit was closed."})
    assert {answer.headers.get("Location") for answer in answers} == {"/en/desk/"}
    assert Practice.objects.get().state == State.WITHDRAWN
    assert Step.objects.count() == steps + 1
    assert AuditEntry.objects.filter(action="practice.withdrawn").count() == 1


def test_delete():
    draft = make_draft()
    answers = all_at_once(clients_of(draft.saved_by), address("delete", draft.practice), {})
    assert {answer.status_code for answer in answers} <= {302, 404}
    assert not Practice.objects.exists()
    assert AuditEntry.objects.filter(action="practice.discarded").count() == 1
