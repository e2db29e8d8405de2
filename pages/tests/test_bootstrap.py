"""An empty site gets its pages once; afterwards they belong to the editors."""
import pytest
from wagtail.models import Locale, Page, Site

from core import languages
from pages.bootstrap import PLANNED, ensure_pages
from pages.models import HomePage, InformationPage, TermsPage

pytestmark = pytest.mark.django_db


def test_every_language_has_a_locale(site):
    assert set(Locale.objects.values_list("language_code", flat=True)) == {each.django for each in languages.ALL}


def test_pages_exist_in_six_languages_as_translations_of_each_other(site):
    assert HomePage.objects.count() == 6
    assert InformationPage.objects.count() == 6 * len(PLANNED)
    for page in InformationPage.objects.filter(locale__language_code="en"):
        assert page.get_translations().live().count() == 5


def test_addresses_differ_by_their_prefix_only(site):
    urls = {page.locale.language_code: page.get_url_parts()[2] for page in TermsPage.objects.all()}
    assert urls == {
        "ar": "/ar/terms/", "en": "/en/terms/", "es": "/es/terms/", "fr": "/fr/terms/", "ru": "/ru/terms/",
        "zh-hans": "/zh/terms/",
    }


def test_the_site_begins_at_the_english_home_page(site):
    root = Site.objects.get(is_default_site=True).root_page.specific
    assert isinstance(root, HomePage)
    assert root.locale.language_code == "en"
    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()


def test_running_it_again_changes_nothing(site, django_assert_num_queries):
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "path", "latest_revision"))
    ensure_pages()
    assert list(Page.objects.order_by("pk").values_list("pk", "title", "path", "latest_revision")) == before


def test_what_an_editor_wrote_renamed_or_moved_stays(site):
    page = InformationPage.objects.get(slug="privacy", locale__language_code="fr")
    page.title, page.slug = "Vos données", "donnees"
    page.save_revision().publish()
    ensure_pages()
    again = InformationPage.objects.get(pk=page.pk)
    assert (again.title, again.slug) == ("Vos données", "donnees")
    assert InformationPage.objects.filter(translation_key=page.translation_key).count() == 6


def test_a_missing_page_comes_back(site):
    InformationPage.objects.get(slug="api", locale__language_code="ru").delete()
    ensure_pages()
    assert InformationPage.objects.filter(slug="api", locale__language_code="ru").exists()
