"""Editors keep concepts and keywords in the admin."""
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from core import languages
from taxonomy import labels
from taxonomy.models import Concept, Keyword
from taxonomy.tests.factories import make_concept

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_user("editor@example.org", "a-long-password")
    group = Group.objects.create(name="Keepers of vocabularies")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type__app_label="taxonomy", content_type__model__in=["concept", "keyword"]),
    )
    user.groups.add(group)
    client.force_login(user)
    return user


def six(**changed):
    texts = {language.public: f"Name {language.public}" for language in languages.INTERFACE} | changed
    return [{"language": code, "kind": "preferred", "text": text} for code, text in texts.items() if text]


def form(names, *, scheme="approach", code="new-one", status="live"):
    return nested_form_data({
        "scheme": scheme, "code": code, "status": status, "order": "5", "source": "Repository",
        "labels": inline_formset(names), "definitions": inline_formset([]),
    })


def add(client, data):
    return client.post(reverse(Concept.snippet_viewset.get_url_name("add")), data)


def errors(response):
    return " ".join(response.context["form"].non_field_errors())


def test_a_complete_concept_is_kept_and_offered(client, editor):
    response = add(client, form(six(en="New way of working")))
    assert response.status_code == 302
    assert labels.options("approach", "en") == [("new-one", "New way of working")]


def test_a_live_concept_without_six_languages_is_refused_and_names_what_is_missing(client, editor):
    response = add(client, form(six(ru="")))
    assert "Русский" in errors(response)
    assert not Concept.objects.exists()


def test_two_languages_are_enough_for_a_provisional_concept(client, editor):
    assert add(client, form(six(ar="", es="", ru="", zh=""), status="provisional")).status_code == 302
    response = add(client, form(six(ar="", es="", ru="", zh="", fr=""), status="provisional", code="other"))
    assert "at least two languages" in errors(response)


def test_a_form_that_names_a_group_is_refused(client, editor):
    response = add(client, form(six(en="Islamist violence"), scheme="form"))
    assert "never names a religion" in errors(response)


def test_a_second_displayed_label_in_a_language_is_refused(client, editor):
    names = [*six(), {"language": "en", "kind": "preferred", "text": "Another"}]
    assert "Only one label" in errors(add(client, form(names)))


def test_the_code_of_a_concept_cannot_be_changed(client, editor):
    concept = make_concept("fixed", en="Fixed")
    url = reverse(Concept.snippet_viewset.get_url_name("edit"), args=[concept.pk])
    client.post(url, form(six(), code="other"))
    concept.refresh_from_db()
    assert concept.code == "fixed"


def test_the_list_of_concepts_finds_by_label_and_shows_each_once(client, editor):
    make_concept("dialogue", en="Dialogue", fr="Dialogue")
    make_concept("mentoring", en="Mentoring")
    response = client.get(reverse(Concept.snippet_viewset.get_url_name("list")), {"q": "dialogue"})
    assert [concept.code for concept in response.context["object_list"]] == ["dialogue"]


def test_the_number_of_queries_of_the_list_does_not_grow(client, editor):
    url = reverse(Concept.snippet_viewset.get_url_name("list"))

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        return len(caught.captured_queries)

    for number in range(3):
        make_concept(f"few-{number}", en=f"Few {number}")
    few = queries()
    for number in range(30):
        make_concept(f"many-{number}", en=f"Many {number}")
    assert queries() <= few


def test_an_editor_accepts_a_keyword(client, editor):
    keyword = Keyword.objects.create(name="info-house")
    assert list(Keyword.objects.waiting()) == [keyword]
    url = reverse(Keyword.snippet_viewset.get_url_name("edit"), args=[keyword.pk])
    client.post(url, {"name": "info-house", "slug": "info-house", "accepted": "on"})
    assert list(Keyword.objects.accepted()) == [keyword]


def test_a_keyword_in_any_script_gets_an_address_of_its_own():
    assert Keyword.objects.create(name="شباب المدينة").slug == "شباب-المدينة"


def test_somebody_without_permission_cannot_add_concepts(client):
    client.force_login(get_user_model().objects.create_user("reader@example.org", "a-long-password"))
    assert add(client, form(six())).status_code == 302
    assert not Concept.objects.exists()
