"""Pictures and files of a draft: cleaned, described, the city's own until it is handed in, gone with the draft."""
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.models import Attachment, Picture
from core.tests import document_files, picture_files
from practices import attaching, reviewing, submitting
from practices.choices import State
from practices.folders import ensure_folders
from practices.models import Draft, DraftFile
from practices.tests.at_the_desk import address, answers_of, at_desk, described, send_files
from practices.tests.factories import make_city
from practices.tests.submission import make_draft, make_editor, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    ensure_folders()
    return tmp_path


@pytest.fixture
def draft(db):
    return make_draft()


@pytest.fixture
def client(draft):
    return at_desk(draft.saved_by)


def photo(name="Me at home.jpg", orientation=None):
    picture = picture_files.encoded(exif=picture_files.exif(orientation))
    return SimpleUploadedFile(name, picture, "image/jpeg")


def other_photo(number):
    return SimpleUploadedFile(f"{number}.png", picture_files.encoded(picture_files.drawn((20 + number, 20)), "PNG"))


def paper(name="Report by me.docx"):
    return SimpleUploadedFile(name, document_files.office("docx"))


def stored(kept):
    with default_storage.open(kept.file.name) as file:
        return file.read()


def test_two_pictures_are_taken_without_place_and_camera(client, draft, media):
    assert b"PLANTED" in photo().read()
    found = send_files(client, draft, pictures=[photo(), other_photo(1)])
    assert found.status_code == 302
    assert found.url == address("files", draft.practice)
    rows = answers_of(draft)["pictures"]
    assert [row["id"] for row in rows] == list(Picture.objects.order_by("pk").values_list("pk", flat=True))
    for kept in Picture.objects.all():
        assert picture_files.foreign_parts(stored(kept)) == []
        assert kept.uploaded_by_user == draft.saved_by
        assert "home" not in kept.title + kept.file.name
    assert not any(b"PLANTED" in file.read_bytes() for file in media.rglob("*") if file.is_file())


def test_each_picture_is_described_in_the_language_of_the_entry(client, draft):
    Draft.objects.update(language="ar")
    send_files(client, draft, pictures=[photo()])
    page = client.get(address("files", draft.practice)).text
    assert page.count('lang="ar" dir="rtl"') >= 2
    send_files(client, draft, **described(draft))
    row = answers_of(draft)["pictures"][0]
    assert (row["alternative"], row["safe"]) == ("A bus at night", True)


def test_a_picture_without_description_or_tick_is_not_handed_in(client, draft):
    send_files(client, draft, pictures=[photo()])
    file = answers_of(draft)["pictures"][0]["id"]
    for texts in ({"alternative": "A bus", "safe": ""}, {"alternative": "", "safe": "1"}):
        sent = {f"pictures-{file}-{name}": value for name, value in {"sent": "1", "caption": "", **texts}.items()}
        send_files(client, draft, **sent)
        assert "files/?then=check" in client.get(address("check", draft.practice)).text
    send_files(client, draft, **described(draft))
    assert "files/?then=check" in client.get(address("check", draft.practice)).text  # the way to change it
    assert 'name="key"' in client.get(address("check", draft.practice)).text


def test_a_refused_file_says_why_and_everything_else_is_kept(client, draft):
    send_files(client, draft, pictures=[photo()])
    bad = SimpleUploadedFile("page.jpg", b"<!DOCTYPE html><script>alert(1)</script>")
    found = send_files(client, draft, pictures=[bad, other_photo(3)], documents=[paper(), bad], **described(draft))
    assert found.status_code == 422
    assert "page.jpg" in found.text
    assert "not a JPEG, PNG or WebP picture" in found.text
    assert 'href="#add-pictures"' in found.text
    rows = answers_of(draft)
    assert [row["alternative"] for row in rows["pictures"]] == ["A bus at night", ""]
    assert [row["title"] for row in rows["documents"]] == ["Report by me"]
    assert b"PLANTED" not in b"".join(document_files.unpacked(stored(Attachment.objects.get())).values())


def test_the_same_file_sent_twice_is_there_once(client, draft):
    for _ in range(2):
        send_files(client, draft, pictures=[photo()], documents=[paper()])
    assert Picture.objects.count() == Attachment.objects.count() == 1
    assert len(answers_of(draft)["pictures"]) == 1


def test_ten_pictures_are_the_most(client, draft):
    found = send_files(client, draft, pictures=[other_photo(number) for number in range(11)])
    assert found.status_code == 422
    assert "10.png" in found.text
    assert len(answers_of(draft)["pictures"]) == Picture.objects.count() == attaching.MOST["pictures"]


