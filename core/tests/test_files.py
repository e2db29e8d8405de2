"""A stored file is readable as what refers to it is readable, and not otherwise."""
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page, ReferenceIndex
from wagtail.users.models import UserProfile

from core import files, visibility
from core.models import Attachment, Picture
from core.tests import picture_files

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    caches["default"].clear()  # Wagtail remembers sizes by the picture's number


@pytest.fixture(autouse=True)
def readers(monkeypatch):
    """No app but the test says who may read."""
    monkeypatch.setattr(files, "_readers", [])
    return files._readers


@pytest.fixture(autouse=True)
def editors(monkeypatch):
    monkeypatch.setattr(visibility, "_providers", [editor_by_name])


def editor_by_name(user):
    return [visibility.EDITOR] if user.first_name == "Editor" else []


def account(name):
    return get_user_model().objects.create_user(f"{name.lower()}@example.org", PASSWORD, first_name=name)


@pytest.fixture
def uploader():
    return account("Uploader")


@pytest.fixture
def picture(uploader):
    return Picture.objects.create(
        title="A", file=ContentFile(picture_files.encoded(), "a.jpg"), uploaded_by_user=uploader
    )


@pytest.fixture
def document(uploader):
    return Attachment.objects.create(
        title="Report: a/b\r\n", file=ContentFile(b"abc", "a.txt"), uploaded_by_user=uploader
    )


def get(client, address, **headers):
    """The answer, read to its end."""
    response = client.get(address, headers=headers)
    response.read = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def status(client, kept, user=None):
    client.logout()
    if user:
        client.force_login(user)
    return get(client, kept.file.url).status_code


def answer(value):
    files.register_reader(lambda kept, user: value)


def test_a_file_that_nothing_refers_to_is_for_its_uploader_and_editors(client, picture, document, uploader):
    for kept in (picture, document, picture.get_rendition("width-10")):
        assert status(client, kept) == 404
        assert status(client, kept, uploader) == 200
    for name, expected in (("Editor", 200), ("Member", 404)):
        assert status(client, picture, account(name)) == expected


def test_a_file_is_public_when_something_public_refers_to_it(client, picture):
    answer(None)
    answer(False)
    answer(True)
    assert status(client, picture) == 200
    assert status(client, picture.get_rendition("width-10")) == 200


def test_what_refers_to_a_file_may_close_it_to_editors_too(client, picture):
    answer(None)
    answer(False)
    assert status(client, picture, account("Editor")) == 404


def test_an_uploader_reads_what_was_uploaded_whatever_refers_to_it(client, picture, uploader):
    answer(False)
    assert status(client, picture, uploader) == 200


def test_an_account_that_was_closed_reads_nothing(picture, uploader):
    uploader.is_active = False
    assert not files.is_readable(picture, uploader)


def test_readers_are_asked_about_the_picture_of_a_size(client, picture):
    asked = []
    files.register_reader(lambda kept, user: asked.append(kept))
    status(client, picture.get_rendition("width-10"))
    assert set(asked) == {picture}


def test_a_reader_is_registered_once(readers):
    def reader(kept, user):
        return None

    files.register_reader(reader)
    assert files.register_reader(reader) is reader
    assert readers == [reader]


