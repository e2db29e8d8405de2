"""Changes to a published entry: readers keep the old text until an editor publishes the new one, or refuses it."""
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.images import ImageFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import User
from cities.models import CityMembership
from core.files import is_readable
from core.models import AuditEntry, Picture
from practices import actions, proposing, reviewing, submitting
from practices.choices import State
from practices.desk import panels
from practices.models import Draft, DraftFile, FieldComment, Practice
from practices.tests.at_the_desk import address, answer, answers_of, at_desk, hidden
from practices.tests.factories import make_city
from practices.tests.submission import make_draft, make_editor, make_person, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(db):
    from practices.folders import ensure_folders

    ensure_folders()


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def person():
    return make_person(make_city("Ownville"))


@pytest.fixture
def practice(person, editor):
    return published(submitting.submit(make_draft(person, city=own(person)), by=person), editor)


def own(person):
    return CityMembership.objects.get(user=person).city


def now(practice):
    return Practice.objects.get(pk=practice.pk)


def proposed(practice, person, **values):
    draft = proposing.propose(practice, by=person)
    submitting.save(draft, values or {"title": "A better title"}, by=person)
    return submitting.submit(draft, by=person)


def newest(practice):
    return practice.newest_text().latest_revision_id


def live_title(practice):
    return now(practice).original.title


def test_readers_see_the_old_text_until_the_new_one_is_published(client, practice, person, editor):
    proposed(practice, person)
    assert now(practice).state == State.UPDATE_PROPOSED
    assert Practice.objects.visible_to(None).filter(pk=practice.pk).exists()
    page = client.get(f"/en/practices/{practice.pk}/-/", follow=True).text
    assert "Dialogue at the market" in page
    assert "A better title" not in page
    reviewing.publish(now(practice), by=editor, revision=newest(practice))
    assert now(practice).state == State.PUBLISHED
    assert "A better title" in client.get(f"/en/practices/{practice.pk}/-/", follow=True).text


def test_who_proposes_works_for_the_city(practice):
    with pytest.raises(PermissionDenied):
        proposing.propose(practice, by=make_person(make_city("Other")))
    assert not Draft.objects.exists()


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.ARCHIVED, State.DECLINED, State.IN_REVIEW])
def test_changes_are_proposed_to_what_is_published_only(practice, person, state):
    Practice.objects.filter(pk=practice.pk).update(state=state)
    with pytest.raises(actions.MoveRefused):
        proposing.propose(practice, by=person)


def test_an_unconfirmed_entry_can_be_changed(practice, person):
    Practice.objects.filter(pk=practice.pk).update(state=State.UNCONFIRMED)
    assert proposed(practice, person).state == State.UPDATE_PROPOSED


def test_there_is_one_proposal_at_a_time(practice, person):
    first = proposing.propose(practice, by=person)
    assert proposing.propose(practice, by=make_person(own(person))).pk == first.pk
    proposed(practice, person)
    with pytest.raises(actions.MoveRefused, match="with the editors"):
        proposing.propose(practice, by=person)
    with pytest.raises(actions.MoveRefused):
        submitting.open_draft(now(practice), by=person)


def test_what_an_editor_published_meanwhile_stays_where_the_city_changed_nothing(practice, person, editor):
    draft = proposing.propose(practice, by=person)
    page = practice.newest_text()
    page.title, page.challenges = "By an editor", "<p>Rain <b>and</b> wind</p>"
    page.save_revision(user=editor).publish()
    submitting.save(draft, {"title": "A better title"}, by=person)
    submitting.submit(draft, by=person)
    page = practice.newest_text()
    assert (page.title, page.challenges) == ("A better title", "<p>Rain <b>and</b> wind</p>")


def test_readers_keep_the_old_facts_too(practice, person, editor):
    twin = make_city("Twinville")
    proposed(practice, person, cities=[twin.pk], start_year=1999, fit="Small towns")
    page = now(practice).original.specific
    assert ([city.pk for city in page.cities.all()], page.start_year, page.fit) == (
        [practice.owner_city_id], 2021, "")
    reviewing.publish(now(practice), by=editor, revision=newest(practice))
    page = now(practice).original.specific
    assert ({city.pk for city in page.cities.all()}, page.start_year, page.fit) == (
        {practice.owner_city_id, twin.pk}, 1999, "<p>Small towns</p>")


