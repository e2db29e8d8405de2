"""Through the city's own form: what tells on people, blows up or is two things at once; and far too much of it."""
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import stored
from core.documents.cleaning import SIGNATURES
from core.models import Attachment, Picture
from core.tests import hostile_files as files
from core.tests import picture_files
from core.tests.document_files import PLANTED
from core.uploads import child, handler, sandbox
from core.uploads.sentences import SENTENCES, UploadRefused
from practices.attaching import DOCUMENTS, PICTURES
from practices.desk import uploads
from practices.models import DraftFile
from practices.tests.at_the_desk import at_desk, send_files
from practices.tests.factories import ensure_tree
from practices.tests.submission import make_draft

pytestmark = pytest.mark.django_db
QUICK = ("png of 121 megapixels", "webp canvas", "docx of spaces", "docx with a billion laughs",
         "pdf packed four times")
PAYLOADS = {**files.METADATA, **files.POLYGLOTS, **{case: files.BOMBS[case] for case in QUICK}}
BATCH = 8


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def in_this_process(monkeypatch):
    monkeypatch.setattr(sandbox, "run", child.clean)


@pytest.fixture
def draft():
    ensure_tree()
    return make_draft()


@pytest.fixture
def client(draft):
    return at_desk(draft.saved_by)


def is_document(name):
    return name.rpartition(".")[2] in SIGNATURES


def batches():
    for sort, wanted in ((DOCUMENTS, True), (PICTURES, False)):
        cases = [case for case, (name, _make) in PAYLOADS.items() if is_document(name) is wanted]
        for start in range(0, len(cases), BATCH):
            yield pytest.param(sort, cases[start : start + BATCH], id=f"{sort} from {start}")


def is_refused(upload, sort):
    try:
        uploads.CLEANERS[sort](upload)
    except UploadRefused:
        return True
    return False


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(("sort", "cases"), list(batches()))
def test_several_at_once_are_judged_each_for_itself(client, draft, sort, cases):
    sent = []
    for number, case in enumerate(cases):
        name, make = PAYLOADS[case]
        sent.append(SimpleUploadedFile(f"case {number}.{name.rpartition('.')[2]}", make()))
    expected = {number for number, upload in enumerate(sent) if is_refused(upload, sort)}
    answer = send_files(client, draft, **{sort: sent})
    assert {int(number) for number in re.findall(r"<bdi>case (\d+)\.", answer.text)} == expected
    kept = [*Picture.objects.all(), *Attachment.objects.all()]
    assert bool(kept) is (len(expected) < len(cases))
    for each in kept:
        with each.file.open() as file:
            data = files.everything(each.file.name, file.read())
        assert PLANTED not in data
        assert files.EVIL not in data
    assert stored.verify(young=-stored.YOUNG).well


@pytest.mark.parametrize("case", QUICK[:4])
def test_a_bomb_is_refused_with_its_sentence(client, draft, case):
    name, make = files.BOMBS[case]
    sort = "documents" if is_document(name) else "pictures"
    answer = send_files(client, draft, **{sort: [SimpleUploadedFile(name, make())]})
    assert answer.status_code == 422
    assert any(str(sentence).partition("%")[0][:40] in answer.text for sentence in SENTENCES.values())
    assert not DraftFile.objects.exists()
    assert stored.verify(young=-stored.YOUNG).files == 0


@pytest.mark.usefixtures("in_this_process")
def test_a_hundred_files_in_one_request_are_bounded(client, draft, monkeypatch):
    """What is too much is not read; what fits is taken, and every word of the form arrives."""
    monkeypatch.setattr(handler, "ALTOGETHER", 300_000)
    opened = []
    monkeypatch.setattr(sandbox, "run", lambda kind, data: opened.append(len(data)) or data)
    many = [SimpleUploadedFile(f"report {number}.txt", f"{number}".encode() * 20_000) for number in range(100)]
    answer = send_files(client, draft, documents=many)
    assert answer.status_code == 422
    assert sum(opened) <= handler.ALTOGETHER
    assert Attachment.objects.count() == len(opened) == 10
    assert answer.text.count("This was too much at once.") == 88  # two more fit in, and found no place in the entry
    assert "report 99.txt" in answer.text


def test_no_more_than_forty_are_read(client, draft, monkeypatch):
    monkeypatch.setattr(sandbox, "run", lambda kind, data: data)
    many = [SimpleUploadedFile(f"{number}.txt", b"a%d" % number) for number in range(60)]
    answer = send_files(client, draft, documents=many)
    assert answer.text.count("This was too much at once.") == 60 - handler.FILES
    assert Attachment.objects.count() == 10


def test_a_file_beyond_all_size_is_not_read_to_its_end(client, draft, monkeypatch):
    monkeypatch.setattr(handler, "LARGEST", 22_000_000)
    seen = []
    monkeypatch.setattr(uploads.documents, "bytes_of", lambda upload, *_a, **_k: seen.append(upload.size) or b"x")
    monkeypatch.setattr(sandbox, "run", lambda kind, data: data)
    send_files(client, draft, documents=[SimpleUploadedFile("a.txt", b"a" * 40_000_000)])
    assert seen[0] < 22_200_000


def test_looking_into_files_takes_no_longer_than_a_minute(client, draft, monkeypatch):
    monkeypatch.setattr(uploads, "LONGEST_CHECK", -1.0)
    answer = send_files(client, draft, pictures=[SimpleUploadedFile("a.png", picture_files.encoded(kind="PNG"))])
    assert answer.status_code == 422
    assert "Checking the other files took too long." in answer.text
    assert not Picture.objects.exists()
