"""The matrix: practice by language, first what readers ask for; each cell leads to the next step."""
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import Hub
from practices.admin import matrix
from practices.models import LanguageWish, Practice, Remit
from practices.tests.factories import make_city, make_page
from practices.tests.submission import make_person
from practices.tests.translated import begin, original, paragraphs, rewrite, translated, write
from practices.translations import sentences

pytestmark = pytest.mark.django_db
URL = "translations_admin:matrix"


def wish(page, language="fr", number=1):
    start = LanguageWish.objects.count()
    LanguageWish.objects.bulk_create(
        LanguageWish(practice_id=page.practice_id, language=language, reader=f"r{start + each}")
        for each in range(number))


def titles(desk, **query):
    return [row.page.title for row in desk.get(reverse(URL, query=query)).context["pages"].object_list]


def cells(desk, page, **query):
    rows = desk.get(reverse(URL, query=query)).context["pages"].object_list
    row = next(each for each in rows if each.practice.pk == page.practice_id)
    return {cell.language.public: (cell.state, cell.label) for cell in row.cells}


def test_each_state_is_said_in_words(desk, django_capture_on_commit_callbacks):
    run = django_capture_on_commit_callbacks
    page = original()
    translated(page, run)
    translated(page, run, language="es", kind=sentences.MACHINE)
    with run(execute=True):
        russian = begin(page, "ru")
    write(russian)
    found = cells(desk, page, other="mk")
    assert found == {
        "en": ("original", "Original"), "fr": ("human", "Human"), "es": ("machine", "Machine"),
        "ru": ("in_work", "In work: 5 of 5"), "ar": ("missing", "Missing"), "zh": ("missing", "Missing"),
        "mk": ("missing", "Missing")}
    rewrite(page, run, activities=paragraphs("Another.", "Tea for everybody.", "A choir of two schools."))
    assert cells(desk, page)["fr"] == ("out_of_date", "Out of date: 1 sentence")


def test_a_cell_leads_to_the_next_step(desk):
    page = original()
    html = BeautifulSoup(desk.get(reverse(URL)).content, "html.parser")
    link = html.select_one("a.cell--missing")["href"]
    form = BeautifulSoup(desk.get(link).content, "html.parser").select_one("input[value=begin]")
    assert form is not None
    desk.post(link, {"step": "begin"}, follow=True)
    assert page.practice.pages.count() == 2
    assert Practice.objects.get(pk=page.practice_id).available_versions()[0].language == "en"
    assert len(Practice.objects.get(pk=page.practice_id).available_versions()) == 1
    again = desk.post(link, {"step": "begin"}, follow=True).content.decode()
    assert "There is a text in this language already." in again


def test_what_readers_ask_for_stands_first_by_its_true_number_which_is_hidden_below_five(desk):
    newest, asked, more = make_page(title="Newest"), make_page(title="Asked"), make_page(title="More")
    wish(asked, number=3)
    wish(more, number=4)
    assert titles(desk)[:2] == ["More", "Asked"]
    rows = desk.get(reverse(URL)).context["pages"].object_list
    assert [row.wishes for row in rows] == ["< 5", "< 5", "0"]
    wish(more, "ar", 4)
    assert desk.get(reverse(URL)).context["pages"].object_list[0].wishes == "8"
    assert titles(desk, target="ar")[0] == "More"
    assert newest.pk


def test_a_wish_that_is_met_counts_no_more(desk, django_capture_on_commit_callbacks):
    page, other = original(), make_page(title="Other")
    wish(page, number=6)
    wish(other, number=1)
    assert titles(desk)[0] == "Dialogue"
    translated(page, django_capture_on_commit_callbacks)
    assert titles(desk)[0] == "Other"


def test_it_is_filtered(desk, editor, django_capture_on_commit_callbacks):
    hub = Hub.objects.create(slug="balkans", countries=["MK"])
    inside = make_page(title="Inside", language="mk", cities=[make_city("Kumanovo", country="MK", m49="039")])
    outside = original(title="Outside")
    make_page(title="Unpublished", publish=False)
    assert titles(desk, hub=hub.pk) == ["Inside"]
    assert titles(desk, source="en") == ["Outside"]
    assert titles(desk, kind="programme") == []
    assert set(titles(desk, kind="nonsense", p="x")) == {"Inside", "Outside"}
    translated(outside, django_capture_on_commit_callbacks)
    assert titles(desk, target="fr") == ["Inside"]
    Remit.objects.create(user=editor, languages=["mk"])
    assert titles(desk, mine="on") == ["Inside"]
    assert inside.pk


def test_it_is_read_by_the_staff_alone(client, editors):
    person = make_person(role="reviewer")
    person.groups.get().permissions.add(*editors.permissions.filter(codename="access_admin"))
    client.force_login(person)
    page = original()
    assert client.get(reverse(URL)).status_code == 200
    link = reverse("translations_admin:translation", args=[page.practice_id, "fr"])
    assert b"Only editors translate." in client.get(link).content
    client.post(link, {"step": "begin"})
    assert page.practice.pages.count() == 1
    client.force_login(make_person(make_city("Mine")))
    assert client.get(reverse(URL)).status_code in (302, 403)


def test_a_long_matrix_has_pages_and_its_queries_do_not_grow(desk, monkeypatch, django_capture_on_commit_callbacks):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            desk.get(reverse(URL))
        return len(caught)

    def add(number):
        for _each in range(number):
            page = original()
            translated(page, django_capture_on_commit_callbacks)
            wish(page, "ar")

    add(1)
    desk.get(reverse(URL))
    few = queries()
    add(3)
    assert queries() == few
    monkeypatch.setattr(matrix, "A_PAGE", 3)
    assert [len(titles(desk, p=page)) for page in ("1", "2")] == [3, 1]
