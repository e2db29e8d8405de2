"""From a submission to a translation that readers have: its state is said, its facts are the original's at once."""
import pytest
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from practices.choices import VersionState
from practices.folders import ensure_folders, folder
from practices.models import Practice, PracticePage
from practices.tests.editing import edit_url, form_data
from practices.tests.factories import make_city
from practices.tests.submission import concept, make_editor, published, submitted
from practices.tests.test_admin_translating import translate_everything
from search.preparing import ensure_index
from taxonomy.loading import load_vocabularies

pytestmark = pytest.mark.django_db
MACHINE, MANUAL = StringTranslation.TRANSLATION_TYPE_MACHINE, StringTranslation.TRANSLATION_TYPE_MANUAL


@pytest.fixture
def practice(db):
    """A submission of a city, screened and published by editors."""
    ensure_folders()
    ensure_index()
    load_vocabularies()
    return published(submitted(city=make_city("Kumanovo", country="MK", m49="039")), make_editor())


@pytest.fixture
def arabic(desk, practice, django_capture_on_commit_callbacks):
    """Its Arabic page, every sentence translated and published by another editor."""
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("wagtail_localize:submit_page_translation", args=[practice.original_id]),
                  {"locales": [folder("ar").locale_id]})
    page = PracticePage.objects.get(locale=folder("ar").locale)
    translate_everything(page, desk, django_capture_on_commit_callbacks)
    return page


def read(client, practice, ui="ar"):
    """The Arabic text inside an interface."""
    answer = client.get(f"/{ui}/practices/{practice.pk}/-/?content=ar", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def state_of(practice):
    return Practice.objects.get(pk=practice.pk).versions.get(language="ar").state


def change(desk, practice, **fields):
    """What an editor changes in the form of the original and publishes."""
    page = Practice.objects.get(pk=practice.pk).newest_text()
    chosen = {f"concepts_{item.scheme}": [item.pk] for item in page.concepts.all()}
    data = form_data(slug=page.slug, title=page.title, summary=page.summary, status=page.status,
                     start_year=page.start_year, end_year=page.end_year,
                     cities=[city.pk for city in page.cities.all()], **chosen)
    answer = desk.post(edit_url(page), {**data, **fields, "action-publish": "yes"})
    assert answer.status_code == 302


def test_an_editor_without_a_tie_translates_what_was_screened(client, practice, arabic):
    client.logout()
    assert state_of(practice) == VersionState.HUMAN
    shown = read(client, practice)
    assert "ترجمة" in shown
    assert "كومانوفو" in shown or "Kumanovo" in shown


@pytest.mark.parametrize(("kind", "state", "said"), [
    (MANUAL, VersionState.HUMAN, "Human translation"), (MACHINE, VersionState.MACHINE, "Machine translation"),
])
def test_readers_are_told_who_translated(
    desk, practice, arabic, kind, state, said, django_capture_on_commit_callbacks
):
    StringTranslation.objects.update(translation_type=kind)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(edit_url(arabic), {"action": "publish"})
    assert state_of(practice) == state
    assert said in read(desk, practice, "en")


def test_a_changed_sentence_makes_the_translation_out_of_date_until_it_is_translated(
    desk, practice, arabic, django_capture_on_commit_callbacks
):
    change(desk, practice, title="Dialogue on the square")
    assert state_of(practice) == VersionState.OUT_OF_DATE
    assert "Translation out of date" in read(desk, practice, "en")
    source = Translation.objects.get(target_locale=arabic.locale).source
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {})
    assert state_of(practice) == VersionState.OUT_OF_DATE
    arabic.refresh_from_db()
    assert "ترجمة" in arabic.title, "readers keep the finished text"
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string, locale=arabic.locale, context=segment.context,
            defaults={"translation_type": MANUAL, "data": "ترجمة جديدة"})
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(edit_url(arabic), {"action": "publish"})
    arabic.refresh_from_db()
    assert arabic.title == "ترجمة جديدة"
    assert state_of(practice) == VersionState.HUMAN


def test_a_city_that_is_removed_is_gone_from_every_language_at_once(desk, practice, arabic):
    other = make_city("Otherville")
    assert "Kumanovo" in read(desk, practice)
    change(desk, practice, cities=[other.pk])
    assert "Kumanovo" not in read(desk, practice)
    assert "Otherville" in read(desk, practice)


def test_a_form_that_is_changed_is_changed_in_every_language_at_once(desk, practice, arabic):
    before, after = concept("form", "any"), concept("form", "xri")
    with_arabic = [str(each.labels.filter(language="ar", kind="preferred").first().text) for each in (before, after)]
    assert with_arabic[0] in read(desk, practice)
    change(desk, practice, concepts_form=[after.pk])
    shown = read(desk, practice)
    assert with_arabic[1] in shown
    assert with_arabic[0] not in shown.split("</main>")[0].split("<main")[1]


def test_a_year_that_is_corrected_is_corrected_in_every_language_at_once(desk, practice, arabic):
    assert "2021" in read(desk, practice)
    change(desk, practice, start_year="2017")
    shown = read(desk, practice)
    assert "2017" in shown
    assert "2021" not in shown


def test_the_copies_of_facts_in_a_translation_are_never_read(desk, practice, arabic):
    PracticePage.objects.filter(pk=arabic.pk).update(start_year=1999)
    PracticePage.objects.get(pk=arabic.pk).specific.cities.set([make_city("Wrongville")])
    shown = read(desk, practice)
    assert "1999" not in shown
    assert "Wrongville" not in shown
