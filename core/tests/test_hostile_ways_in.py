"""The same files through the forms of the admin: each is refused with its sentence or kept clean."""
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import UploadedFile

from core import stored
from core.documents.cleaning import SIGNATURES
from core.models import Attachment, Picture
from core.tests import hostile_files as files
from core.tests.document_files import PLANTED
from core.uploads import child, sandbox
from core.uploads.sentences import SENTENCES

pytestmark = pytest.mark.django_db
BEGINNINGS = tuple(str(sentence).partition("%")[0] for sentence in SENTENCES.values())
LOOKED_AT_ONLY = ("png of 121 megapixels", "jpeg that says four gigapixels", "webp canvas", "text of 21 megabytes")
PAYLOADS = {**files.METADATA, **files.POLYGLOTS, **{case: files.BOMBS[case] for case in LOOKED_AT_ONLY}}


@pytest.fixture(autouse=True)
def media(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(sandbox, "run", child.clean)
    return tmp_path


@pytest.fixture
def staff(client):
    client.force_login(get_user_model().objects.create_superuser("admin@example.org", "a-long-password"))
    return client


@pytest.mark.parametrize("way", ["wagtailimages:add_multiple", "wagtaildocs:add_multiple"])
def test_everything_through_the_form_for_several(staff, way):
    documents = way.startswith("wagtaildocs")
    model = Attachment if documents else Picture
    for case, (name, make) in PAYLOADS.items():
        if (name.rpartition(".")[2] in SIGNATURES) is not documents:
            continue
        before = model.objects.count()
        told = staff.post(reverse(way), {"title": "A", "files[]": SimpleUploadedFile(name, make())}).json()
        if not told["success"]:
            assert told["error_message"].startswith(BEGINNINGS), case
            assert model.objects.count() == before
            continue
        with model.objects.latest("pk").file.open() as file:
            kept = files.everything(file.name, file.read())
        assert PLANTED not in kept, case
        assert files.EVIL not in kept, case
    assert model.objects.count() > 10
    assert not UploadedFile.objects.exists()
    assert stored.verify(young=-stored.YOUNG).well


@pytest.mark.parametrize(("case", "way"), [
    ("pdf, html behind", "wagtaildocs:add"), ("svg called png", "wagtailimages:add"),
    ("docx with a class", "wagtaildocs:add"),
])
def test_the_form_for_one_says_why(staff, case, way):
    name, make = PAYLOADS[case]
    answer = staff.post(reverse(way), {"title": "A", "file": SimpleUploadedFile(name, make())})
    assert any(beginning in answer.text for beginning in BEGINNINGS)
    assert not Picture.objects.exists()
    assert not Attachment.objects.exists()
