"""The form of a practice shows what its kind uses, in the direction of its language, and saves facts together."""
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from accounts.models import User
from practices.models import CaseStudyPage, LessonLearnedPage, PracticePage, PreventionProgrammePage
from practices.tests.editing import add_url, edit_url, form_data
from practices.tests.factories import make_city, make_page
from taxonomy.models import Concept
from taxonomy.schemes import Scheme

pytestmark = pytest.mark.django_db


def opened(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def fields_of(client, url):
    client.get(url)
    return set(client.get(url).context["form"].fields)


def concept(scheme, code, **fields):
    return Concept.objects.create(scheme=scheme, code=code, **fields)


def test_each_kind_shows_only_what_it_uses(desk):
    case, lesson, programme = (fields_of(desk, add_url(model)) for model in (
        CaseStudyPage, LessonLearnedPage, PreventionProgrammePage))
    assert not {"building_blocks", "partners", "legal_mandate"} & lesson
    assert {"advice_do", "advice_avoid", "advice_depends", "drawn_from", "lesson_do"} <= lesson
    assert not {"advice_do", "advice_avoid", "advice_depends", "lesson_do"} & (case | programme)
    assert {"staff", "funding"} <= programme
    assert {"building_blocks", "partners", "legal_mandate", "outcomes"} <= case & programme


@pytest.mark.parametrize("model", [CaseStudyPage, LessonLearnedPage, PreventionProgrammePage])
def test_the_form_has_tabs_and_every_vocabulary(desk, model):
    concept(Scheme.FORM, "any")
    page = opened(desk, add_url(model))
    tabs = [tab.get_text(strip=True).removesuffix("()") for tab in page.select("[role=tab]")]
    assert tabs == ["Text", "Facts", "Evidence & outcomes", "Who may read it", "Address"]
    assert page.select_one("input[name=concepts_form]")["type"] == "checkbox"


def test_no_schedule_is_offered_because_the_embargo_is_the_only_clock(desk):
    assert not {"go_live_at", "expire_at"} & fields_of(desk, add_url())


@pytest.mark.parametrize(("language", "direction", "tag"), [("ar", "rtl", "ar"), ("fa", "rtl", "fa"),
                                                            ("en", "ltr", "en"), ("zh", "ltr", "zh-Hans")])
def test_text_is_typed_in_the_direction_of_its_language(desk, language, direction, tag):
    page = opened(desk, add_url(language=language))
    for name in ("title", "summary", "organisation"):
        box = page.select_one(f"[name={name}]")
        assert (box["dir"], box["lang"]) == (direction, tag), name
    assert page.select_one("#tab-text [data-content-dir]")["data-content-dir"] == direction
    assert "dir" not in page.select_one("[name=slug]").attrs
    script = page.select_one('script[src$="admin/direction.js"]')
    assert script["data-rtl"].split() == ["ar", "fa", "ur"]


def test_saving_puts_concepts_of_all_vocabularies_and_cities_together(desk):
    form, level = concept(Scheme.FORM, "any"), concept(Scheme.LEVEL, "primary")
    city = make_city("Beirut")
    desk.post(add_url(), form_data(concepts_form=[form.pk], concepts_level=[level.pk], cities=[city.pk],
                                   start_year="2019"))
    page = PracticePage.objects.get(slug="dialogue")
    draft = page.get_latest_revision_as_object()
    assert {item.code for item in draft.concepts.all()} == {"any", "primary"}
    assert [item.pk for item in draft.cities.all()] == [city.pk]
    assert draft.start_year == 2019


def test_a_retired_concept_is_not_offered_but_stays_where_it_was(desk):
    old, new = concept(Scheme.FORM, "old", status="retired"), concept(Scheme.FORM, "new")
    page = make_page(publish=False)
    page.concepts = [old]
    page.save()
    assert old not in desk.get(edit_url(page)).context["form"].fields["concepts_form"].queryset
    desk.post(edit_url(page), form_data(slug=page.slug, concepts_form=[new.pk]))
    draft = PracticePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert {item.code for item in draft.concepts.all()} == {"old", "new"}


@pytest.mark.parametrize(("fields", "name"), [
    ({"start_year": "2020", "end_year": "2019"}, "end_year"),
    ({"title": "x" * 121}, "title"),
    ({"summary": "word " * 251}, "summary"),
    ({"summary": "社" * 502}, "summary"),
])
def test_what_makes_no_sense_is_named_at_its_field_and_nothing_is_lost(desk, fields, name):
    answer = desk.post(add_url(), form_data(**fields))
    assert name in answer.context["form"].errors
    assert not PracticePage.objects.exists()
    for key, value in fields.items():
        assert answer.context["form"][key].value() == value


def test_a_draft_may_lack_city_and_summary_but_publishing_asks_for_them(desk):
    answer = desk.post(add_url(), form_data(summary=""))
    assert answer.status_code == 302
    assert PracticePage.objects.filter(slug="dialogue", live=False).exists()
    page = make_page()
    answer = desk.post(edit_url(page), form_data(slug=page.slug, summary="", **{"action-publish": "yes"}))
    assert {"summary", "cities"} <= set(answer.context["form"].errors)


def test_a_lesson_may_be_published_without_a_city(desk):
    page = make_page(model=LessonLearnedPage)
    desk.post(edit_url(page), form_data(LessonLearnedPage, slug=page.slug, title="Anew", **{"action-publish": "yes"}))
    page.refresh_from_db()
    assert page.title == "Anew"


def test_chosen_cities_are_shown_by_name_and_the_others_are_not_loaded(desk):
    cities = [make_city(f"City number {number}") for number in range(30)]
    page = make_page(publish=False, cities=cities[:2])
    shown = opened(desk, edit_url(page)).select_one('[data-name="cities"]')
    assert [box["value"] for box in shown.select("input[name=cities]")] == [str(city.pk) for city in cities[:2]]
    assert "City number 1, Lebanon" in shown.get_text()
    assert "City number 20" not in shown.get_text()


def test_a_reviewer_may_not_touch_who_may_read_it(client):
    page = make_page(publish=False)
    group = Group.objects.create(name="Reviewers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=Page.get_first_root_node(), permission=Permission.objects.get(codename="change_page"))
    reviewer = User.objects.create_user("r@site.example")
    reviewer.groups.add(group)
    client.force_login(reviewer)
    assert not {"visibility", "embargo_until", "city_withheld"} & fields_of(client, edit_url(page))
    client.post(edit_url(page), form_data(slug=page.slug, visibility="members", city_withheld="on"))
    page.practice.refresh_from_db()
    assert (page.practice.visibility, page.practice.city_withheld) == ("public", False)
