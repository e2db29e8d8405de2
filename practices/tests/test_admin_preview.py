"""A draft of every kind is shown to its editor as readers will see it, and nothing is saved by looking."""
import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from practices.folders import folder
from practices.models import CaseStudyPage, LessonLearnedPage, OutcomeEvidence, Practice, PreventionProgrammePage
from practices.tests.editing import form_data
from practices.tests.factories import make_city, make_page

pytestmark = pytest.mark.django_db
KINDS = [CaseStudyPage, LessonLearnedPage, PreventionProgrammePage]


def previewed(client, url, data):
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("model", KINDS)
def test_a_saved_page_shows_what_is_typed_but_not_saved(desk, model):
    city = make_city("Beirut")
    page = make_page(model=model, title="Before", cities=[city])
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    html = previewed(desk, url, form_data(model, slug=page.slug, title="After the change", cities=[city.pk]))
    assert "After the change" in html
    assert "Beirut" in html
    page.refresh_from_db()
    assert page.title == "Before"


@pytest.mark.parametrize("model", KINDS)
def test_a_page_that_was_never_saved_can_be_looked_at(desk, model):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["practices", model._meta.model_name, folder("en").pk])
    outcome = {"value": {"title": "Fewer fights", "text": "Counted.", "indicator": "", "baseline": "", "result": ""},
               "type": "outcome"}
    html = previewed(desk, url, form_data(model, outcomes=streamfield([("outcome", outcome["value"])])))
    assert "A dialogue at the market" in html
    assert "Fewer fights" in html
    assert not Practice.objects.exists()
    assert not OutcomeEvidence.objects.exists()


def test_a_translation_is_shown_with_the_facts_of_its_original(desk):
    page = make_page(language="mk", cities=[make_city("Kumanovo", country="MK", m49="039")])
    arabic = page.copy_for_translation(folder("ar").locale)
    arabic.title = "حوار في السوق"
    arabic.save_revision()
    html = desk.get(reverse("wagtailadmin_pages:view_draft", args=[arabic.pk])).content.decode()
    assert "حوار في السوق" in html
    assert "Kumanovo" in html


def test_a_city_that_will_not_be_named_is_not_named_in_the_preview(desk):
    city = make_city("Secretville")
    page = make_page(publish=False, cities=[city])
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_data(slug=page.slug, cities=[city.pk], city_withheld="on")
    assert "Secretville" not in previewed(desk, url, data)
    page.practice.refresh_from_db()
    assert not page.practice.city_withheld


def test_the_preview_may_stand_in_the_editors_frame_and_nothing_else_in_any_other(desk):
    page = make_page()
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    desk.post(url, form_data(slug=page.slug))
    shown = desk.get(f"{url}?in_preview_panel=true")
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert desk.get("/en/search/").headers["X-Frame-Options"] == "DENY"