def test_public_bytes_may_be_kept_for_a_short_time_and_others_not_at_all(client, picture, uploader):
    client.force_login(uploader)
    assert get(client, picture.file.url)["Cache-Control"] == "private, no-store"
    answer(True)
    public = get(client, picture.file.url)
    assert public["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in public.get("Vary", "")


def test_a_reader_that_depends_on_the_user_makes_no_public_answer(client, picture):
    files.register_reader(lambda kept, user: user.is_authenticated)
    client.force_login(account("Member"))
    assert get(client, picture.file.url)["Cache-Control"] == "private, no-store"


def test_a_picture_comes_with_its_type_and_can_run_nothing(client, picture):
    answer(True)
    response = get(client, picture.file.url, **{"Accept-Encoding": "gzip"})
    with default_storage.open(picture.file.name) as stored:
        assert response.read == stored.read()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in response
    assert "Content-Disposition" not in response or response["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(("form", "expected"), [("avif", "image/avif"), ("webp", "image/webp")])
def test_sizes_come_with_the_type_of_their_format(client, picture, form, expected):
    answer(True)
    response = get(client, picture.get_rendition(f"width-10|format-{form}").url)
    assert response["Content-Type"] == expected


def test_a_document_is_saved_under_its_title_and_never_opened_in_the_site(client, document):
    answer(True)
    response = get(client, document.url)
    assert response.read == b"abc"
    assert response["Content-Disposition"] == 'attachment; filename="Report a b.txt"'
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_title_in_another_script_is_the_name_of_the_file(client, document):
    answer(True)
    document.title = "تقرير"
    document.save()
    assert "filename*=utf-8''%D8%AA" in get(client, document.url)["Content-Disposition"]


@pytest.mark.parametrize("ending", ["html", "svg", "js", "xml", "", "exe"])
def test_what_is_not_known_is_only_bytes(ending):
    assert files.content_type(ending) == "application/octet-stream"


def test_a_browser_that_has_the_file_gets_it_confirmed_only_while_it_may_read_it(client, picture, readers):
    answer(True)
    etag = get(client, picture.file.url)["ETag"]
    assert get(client, picture.file.url, **{"If-None-Match": etag}).status_code == 304
    readers.clear()
    assert get(client, picture.file.url, **{"If-None-Match": etag}).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd", "pictures/../../etc/passwd", "/etc/passwd", "pictures/%00.jpg", "pictures/", "",
        "pictures/0123456789abcdef0123456789abcdef.jpg", "wagtail_uploads/a.jpg", "pictures/a.jpg/", "pictures\\a.jpg",
        "avatar_images/a.jpg", "documents/a.txt", "renditions/a.jpg", "pictures/%ed%a0%80.jpg",
    ],
)  # fmt: skip
def test_other_names_do_not_exist(client, name):
    assert get(client, f"/files/{name}").status_code == 404


def test_a_file_in_the_storage_without_a_record_does_not_exist(client):
    answer(True)
    name = default_storage.save("pictures/stray.jpg", ContentFile(picture_files.encoded()))
    assert get(client, default_storage.url(name)).status_code == 404


def test_a_record_without_its_file_is_not_found(client, picture):
    answer(True)
    default_storage.delete(picture.file.name)
    assert get(client, picture.file.url).status_code == 404


def test_a_file_is_only_read(client, picture):
    answer(True)
    assert client.post(picture.file.url).status_code == 405
    head = client.head(picture.file.url)
    head.close()
    assert head.status_code == 200


def test_the_picture_of_an_account_is_for_its_owner_and_the_admin(client, uploader):
    profile = UserProfile.get_for_user(uploader)
    profile.avatar.save("picture.jpg", ContentFile(picture_files.encoded()))
    administrator = get_user_model().objects.create_superuser("admin@example.org", PASSWORD)
    for user, expected in ((None, 404), (uploader, 200), (account("Member"), 404), (administrator, 200)):
        client.logout()
        if user:
            client.force_login(user)
        assert get(client, profile.avatar.url).status_code == expected
    profile.avatar.close()


def test_addresses_of_documents_and_sizes_lead_to_the_one_view(picture, document):
    for kept in (document, picture.file, picture.get_rendition("width-10")):
        assert kept.url.startswith("/files/")


@pytest.mark.parametrize(
    ("name", "arguments"), [("wagtaildocs_serve", [1, "a"]), ("wagtailimages_serve", ["a", 1, "b"])]
)
def test_wagtails_own_views_have_no_address(name, arguments):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=arguments)


class ShownPage:
    """Stands for a page class of a content app."""

    shown = True

    class objects:
        @staticmethod
        def filter(pk__in):
            return [ShownPage()] * len(pk__in)

    def is_visible_to(self, user):
        return self.shown


def test_a_page_that_shows_a_picture_answers_for_it(monkeypatch, picture):
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(Page)
    monkeypatch.setattr(ContentType.objects, "get_for_models", lambda *models: {ShownPage: kind})
    reader = files.through_pages(ShownPage)
    assert reader(picture, AnonymousUser()) is None
    ReferenceIndex.objects.create(
        base_content_type=kind, content_type=kind, object_id="7", to_object_id=str(picture.pk),
        to_content_type=ContentType.objects.get_for_model(Picture), model_path="body", content_path="body",
        content_path_hash="00000000-0000-0000-0000-000000000000",
    )  # fmt: skip
    assert reader(picture, AnonymousUser()) is True
    monkeypatch.setattr(ShownPage, "shown", False)
    assert reader(picture, AnonymousUser()) is False
