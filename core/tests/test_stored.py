"""Rows and stored files agree, and what a crash left in the storage is removed, nothing else."""
import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from wagtail.users.models import UserProfile

from core import periodic, stored
from core.models import Attachment, Picture
from core.tests import picture_files

pytestmark = pytest.mark.django_db
AT_ONCE = timedelta(seconds=-1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def kept():
    """A picture with a size of it, a document, the picture of an account."""
    picture = Picture.objects.create(title="A", file=ContentFile(picture_files.encoded(), "a.jpg"))
    picture.get_rendition("width-20")
    person = UserProfile.get_for_user(get_user_model().objects.create_user("a@site.example"))
    person.avatar.save("a.png", ContentFile(b"avatar"))
    return Attachment.objects.create(title="A", file=ContentFile(b"What was done", "a.txt"))


def age(name, *, days=2):
    then = time.time() - days * 86_400
    os.utime(default_storage.path(name), (then, then))


def left_over(name="documents/left.txt"):
    stands = default_storage.save(name, ContentFile(b"left by a crash"))
    age(stands)
    return stands


def told():
    said = StringIO()
    try:
        call_command("media_verify", stdout=said)
    except SystemExit as end:
        return end.code, said.getvalue()
    return 0, said.getvalue()


def test_what_is_in_order_is_said_to_be(kept):
    code, said = told()
    assert code == 0
    assert said.strip() == "4 rows, 4 files"


def test_a_file_that_is_gone_is_named(kept):
    default_storage.delete(kept.file.name)
    code, said = told()
    assert code == 1
    assert f"MISSING: {kept.file.name}" in said


@pytest.mark.parametrize("harm", ["other bytes", "no digest"])
def test_a_file_that_is_not_as_recorded_is_named(kept, media, harm):
    if harm == "other bytes":
        (media / kept.file.name).write_bytes(b"What was dona")
    else:
        Attachment.objects.update(sha256="")
    code, said = told()
    assert code == 1
    assert f"NOT AS RECORDED: {kept.file.name}" in said


def test_a_file_without_a_row_is_named_once_it_is_old(kept):
    young = default_storage.save("documents/young.txt", ContentFile(b"its row comes"))
    old = left_over()
    code, said = told()
    assert code == 1
    assert f"WITHOUT A ROW: {old}" in said
    assert young not in said


def test_the_sweep_removes_what_nobody_refers_to_and_nothing_else(kept):
    for name, _digest in stored._rows():
        age(name)
    old, young = left_over(), default_storage.save("pictures/young.png", ContentFile(b"its row comes"))
    assert stored.sweep() == 1
    assert not default_storage.exists(old)
    assert default_storage.exists(young)
    assert told()[0] == 0


def test_a_row_that_is_written_while_the_files_are_listed_keeps_its_file(kept, monkeypatch):
    old, listed = left_over(), stored._files

    def slow(folder=""):
        names = list(listed(folder))
        Attachment.objects.filter(pk=kept.pk).update(file=old)
        return names

    monkeypatch.setattr(stored, "_files", slow)
    assert stored.orphans() == []


def test_a_sweep_in_the_wrong_folder_deletes_nothing(kept, caplog):
    names = [left_over(f"documents/{number}.txt") for number in range(stored.ALWAYS + 1)]
    with pytest.raises(stored.Suspicious):
        stored.sweep()
    assert all(default_storage.exists(name) for name in names)
    assert "none was deleted" in caplog.text
    with pytest.raises(SystemExit):
        call_command("media_verify", remove_orphans=True, stdout=StringIO())
    assert all(default_storage.exists(name) for name in names)


def test_the_command_removes_on_request(kept):
    left_over()
    said = StringIO()
    call_command("media_verify", remove_orphans=True, stdout=said)
    assert "1 files without a row deleted" in said.getvalue()


def test_the_worker_sweeps_once_a_day():
    assert [job.every for job in periodic.jobs() if job.name == "media.sweep"] == [86_400.0]


def test_a_folder_that_was_never_made_is_no_trouble(media):
    os.rmdir(media)
    assert stored.sweep(young=AT_ONCE) == 0
    assert told()[0] == 0