def test_words_that_are_too_long_are_said_and_kept(client, draft):
    send_files(client, draft, pictures=[photo()])
    words = {**described(draft)}
    place = next(name for name in words if name.endswith("alternative"))
    found = send_files(client, draft, **{**words, place: "x" * 251})
    assert found.status_code == 422
    assert f'href="#{place}"' in found.text
    assert "x" * 251 in found.text
    assert 'name="key"' not in client.get(address("check", draft.practice)).text


def test_words_of_a_colleague_are_not_overwritten(client, draft):
    send_files(client, draft, pictures=[photo()])
    opened = client.get(address("files", draft.practice)).context["seen"]
    colleague = at_desk(make_person(draft.practice.owner_city))
    words = described(draft)
    place = next(name for name in words if name.endswith("alternative"))
    send_files(colleague, draft, **{**words, place: "Theirs"})
    found = client.post(address("files", draft.practice), {**words, place: "Mine", "seen": opened})
    assert found.status_code == 409
    assert "Theirs" in found.text
    assert "Mine" in found.text
    assert answers_of(draft)["pictures"][0]["alternative"] == "Theirs"
    send_files(client, draft, **{**words, place: "Mine"})
    assert answers_of(draft)["pictures"][0]["alternative"] == "Mine"


def test_a_removed_picture_is_deleted_with_its_bytes(client, draft, django_capture_on_commit_callbacks):
    send_files(client, draft, pictures=[photo()])
    kept = Picture.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        send_files(client, draft, remove=f"pictures-{kept.pk}", next="")
    assert answers_of(draft)["pictures"] == []
    assert not Picture.objects.exists()
    assert not default_storage.exists(kept.file.name)


def test_only_files_of_the_draft_itself_can_be_described_or_removed(client, draft):
    foreign = Picture.objects.create(title="Foreign", file=photo())
    sent = {f"pictures-{foreign.pk}-sent": "1", f"pictures-{foreign.pk}-alternative": "Mine"}
    send_files(client, draft, **sent)
    send_files(client, draft, remove=f"pictures-{foreign.pk}")
    assert Picture.objects.filter(pk=foreign.pk).exists()
    assert answers_of(draft)["pictures"] == []


def test_before_it_is_handed_in_only_the_city_sees_its_files(client, draft):
    send_files(client, draft, pictures=[photo()], documents=[paper()])
    colleague = make_person(draft.practice.owner_city)
    stranger, editor = make_person(make_city("Other")), make_editor()
    for kept in (Picture.objects.get(), Attachment.objects.get()):
        path = f"/files/{kept.file.name}"
        assert Client().get(path).status_code == 404
        assert at_desk(stranger).get(path).status_code == 404
        assert at_desk(editor).get(path).status_code == 404
        answer = at_desk(colleague).get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert b"".join(answer.streaming_content) == stored(kept)


def test_what_is_handed_in_is_seen_by_editors_and_not_by_readers(client, draft):
    send_files(client, draft, pictures=[photo()])
    send_files(client, draft, **described(draft))
    practice = submitting.submit(Draft.objects.get(), by=draft.saved_by)
    path = f"/files/{Picture.objects.get().file.name}"
    answer = at_desk(make_editor()).get(path)
    assert answer.status_code == 200
    assert answer.getvalue()
    assert Client().get(path).status_code == 404
    assert [child.value["alternative"] for child in practice.newest_text().pictures] == ["A bus at night"]


def test_a_picture_that_the_entry_shows_outlives_its_removal_from_the_draft(client, draft):
    send_files(client, draft, pictures=[photo()])
    send_files(client, draft, **described(draft))
    practice, editor = submitting.submit(Draft.objects.get(), by=draft.saved_by), make_editor()
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="More.", comments={"files": "Another one?"})
    again = submitting.open_draft(practice, by=draft.saved_by)
    send_files(client, again, remove=f"pictures-{Picture.objects.get().pk}")
    assert Picture.objects.exists()
    assert answers_of(again)["pictures"] == []


def test_with_the_draft_its_files_go(client, draft, django_capture_on_commit_callbacks):
    send_files(client, draft, pictures=[photo()], documents=[paper()])
    names = [Picture.objects.get().file.name, Attachment.objects.get().file.name]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("delete", draft.practice))
    assert not Picture.objects.exists()
    assert not Attachment.objects.exists()
    assert not DraftFile.objects.exists()
    assert not any(default_storage.exists(name) for name in names)


def test_nothing_is_uploaded_to_an_entry_that_waits(client, draft):
    submitting.submit(draft, by=draft.saved_by)
    answer = client.post(address("files", draft.practice), {"pictures": [photo()]})
    assert answer.status_code == 409
    assert not Picture.objects.exists()
    draft.practice.refresh_from_db()
    assert draft.practice.state == State.SUBMITTED


def test_a_number_of_thousands_of_digits_removes_nothing(client, draft):
    send_files(client, draft, pictures=[photo()])
    assert send_files(client, draft, remove=f"pictures-{'9' * 5000}").status_code == 302
    assert Picture.objects.exists()
