"""The list of practices: one row each, filters by fact, a constant number of queries."""
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import Hub
from practices.choices import State
from practices.folders import folder
from practices.models import LessonLearnedPage, Practice
from practices.tests.factories import make_city, make_page
from practices.tests.submission import make_editor
from taxonomy.models import Concept

pytestmark = pytest.mark.django_db


def url(**query):
    return reverse("practice_list:index", query=query)


def listed(client, **query):
    answer = client.get(url(**query))
    assert answer.status_code == 200
    return {page.title for page in answer.context["object_list"]}


def translated(page, language, title):
    target = folder(language).locale
    copy = page.copy_for_translation(target)
    copy.title = title
    copy.save()
    return copy


@pytest.fixture
def four(desk):
    """Four practices that differ in every filter."""
    form = Concept.objects.create(scheme="form", code="xri")
    level = Concept.objects.create(scheme="level", code="primary")
    beirut = make_city("Beirut")
    aarhus = make_city("Aarhus", country="DK", m49="154")
    nowhere = make_city("Nowhere", country="", m49="145")
    one = make_page(title="One", cities=[beirut])
    one.concepts = [form]
    one.save()
    two = make_page(title="Two", cities=[aarhus], model=LessonLearnedPage)
    two.concepts = [level]
    two.save()
    make_page(title="Три", cities=[beirut, aarhus], language="mk", publish=False)
    make_page(title="Four", cities=[nowhere])
    return desk, beirut, aarhus


def test_originals_are_listed_and_translations_only_when_asked_for(four):
    desk, _beirut, _aarhus = four
    translated(make_page(title="Five"), "ar", "خمسة")
    everything = {"One", "Two", "Три", "Four", "Five"}
    assert listed(desk) == everything
    assert listed(desk, versions="all") == {*everything, "خمسة"}


def test_each_filter_looks_at_the_facts_of_the_original(four):
    desk, beirut, aarhus = four
    assert listed(desk, kind="lesson_learned") == {"Two"}
    assert listed(desk, state="draft") == {"Три"}
    assert listed(desk, state="published") == {"One", "Two", "Four"}
    assert listed(desk, city=beirut.pk) == {"One", "Три"}
    assert listed(desk, region="145") == {"One", "Три", "Four"}
    assert listed(desk, region="150") == {"Two", "Три"}
    assert listed(desk, region="142", city=aarhus.pk) == {"Три"}
    assert listed(desk, form="xri") == {"One"}
    assert listed(desk, level="primary") == {"Two"}
    assert listed(desk, locale="mk") == {"Три"}


def test_a_translation_is_found_by_the_facts_of_its_original(four):
    desk, beirut, _aarhus = four
    translated(make_page(title="Five", cities=[beirut]), "ar", "خمسة")
    assert "خمسة" in listed(desk, versions="all", city=beirut.pk)


@pytest.mark.parametrize("query", [{"kind": "nonsense"}, {"city": "x"}, {"region": "999"}])
def test_a_wrong_filter_never_breaks_the_list(four, query):
    assert four[0].get(url(**query)).status_code == 200


@pytest.mark.parametrize("typed", ["три", "ТРИ", "ри", "dreie"])
def test_a_title_in_any_language_finds_the_practice(four, typed):
    desk, _beirut, _aarhus = four
    page = Practice.objects.get(original__title="Три").original
    translated(page.specific, "de", "Dreierlei")
    assert listed(desk, q=typed) == {"Три"}


def test_a_row_says_kind_city_state_and_language_and_marks_a_withheld_city(four):
    desk, beirut, _aarhus = four
    page = make_page(title="Five", cities=[beirut], language="ar")
    Practice.objects.filter(pk=page.practice_id).update(city_withheld=True, state=State.WITHDRAWN)
    rows = BeautifulSoup(desk.get(url(q="Five")).content, "html.parser").select("table.listing tbody tr")
    text = " ".join(rows[0].get_text(" ", strip=True).split())
    for words in ("Five", "Case study", "City not named", "Withdrawn", "العربية"):
        assert words in text


def test_queries_do_not_grow_with_practices(desk):
    def count():
        with CaptureQueriesContext(connection, ) as queries:
            desk.get(url())
        return len(queries)

    def add(number):
        for each in range(number):
            make_page(cities=[make_city(f"City {each}")])
            make_page(cities=[make_city(f"Town {each}")], model=LessonLearnedPage, publish=False)

    add(1)
    desk.get(url())
    few = count()
    add(4)
    desk.get(url())
    assert count() == few


def test_adding_begins_with_kind_and_language(desk):
    answer = desk.get(reverse("practice_list:choose_parent"), {"locale": "mk"})
    assert answer.context["form"].initial["language"] == "mk"
    answer = desk.post(reverse("practice_list:choose_parent"), {"kind": "lesson_learned", "language": "ar"})
    assert answer.url == reverse("wagtailadmin_pages:add", args=["practices", "lessonlearnedpage", folder("ar").pk])


def test_the_list_stands_in_the_main_menu(desk):
    assert url() in desk.get(reverse("wagtailadmin_home")).content.decode()


# ---------- Handing out and changing many ----------
@pytest.fixture
def waits(four):
    """One of them waits for an editor since long, and lies on somebody's desk."""
    practice = Practice.objects.get(original__title="Три")
    Practice.objects.filter(pk=practice.pk).update(
        state=State.SUBMITTED, created_at="2020-01-01T00:00Z", assignee=make_editor())
    return four[0], Practice.objects.get(pk=practice.pk)


def test_a_row_says_age_due_date_and_who_looks_after_it(waits):
    desk, practice = waits
    table = BeautifulSoup(desk.get(url(q="три")).content, "html.parser").select_one("table.listing")
    text = " ".join(table.get_text(" ", strip=True).split())
    for words in ("days", "15 January 2020 overdue", str(practice.assignee)):
        assert words in text
    other = BeautifulSoup(desk.get(url(q="One")).content, "html.parser").select_one("table.listing")
    assert "overdue" not in other.get_text()


def test_by_assignee_and_by_hub(waits):
    desk, practice = waits
    Hub.objects.create(slug="south", countries=["LB"])
    assert listed(desk, assignee=practice.assignee_id) == {"Три"}
    assert listed(desk, assignee="nobody") == {"One", "Two", "Four"}
    assert listed(desk, hub="south") == {"One", "Три"}


def ticks(answer):
    return BeautifulSoup(answer.content, "html.parser").select("input[name=entry]")


def test_entries_are_chosen_on_a_page_and_on_all_pages(four, monkeypatch):
    desk = four[0]
    assert [tick.has_attr("checked") for tick in ticks(desk.get(url()))] == [False] * 4
    assert [tick.has_attr("checked") for tick in ticks(desk.get(url(choose="page")))] == [True] * 4
    monkeypatch.setattr("practices.admin.listing.PracticeIndex.get_paginate_by", lambda view, found: 3)
    answer = desk.get(url(choose="found"))
    chosen = {tick["value"] for tick in ticks(answer) if tick["type"] == "hidden" or tick.has_attr("checked")}
    assert len(answer.context["object_list"]) == 3
    assert chosen == {str(key) for key in Practice.objects.values_list("pk", flat=True)}
