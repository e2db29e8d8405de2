"""An editor translates a practice through wagtail-localize: live at once, available once it is translated."""
import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cities.models import CityMembership
from practices.choices import State
from practices.folders import folder
from practices.models import CaseStudyPage, LanguageVersion, Practice
from practices.tests.editing import edit_url
from practices.tests.factories import make_city, make_page

pytestmark = pytest.mark.django_db
FACTS = {"cities", "hub", "start_year", "status", "scope", "evaluation", "references", "concepts_form", "keywords",
         "adapted_from", "visibility", "embargo_until", "city_withheld", "contact_languages"}


@pytest.fixture
def source():
    return make_page(
        language="mk", title="Дијалог на пазар", summary="Соседи разговараа.", start_year=2019,
        cities=[make_city("Kumanovo", country="MK", m49="039")])


@pytest.fixture
def target(desk, source, django_capture_on_commit_callbacks):
    """The Arabic page, right after an editor asked for it."""
    url = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(url, {"locales": [folder("ar").locale_id]})
    assert answer.status_code == 302
    return CaseStudyPage.objects.get(locale=folder("ar").locale)


def translate_everything(target, client, run):
    translation = Translation.objects.get(target_locale=target.locale)
    for segment in StringSegment.objects.filter(source=translation.source):
        StringTranslation.objects.create(
            translation_of=segment.string, locale=target.locale, context=segment.context,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, data=f"ترجمة {segment.pk}")
    with run(execute=True):
        return client.post(edit_url(target), {"action": "publish"})


def languages_of(page):
    return set(LanguageVersion.objects.filter(practice=page.practice_id).values_list("language", flat=True))


def test_a_new_translation_is_live_with_the_sources_text_but_no_reader_is_offered_it(source, target):
    assert target.live
    assert target.title == source.title
    assert target.practice_id == source.practice_id
    assert target.get_parent().pk == folder("ar").pk
    assert languages_of(source) == {"mk"}
    assert Practice.objects.get(pk=source.practice_id).version_for("ar").language == "mk"


def test_once_translated_and_published_the_language_is_available(
    desk, source, target, django_capture_on_commit_callbacks
):
    translate_everything(target, desk, django_capture_on_commit_callbacks)
    target.refresh_from_db()
    assert target.title.startswith("ترجمة")
    assert languages_of(source) == {"mk", "ar"}
    assert Practice.objects.get(pk=source.practice_id).version_for("ar").page_id == target.pk


def test_the_translating_form_shows_texts_and_no_fact(desk, target):
    page = BeautifulSoup(desk.get(edit_url(target)).content, "html.parser")
    props = json.loads(page.select_one(".js-translation-editor")["data-props"])
    paths = {segment["contentPath"].split(".")[0] for segment in props["segments"]}
    assert {"title", "summary"} <= paths
    assert not FACTS & paths
    assert props["locale"]["code"] == "ar"
    assert page.select_one('script[src$="admin/direction.js"]')


def test_a_translation_written_by_hand_offers_texts_only_and_keeps_its_facts_out(desk, source, target):
    translation = Translation.objects.get(target_locale=target.locale)
    desk.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]), {"next": edit_url(target)})
    form = desk.get(edit_url(target)).context["form"]
    assert {"title", "summary", "situation", "outcomes"} <= set(form.fields)
    assert not FACTS & set(form.fields)
    page = BeautifulSoup(desk.get(edit_url(target)).content, "html.parser")
    tabs = [tab.get_text(strip=True).removesuffix("()") for tab in page.select("[role=tab]")]
    assert tabs == ["Text", "Evidence & outcomes", "Address"]
    assert page.select_one("[name=title]")["dir"] == "rtl"


def test_the_facts_of_a_translation_are_those_of_its_original(source, target):
    assert target.facts.pk == source.pk
    assert [city.pk for city in target.facts.cities.all()] == [city.pk for city in source.cities.all()]


def test_taking_a_translation_back_takes_only_its_language(desk, source, target, django_capture_on_commit_callbacks):
    translate_everything(target, desk, django_capture_on_commit_callbacks)
    desk.post(reverse("wagtailadmin_pages:unpublish", args=[target.pk]))
    practice = Practice.objects.get(pk=source.practice_id)
    assert practice.state == State.PUBLISHED
    assert [version.language for version in practice.available_versions()] == ["mk"]


def test_nobody_publishes_a_translation_of_their_own_citys_entry(
    desk, editor, source, target, django_capture_on_commit_callbacks
):
    CityMembership.objects.create(user=editor, city=source.cities.get())
    translate_everything(target, desk, django_capture_on_commit_callbacks)
    target.refresh_from_db()
    assert target.title == source.title
    assert languages_of(source) == {"mk"}


def test_turning_a_translation_into_an_alias_is_not_offered_and_refused(desk, target):
    translation = Translation.objects.get(target_locale=target.locale)
    desk.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]), {"next": edit_url(target)})
    assert b"localize-convert-to-alias" not in desk.get(edit_url(target)).content
    desk.post(reverse("wagtail_localize:convert_to_alias", args=[target.pk]))
    target.refresh_from_db()
    assert target.alias_of_id is None
