"""The search desk: who works there, what it shows of searches, and what editors change."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.models import AuditEntry
from search import asked_totals, desk, synonyms
from search.models import Asked, Opened, Promoted, Promotion, Synonyms
from search.tests.factories import make_document
from search.tests.staff import person

pytestmark = pytest.mark.django_db
DESK = "/admin/search-desk/"
PROMOTED, SYNONYMS = f"{DESK}promoted/", f"{DESK}synonyms/"


@pytest.fixture
def editor(client):
    made = person("Editors")
    client.force_login(made)
    return made


@pytest.fixture
def filled(site):
    return site(
        make_document("1", "City council", "The council met"),
        make_document("2", "School council", "Pupils"),
        make_document("3", "Draft for members", "council", audience=frozenset({"member"})),
        make_document("4", "For cities", "council", audience=frozenset({"city:1"})),
    )


@pytest.fixture
def promotion(db):
    return Promotion.objects.create(language="en", question="council")


def asked(words, searchers, *, found="none", ui="en", ago=0, searches=None):
    return Asked.objects.create(
        day=timezone.localdate() - timedelta(days=ago), ui=ui, words=words, found=found, searchers=searchers,
        searches=searches or searchers)


def page(client, address=DESK, **data):
    return client.get(address, data).content.decode()


@pytest.mark.parametrize(("group", "opens"), [
    ("Editors", True), ("Coordinators", True), ("Administrators", True), ("Reviewers", False)])
@pytest.mark.parametrize("address", [DESK, PROMOTED, f"{PROMOTED}add/", SYNONYMS, f"{SYNONYMS}add/"])
def test_who_works_at_the_desk(client, site, group, opens, address):
    client.force_login(person(group))
    assert (client.get(address).status_code == 200) == opens


def test_the_menu_leads_there_for_those_who_may_only(client, editor):
    assert DESK in page(client, "/admin/")
    client.force_login(person("Reviewers"))
    assert DESK not in page(client, "/admin/")


def test_a_question_of_fewer_than_five_is_shown_in_no_words(client, editor, site):
    asked("mentoring", 5)
    asked("somebody's name", 4)
    shown = page(client)
    assert "mentoring" in shown
    assert "somebody" not in shown


def test_rare_on_many_days_is_still_rare(client, editor, site):
    for ago in range(20):
        asked("somebody's name", 4, ago=ago)
    assert "somebody" not in page(client)


def test_numbers_under_five_are_not_told():
    assert [asked_totals.small(number) for number in (0, 1, 4, 5)] == ["0", "< 5", "< 5", "5"]


def test_languages_are_told_apart_and_say_how_much_found_nothing():
    asked("one", 6)
    asked("", 0, searches=3)
    asked("two", 8, found="few", ui="ar")
    rows = [(row.language.public, row.searches, row.found_none, row.found_few) for row in asked_totals.by_language(
        timezone.localdate())]
    assert rows == [("ar", "8", "0", "8"), ("en", "9", "9", "0")]


def test_days_are_added_up_and_the_period_is_kept():
    asked("one", 6)
    asked("one", 7, ago=3)
    asked("one", 9, ago=8)
    [row] = asked_totals.questions(timezone.localdate() - timedelta(days=6), "", Asked.NONE)
    assert (row.searches, row.most_searchers) == ("13", "7")


def test_only_what_found_nothing_stands_among_the_unanswered():
    asked("one", 6, found="many")
    since = timezone.localdate()
    assert asked_totals.questions(since, "", Asked.NONE) == []
    assert [row.words for row in asked_totals.questions(since)] == ["one"]


def test_what_was_opened_is_told_with_its_average_place_of_known_questions_only(client, editor, filled):
    asked("council", 5, found="few")
    asked("somebody's name", 4, found="few")
    today = timezone.localdate()
    for words, document, position, times in (
            ("council", "1", 1, 4), ("council", "1", 3, 4), ("council", "2", 9, 2), ("somebody's name", "1", 1, 9)):
        Opened.objects.create(day=today, ui="en", words=words, document=document, position=position, times=times)
    found = [(row.words, row.document, row.times, row.place) for row in asked_totals.clicks(today)]
    assert found == [("council", "1", "8", "2"), ("council", "2", "< 5", "")]
    shown = page(client)
    assert "City council" in shown
    assert "somebody" not in shown


@pytest.mark.parametrize("data", [{"days": "x", "language": "xx"}, {"days": "10000000000000", "language": "mk"}])
def test_any_parameter_gets_an_answer(client, editor, site, data):
    assert client.get(DESK, data).status_code == 200


def test_synonyms_are_added_changed_and_deleted_with_an_entry_in_the_record(client, editor):
    client.post(f"{SYNONYMS}add/", {"language": "en", "words": "mentor, buddy"})
    group = Synonyms.objects.get()
    assert synonyms.groups() == (("en", ("mentor", "buddy")),)
    client.post(f"{SYNONYMS}{group.pk}/", {"language": "en", "words": "mentor, guide", "what": "save"})
    assert synonyms.groups() == (("en", ("mentor", "guide")),)
    assert "mentor, guide" in page(client, SYNONYMS)
    client.post(f"{SYNONYMS}{group.pk}/", {"what": "delete"})
    assert synonyms.groups() == ()
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["search.synonyms_saved", "search.synonyms_saved", "search.synonyms_deleted"]
    assert AuditEntry.objects.first().actor == str(editor.subject_id)


def test_a_group_of_one_is_refused_and_what_was_typed_stays(client, editor):
    response = client.post(f"{SYNONYMS}add/", {"language": "en", "words": "mentor"})
    assert response.status_code == 422
    assert "at least two" in response.content.decode()
    assert ">mentor<" in response.content.decode().replace("\n", "").replace("\r", "")
    assert not Synonyms.objects.exists()


def test_a_question_is_saved_and_leads_to_its_results(client, editor, filled):
    response = client.post(f"{PROMOTED}add/", {"language": "en", "question": "Council", "what": "save"}, follow=True)
    assert "Find an entry to promote" in response.content.decode()
    assert Promotion.objects.get().question == "Council"
    assert AuditEntry.objects.get().action == "search.promotion_saved"


def test_the_form_for_a_question_comes_with_the_words_that_were_asked(client, editor, site):
    shown = page(client, f"{PROMOTED}add/", language="ar", question="وقاية")
    assert 'value="وقاية"' in shown


def test_results_are_found_by_the_sites_search_and_put_in_order(client, editor, filled, promotion):
    address = f"{PROMOTED}{promotion.pk}/"
    shown = page(client, address, find="council")
    assert "City council" in shown
    assert "For cities" not in shown  # of another city: not even an editor sees it in this test
    for document in ("1", "2", "3"):
        client.post(address, {"what": "add", "document": document})
    client.post(address, {"what": "up", "document": "3"})
    client.post(address, {"what": "down", "document": "1"})
    client.post(address, {"what": "up", "document": "3"})
    client.post(address, {"what": "remove", "document": "2"})
    assert list(promotion.entries.values_list("document", flat=True)) == ["3", "1"]
    assert "Not public" in page(client, address)
    assert AuditEntry.objects.filter(action="search.promotion_entry_added").count() == 3


def test_what_an_editor_cannot_see_cannot_be_promoted(client, editor, filled, promotion):
    for document in ("4", "gone", ""):
        client.post(f"{PROMOTED}{promotion.pk}/", {"what": "add", "document": document})
    assert not Promoted.objects.exists()


def test_at_most_five_results_are_promoted_and_each_once(client, editor, site, promotion):
    site(*(make_document(f"d{number}", "council") for number in range(7)))
    for number in (0, 0, 1, 2, 3, 4, 5, 6):
        client.post(f"{PROMOTED}{promotion.pk}/", {"what": "add", "document": f"d{number}"})
    assert [each.document for each in promotion.entries.all()] == ["d0", "d1", "d2", "d3", "d4"]
    assert "Remove one to add another" in page(client, f"{PROMOTED}{promotion.pk}/")


def test_a_promoted_entry_that_is_gone_can_be_removed(client, editor, filled, promotion):
    Promoted.objects.create(promotion=promotion, document="gone")
    assert "not there any more" in page(client, f"{PROMOTED}{promotion.pk}/")
    client.post(f"{PROMOTED}{promotion.pk}/", {"what": "remove", "document": "gone"})
    assert not Promoted.objects.exists()


def test_promoted_results_are_deleted_with_an_entry_in_the_record(client, editor, filled, promotion):
    client.post(f"{PROMOTED}{promotion.pk}/", {"what": "delete"})
    assert not Promotion.objects.exists()
    assert AuditEntry.objects.get().action == "search.promotion_deleted"


@pytest.mark.parametrize("group", ["Reviewers", None])
def test_whoever_may_not_work_there_changes_nothing(site, promotion, group):
    somebody = person(group) if group else None
    with pytest.raises(PermissionDenied):
        desk.promote(promotion, "1", by=somebody)
    with pytest.raises(PermissionDenied):
        desk.save_synonyms(Synonyms(language="en", words="one\ntwo"), by=somebody)
    with pytest.raises(PermissionDenied):
        desk.delete_promotion(promotion, by=somebody)


def test_readers_see_them_above_the_list_in_no_number_and_in_no_file(client, editor, filled, promotion):
    for document in ("3", "2"):
        desk.promote(promotion, document, by=editor)
    client.logout()
    shown = page(client, "/en/search/", q="council")
    promoted, rest = shown.split("Chosen by the editors")[1].split("data-opened")
    assert "things/2/" in promoted
    assert "Draft for members" not in shown
    assert "2 practices" in shown
    assert "things/2/" in rest
    found = b"".join(client.get("/en/search/export/", {"q": "council"}).streaming_content).decode()
    assert found.count("/things/2/") == 1
