"""The index and the state of a practice follow whatever happens to pages, names and people elsewhere."""
import pytest
from django.core.exceptions import PermissionDenied
from wagtail.log_actions import LogContext
from wagtail.models import GroupApprovalTask, Locale, Workflow, WorkflowTask

from accounts.models import User
from cities.models import CityMembership
from core.models import AuditEntry
from practices.models import CaseStudyPage, LanguageVersion, Practice
from practices.tests.factories import make_city, make_page
from search import sources
from taxonomy.models import Keyword

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """The present document of every practice that search is told about, the last one for each."""
    from search import changes

    documents = {}
    monkeypatch.setattr(changes, "changed", lambda ids: documents.update({id: sources.document(id) for id in ids}))
    return documents


def translated(page, language, **fields):
    copy = page.copy_for_translation(Locale.objects.get(language_code=language))
    for name, value in {"live": False, **fields}.items():
        setattr(copy, name, value)
    copy.save()
    copy.save_revision().publish()
    return copy


def test_a_deleted_translation_leaves_the_index(told):
    page = make_page()
    copy = translated(page, "fr", title="Au marché")
    assert {text.title for text in told[str(page.practice_id)].texts} == {page.title, "Au marché"}
    CaseStudyPage.objects.get(pk=copy.pk).delete()
    assert {text.title for text in told[str(page.practice_id)].texts} == {page.title}
    assert LanguageVersion.objects.count() == 1


def test_a_deleted_original_leaves_nothing_in_the_index(told):
    page = make_page()
    translated(page, "fr", title="Au marché")
    CaseStudyPage.objects.get(pk=page.pk).delete()
    assert told == {str(page.practice_id): None}
    assert not Practice.objects.exists()
    assert AuditEntry.objects.get(action="practice.deleted").object_id == str(page.practice_id)


def test_a_deleted_keyword_leaves_the_index(told):
    page = make_page()
    keyword = Keyword.objects.create(name="market", slug="market", accepted=True)
    page.keywords.add(keyword)
    page.save_revision().publish()
    assert told[str(page.practice_id)].facets["keyword"] == ("market",)
    keyword.delete()
    assert told[str(page.practice_id)].facets["keyword"] == ()


def test_a_deleted_name_of_a_city_is_no_longer_searched(told):
    city = make_city("Giraffetown")
    page = make_page(cities=[city])
    assert "Giraffetown" in told[str(page.practice_id)].labels["en"]
    city.names.all().delete()
    assert "Giraffetown" not in told[str(page.practice_id)].labels["en"]


def test_a_deleted_city_is_no_fact_any_more(told):
    city = make_city()
    page = make_page(cities=[city])
    assert told[str(page.practice_id)].facets["city"] == (str(city.pk),)
    city.delete()
    assert told[str(page.practice_id)].facets["city"] == ()


def test_nobody_approves_an_update_about_their_own_city_in_a_workflow(editors, editor):
    page = make_page(title="Before")
    city = make_city("Own")
    CityMembership.objects.create(user=editor, city=city)
    Practice.objects.filter(pk=page.practice_id).update(owner_city=city)
    page = CaseStudyPage.objects.get(pk=page.pk)
    page.title = "After"
    page.save_revision()
    task = GroupApprovalTask.objects.create(name="Look")
    task.groups.add(editors)
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(page, User.objects.create_user("writer@site.example"))
    with pytest.raises(PermissionDenied), LogContext(user=editor):
        state.current_task_state.approve(user=editor)
    page.refresh_from_db()
    assert page.title == "Before"