def test_changes_that_are_not_taken_leave_the_entry_and_stay_with_the_city(practice, person, editor):
    proposed(practice, person, title="A better title", rights="Everybody may leave.")
    with pytest.raises(actions.NotReady):
        reviewing.refuse_update(practice, by=editor, reason=" ", comments={}, revision=newest(practice))
    reviewing.refuse_update(practice, by=editor, reason="Too long.", comments={"title": "Shorter."}, language="fr",
                            revision=newest(practice))
    step = practice.steps.last()
    assert (now(practice).state, step.refused, step.reason) == (State.PUBLISHED, True, "Too long.")
    assert practice.newest_text().title == live_title(practice) == "Dialogue at the market"
    assert not now(practice).original.has_unpublished_changes
    draft = Draft.objects.get()
    assert (draft.answers["title"], draft.base["title"]) == ("A better title", "Dialogue at the market")
    comment = FieldComment.objects.get()
    assert (comment.language, comment.answered_at) == ("fr", None)
    page = at_desk(person).get(address("entry", practice)).text
    assert "Too long." in page
    again = submitting.save(draft, {"title": "Better"}, by=person)
    assert submitting.submit(again, by=person).state == State.UPDATE_PROPOSED
    newest_text = practice.newest_text()
    assert (newest_text.title, "may leave" in newest_text.rights) == ("Better", True)
    assert FieldComment.objects.get().answered_at is not None


def test_only_the_version_that_was_read_is_refused_and_by_somebody_without_a_tie(practice, person, editor):
    proposed(practice, person)
    with pytest.raises(actions.MoveRefused):
        reviewing.refuse_update(practice, by=editor, reason="No.", comments={}, revision=newest(practice) - 1)
    with pytest.raises(PermissionDenied):
        reviewing.refuse_update(practice, by=make_editor(own(person)), reason="No.", comments={},
                                revision=newest(practice))
    assert now(practice).state == State.UPDATE_PROPOSED


def test_a_published_entry_has_nothing_to_refuse(practice, editor):
    with pytest.raises(actions.MoveRefused):
        reviewing.refuse_update(practice, by=editor, reason="No.", comments={}, revision=newest(practice))


def test_another_address_for_questions_takes_effect_at_once(practice, person):
    before = newest(practice)
    proposed(practice, person, contact_email="new@town.example")
    found = now(practice)
    assert (found.state, found.contact_email) == (State.PUBLISHED, "new@town.example")
    assert newest(practice) == before
    assert not Draft.objects.exists()
    entry = AuditEntry.objects.get(action="practice.record", object_id=str(practice.pk))
    assert "new@town.example" not in str(entry.detail)


def test_what_changes_nothing_is_not_handed_in(practice, person):
    draft = proposing.propose(practice, by=person)
    with pytest.raises(actions.NotReady):
        submitting.submit(draft, by=person)
    assert Draft.objects.exists()


def test_a_proposal_is_thrown_away_before_it_is_handed_in(practice, person):
    draft = proposing.propose(practice, by=person)
    submitting.save(draft, {"title": "Thrown away"}, by=person)
    proposing.discard(practice, by=person)
    assert not Draft.objects.exists()
    assert (now(practice).state, practice.newest_text().title) == (State.PUBLISHED, "Dialogue at the market")
    with pytest.raises(actions.MoveRefused):
        proposing.discard(practice, by=person)


def test_a_first_draft_is_not_thrown_away_as_a_proposal(person):
    draft = make_draft(person, city=own(person))
    with pytest.raises(actions.MoveRefused):
        proposing.discard(draft.practice, by=person)


def test_an_entry_that_is_withdrawn_while_changes_are_proposed_goes_from_its_readers(practice, person, editor):
    proposed(practice, person)
    submitting.take_back(now(practice), by=person, reason="It ended.")
    assert not Practice.objects.visible_to(None).exists()
    with pytest.raises(actions.MoveRefused):
        reviewing.refuse_update(practice, by=editor, reason="No.", comments={}, revision=newest(practice))


# ---------- Files ----------
@pytest.fixture
def picture(settings, tmp_path, practice, person):
    """Added to a proposal that is not handed in yet."""
    settings.MEDIA_ROOT = str(tmp_path)
    draft = proposing.propose(practice, by=person)
    with get_test_image_file().file as content:
        kept = Picture.objects.create(title="Tent", file=ImageFile(content, "a.png"))
    DraftFile.objects.create(practice=practice, picture=kept)
    row = {"id": kept.pk, "alternative": "A tent", "caption": "", "safe": True}
    submitting.save(draft, {"pictures": [row]}, by=person)
    return kept


def readers(picture, person, editor):
    """Who reads a file: everybody, the city, editors; each asked anew."""
    people = (AnonymousUser(), User.objects.get(pk=person.pk), User.objects.get(pk=editor.pk))
    return [is_readable(picture, each) for each in people]


def test_a_file_of_a_proposal_is_the_citys_then_the_editors_then_everybodys(picture, practice, person, editor):
    assert readers(picture, person, editor) == [False, True, False]
    assert DraftFile.objects.in_hand().of(picture).exists()
    submitting.submit(Draft.objects.get(), by=person)
    assert readers(picture, person, editor) == [False, True, True]
    reviewing.refuse_update(now(practice), by=editor, reason="No.", comments={}, revision=newest(practice))
    assert readers(picture, person, editor) == [False, True, False]
    submitting.submit(Draft.objects.get(), by=person)
    reviewing.publish(now(practice), by=editor, revision=newest(practice))
    assert readers(picture, person, editor) == [True, True, True]


