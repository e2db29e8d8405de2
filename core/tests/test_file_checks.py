"""A configuration that would let files past the gate is an error."""
from types import SimpleNamespace

import pytest
from django.urls import include, path
from wagtail.documents import urls as document_urls
from wagtail.images import urls as image_urls

from core import checks

urlpatterns = [path("documents/", include(document_urls)), path("images/", include(image_urls))]


def ids(errors):
    return [error.id for error in errors]


def test_the_project_is_in_order():
    assert checks.files_are_cleaned(None) + checks.storage_is_not_public(None) == []
    assert checks.stock_views_are_not_routed(None) == []


@pytest.mark.parametrize("name", checks.EXPECTED)
def test_another_model_form_or_address_is_an_error(settings, monkeypatch, name):
    # Only the check is shown the other value: telling the whole program makes Wagtail look for the model.
    shown = {each: getattr(settings, each, "") for each in checks.EXPECTED} | {name: "something.Else"}
    monkeypatch.setattr(checks, "settings", SimpleNamespace(**shown))
    assert "core.E001" in ids(checks.files_are_cleaned(None))


def test_files_in_a_public_folder_are_an_error(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "media")
    assert ids(checks.storage_is_not_public(None)) == ["core.E003"]


def test_a_storage_with_addresses_of_its_own_is_an_error(settings):
    settings.MEDIA_URL = "https://storage.example/"
    assert "core.E002" in ids(checks.storage_is_not_public(None))


@pytest.mark.urls(__name__)
def test_wagtails_own_views_are_an_error():
    assert ids(checks.stock_views_are_not_routed(None)) == ["core.E004", "core.E004"]