def test_withdrawing_the_entry_shows_nobody_what_was_not_handed_in(picture, practice, person, editor):
    submitting.take_back(now(practice), by=person, reason="It ended.")
    assert readers(picture, person, editor) == [False, True, False]


def test_a_proposal_that_is_thrown_away_takes_its_own_files_along(picture, practice, person):
    proposing.discard(practice, by=person)
    assert not Picture.objects.filter(pk=picture.pk).exists()


def test_what_readers_see_stays_when_a_proposal_is_thrown_away(picture, practice, person, editor):
    submitting.submit(Draft.objects.get(), by=person)
    reviewing.publish(now(practice), by=editor, revision=newest(practice))
    draft = proposing.propose(now(practice), by=person)
    assert not DraftFile.objects.in_hand().of(picture).exists()
    submitting.save(draft, {"pictures": []}, by=person)
    proposing.discard(practice, by=person)
    assert readers(picture, person, editor) == [True, True, True]


# ---------- At the desk ----------
def test_the_whole_way_at_the_desk(practice, person):
    client = at_desk(person)
    desk = client.get(reverse("desk")).text
    assert address("propose", practice) in desk
    assert "old version" in client.get(address("propose", practice)).text
    assert client.post(address("propose", practice)).url == address("entry", practice)
    draft = Draft.objects.get()
    assert answer(client, draft, "title", title="A better title").status_code == 302
    assert answers_of(draft)["title"] == "A better title"
    desk = client.get(reverse("desk")).text
    assert "Go on with the changes" in desk
    assert "A better title" not in desk
    shown = client.get(address("check", practice))
    sent = client.post(address("check", practice), {"key": hidden(shown, "key")})
    assert sent.url == address("submitted", practice)
    assert "Readers see the old version" in client.get(sent.url).text
    assert client.post(address("check", practice), {"key": hidden(shown, "key")}).url == sent.url
    desk = client.get(reverse("desk")).text
    assert "Readers see the old version until then." in desk
    assert address("propose", practice) not in desk


def test_a_new_address_alone_is_said_to_take_effect_at_once(practice, person):
    client = at_desk(person)
    client.post(address("propose", practice))
    page = client.get(address("question", practice, "contact")).text
    assert "takes effect" in client.get(address("entry", practice)).text
    assert 'name="not_before"' not in page
    answer(client, Draft.objects.get(), "contact", unit="Culture unit", contact_email="new@town.example", licence="on")
    shown = client.get(address("check", practice))
    found = client.post(address("check", practice), {"key": hidden(shown, "key")}, follow=True)
    assert "takes effect at once" in found.text
    assert now(practice).contact_email == "new@town.example"


def test_changes_are_thrown_away_at_the_desk(practice, person):
    client = at_desk(person)
    client.post(address("propose", practice))
    assert client.get(address("proposal", practice)).status_code == 200
    assert client.post(address("proposal", practice)).url == reverse("desk")
    assert client.get(address("proposal", practice)).status_code == 409


@pytest.mark.parametrize("name", ["propose", "proposal", "hand-over"])
def test_for_others_these_pages_do_not_exist(practice, name):
    other = at_desk(make_person(make_city("Other")))
    assert other.get(address(name, practice)).status_code == 404
    assert other.post(address(name, practice)).status_code == 404


# ---------- Not too many ----------
def test_a_city_begins_no_more_than_thirty_drafts(practice, person, monkeypatch):
    monkeypatch.setattr(proposing, "MOST_DRAFTS", 2)
    for _time in range(2):
        submitting.start(own(person), by=person, language="en")
    for begin in (lambda: submitting.start(own(person), by=person, language="en"),
                  lambda: proposing.propose(practice, by=person)):
        with pytest.raises(actions.MoveRefused, match="2 drafts"):
            begin()
    other = make_person(make_city("Other"))
    assert submitting.start(own(other), by=other, language="en")


def test_what_the_desk_lists_costs_the_same_for_more(person, editor, django_assert_max_num_queries, rf):
    def listed():
        request = rf.get("/en/desk/")
        request.user = type(person).objects.get(pk=person.pk)
        return [panel(request) for panel in (panels.drafts, panels.with_editors, panels.published)]

    proposed(published(submitting.submit(make_draft(person, city=own(person)), by=person), editor), person)
    with django_assert_max_num_queries(40) as first:
        listed()
    for _time in range(3):
        proposed(published(submitting.submit(make_draft(person, city=own(person)), by=person), editor), person)
    with django_assert_max_num_queries(len(first)):
        listed()
