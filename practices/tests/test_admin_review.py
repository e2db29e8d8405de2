"""The page on which an editor decides: each step for those only who may take it, about the text that was read."""
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse

from cities.models import CityMembership
from practices import reviewing
from practices.admin.steps import STEPS
from practices.choices import State
from practices.folders import ensure_folders
from practices.models import (
    Draft,
    FieldComment,
    Key,
    NamedEditor,
    Practice,
    Recommendation,
    Recusal,
    Screening,
)
from practices.models import Step as Move
from practices.tests.editing import add_url, form_data
from practices.tests.factories import make_city
from practices.tests.submission import (
    SCREENING,
    completed,
    make_draft,
    make_editor,
    make_person,
    published,
    submitted,
)

pytestmark = pytest.mark.django_db
SIX = {**{name: SCREENING[name] for name in reviewing.SCREENED}, "untied": "on"}


@pytest.fixture(autouse=True)
def tree(db):
    ensure_folders()


@pytest.fixture
def practice():
    return submitted()


def url(practice):
    return reverse("practices_admin:review", args=[practice.pk])


def now(practice):
    return Practice.objects.get(pk=practice.pk)


def newest(practice):
    return now(practice).newest_text().latest_revision_id


def admitted(person):
    """With the key to the admin, which the groups of the staff have."""
    for group in person.groups.all():
        group.permissions.add(Permission.objects.get(codename="access_admin"))
    return person


def signed_in(client, person):
    client.force_login(admitted(person))
    return client


@pytest.fixture
def reviewer(client, editors):
    """The browser of an editor without a tie."""
    return signed_in(client, make_editor())


def take(client, practice, step, /, **data):
    return client.post(url(practice), {"step": step, "revision": newest(practice), **data})


def stored(practice):
    """Everything that a step could change."""
    row = Practice.objects.filter(pk=practice.pk).values().get()
    return (row, list(Move.objects.values()), list(FieldComment.objects.values()), list(Screening.objects.values()),
            *(list(model.objects.values()) for model in (Recommendation, Recusal, NamedEditor, Key)),
            list(practice.original.revisions.values_list("pk", flat=True)), practice.original.__class__.objects.get(
                pk=practice.original_id).live)


DATA = {
    "take-up": {}, "changes": {"reason": "Please.", "comment-title": "Shorter."}, "park": {"reason": "Later."},
    "decline": {"reason": "Elsewhere."}, "screen": SIX, "second-look": {"note": "Read.", "untied": "on"},
    "publish": {}, "confirm-not-named": {}, "refuse-update": {"reason": "Not now.", "comment-title": "Shorter."},
    "recommend": {"verdict": "changes", "text": "Too long.", "comment-title": "Shorter."},
    "stand-aside": {"reason": "A relative works there."}, "name-editor": {"editor": "1", "reason": "All are tied."},
    "invite": {"function": "professor", "email": "outside@uni.example", "language": "en"},
    "take-back": {"key": "00000000-0000-0000-0000-000000000000"},
}
ADVICE = ("recommend", "stand-aside")


def test_every_step_is_tried_here():
    assert set(DATA) == set(STEPS)


def test_an_entry_goes_from_the_inbox_to_its_readers(reviewer, practice):
    editor = make_editor()
    assert take(reviewer, practice, "take-up").status_code == 302
    assert now(practice).state == State.IN_REVIEW
    completed(practice, editor)
    assert take(reviewer, practice, "publish").status_code == 403
    assert take(reviewer, practice, "screen", **SIX).status_code == 302
    assert take(reviewer, practice, "publish").status_code == 302
    assert now(practice).state == State.PUBLISHED
    assert Practice.objects.visible_to(None).filter(pk=practice.pk).exists()


def test_the_city_is_asked_for_changes_by_question(reviewer, practice):
    take(reviewer, practice, "take-up")
    take(reviewer, practice, "changes", **{"reason": "Two things.", "comment-title": "Shorter.", "comment-time": " "})
    assert now(practice).state == State.CHANGES_REQUESTED
    assert list(FieldComment.objects.values_list("question", "text")) == [("title", "Shorter.")]
    assert now(practice).steps.last().reason == "Two things."


@pytest.mark.parametrize(("step", "state"), [("park", State.PARKED), ("decline", State.DECLINED)])
def test_a_no_needs_a_reason(reviewer, practice, step, state):
    answer = take(reviewer, practice, step, reason="  ")
    assert answer.status_code == 422
    assert b"Give a reason" in answer.content
    assert now(practice).state == State.SUBMITTED
    take(reviewer, practice, step, reason="Not our field.")
    assert now(practice).state == state
    assert "Not our field." in reviewer.get(url(practice)).content.decode()


def test_what_was_typed_stays_when_the_text_has_changed_meanwhile(reviewer, practice):
    take(reviewer, practice, "take-up")
    old = newest(practice)
    completed(practice, make_editor())
    before = stored(practice)
    for step in ("changes", "screen", "park"):
        answer = take(reviewer, practice, step, **{**DATA[step], "revision": old})
        assert answer.status_code == 409
        assert b"The text has changed since you opened it" in answer.content
        page = BeautifulSoup(answer.content, "html.parser")
        form = page.select_one(f"button[name=step][value={step}]").find_parent("form")
        assert form.select_one("[name=revision]")["value"] == str(newest(practice))
        typed = {box["name"]: box.get_text().strip() for box in form.select("textarea")}
        wanted = {name: text for name, text in DATA[step].items() if name != "untied"}
        assert wanted.items() <= typed.items()
    assert stored(practice) == before


@pytest.mark.parametrize("revision", ["", "x", "0", "999999999999999999999"])
def test_a_version_that_is_none_is_refused(reviewer, practice, revision):
    assert take(reviewer, practice, "park", reason="Later.", revision=revision).status_code == 409
    assert now(practice).state == State.SUBMITTED


@pytest.mark.parametrize("step", ["", "nonsense", "submitted", "pause"])
def test_a_step_that_is_none_is_refused(reviewer, practice, step):
    before = stored(practice)
    assert take(reviewer, practice, step).status_code == 403
    assert stored(practice) == before


def a_visitor(practice):
    return None


def a_practitioner(practice):
    return make_person()


def one_of_the_city(practice):
    return make_person(practice.owner_city)


def one_of_another_city(practice):
    return make_person(make_city("Elsewhere", country="FR"))


def a_reviewer(practice):
    return make_person(role="reviewer")


def a_coordinator(practice):
    return make_person(role="coordinator")


def an_editor_of_the_city(practice):
    return make_editor(practice.owner_city)


def an_editor_who_submitted(practice):
    person = make_editor()
    practice.submitters.add(person)
    return person


def an_administrator_of_the_city(practice):
    return make_person(practice.owner_city, role="administrator")


NOBODY = [a_visitor, a_practitioner, one_of_the_city, one_of_another_city, a_reviewer, a_coordinator,
          an_editor_of_the_city, an_editor_who_submitted, an_administrator_of_the_city]
READING = {a_reviewer, a_coordinator, an_editor_of_the_city, an_editor_who_submitted, an_administrator_of_the_city}


def as_submitted(practice):
    return practice


def as_in_review(practice):
    reviewing.take_up(practice, by=make_editor())
    return practice


def as_signed(practice):
    editor = make_editor()
    reviewing.take_up(practice, by=editor)
    reviewing.screen(practice, SCREENING, by=editor, revision=completed(practice, editor))
    return practice


def as_signed_once_of_two(practice):
    editor = make_editor()
    reviewing.take_up(practice, by=editor)
    reviewing.screen(practice, SCREENING, by=editor, revision=completed(practice, editor, level="tertiary"))
    return practice


@pytest.mark.parametrize("put", [as_submitted, as_in_review, as_signed, as_signed_once_of_two])
@pytest.mark.parametrize("who", NOBODY)
def test_who_may_not_decide_changes_nothing(client, editors, practice, who, put):
    make_editor()  # somebody is left, so that no coordinator names anybody
    put(practice)
    person = who(practice)
    if person is not None:
        signed_in(client, person)
    before = stored(practice)
    for step, data in DATA.items():
        if who is a_reviewer and step in ADVICE:
            continue
        answer = take(client, practice, step, **data)
        assert answer.status_code in (302, 403), step
        assert stored(practice) == before, step
    shown = client.get(url(practice))
    assert (shown.status_code == 200) == (who in READING)
    buttons = {each["value"] for each in BeautifulSoup(shown.content, "html.parser").select("button[name=step]")}
    assert buttons == (set(ADVICE) if who is a_reviewer else set())


@pytest.mark.parametrize("who", [an_editor_of_the_city, an_editor_who_submitted])
def test_the_reason_stands_where_the_buttons_would_be(client, practice, who):
    shown = signed_in(client, who(practice)).get(url(practice)).content
    assert b"Another editor decides about it." in shown


def test_an_editor_of_the_country_does_not_decide(client, practice):
    neighbour = make_editor(make_city("Neighbour"))
    as_in_review(practice)
    completed(practice, make_editor())
    desk = signed_in(client, neighbour)
    assert b"your own country or area. Another editor decides about it." in desk.get(url(practice)).content
    before = stored(practice)
    for step in ("screen", "park"):
        assert take(desk, practice, step, **DATA[step]).status_code == 403
    assert stored(practice) == before


def test_forged_fields_are_ignored(reviewer, practice):
    forged = {"state": "published", "visibility": "members", "by": "1", "signed_by": "1",
              "first_published_at": "2020-01-01", "owner_city": "1", "review_depth": "peer_reviewed"}
    take(reviewer, practice, "take-up", **forged)
    row = now(practice)
    assert (row.state, row.visibility, row.review_depth) == (State.IN_REVIEW, "public", "submitted")
    assert row.owner_city_id == practice.owner_city_id
    take(reviewer, practice, "screen", **{**SIX, **forged})
    assert Screening.objects.get().signed_by.email == reviewer.get(url(practice)).wsgi_request.user.email


@pytest.mark.parametrize("missing", [*reviewing.SCREENED, "untied"])
def test_an_unanswered_question_is_named_and_nothing_typed_is_lost(reviewer, practice, missing):
    as_in_review(practice)
    answer = take(reviewer, practice, "screen", **{name: text for name, text in SIX.items() if name != missing})
    assert answer.status_code == 422
    form = answer.context["steps"]["screen"]["form"]
    assert set(form.errors) == {missing}
    others = [name for name in SIX if name != missing]
    assert all(form[name].value() for name in others)
    assert not Screening.objects.exists()


def test_the_same_person_does_not_sign_twice(client, practice):
    first, second = make_editor(), make_editor()
    as_in_review(practice)
    completed(practice, first, level="tertiary")
    desk = signed_in(client, first)
    take(desk, practice, "screen", **SIX)
    shown = desk.get(url(practice)).content
    assert b"You signed the screening yourself" in shown
    assert b"A second editor has to sign as well." in shown
    assert take(desk, practice, "second-look", note="", untied="on").status_code == 403
    assert take(desk, practice, "publish").status_code == 403
    signed_in(client, second)
    assert take(desk, practice, "second-look", note="").status_code == 422
    assert take(desk, practice, "second-look", note="Read.", untied="on").status_code == 302
    assert Screening.objects.get().second_by == second
    assert take(desk, practice, "publish").status_code == 302
    assert now(practice).state == State.PUBLISHED


def test_what_the_card_lacks_leads_to_the_field_that_mends_it(reviewer, practice):
    as_in_review(practice)
    page = BeautifulSoup(reviewer.get(url(practice)).content, "html.parser")
    links = [link["href"] for link in page.select(".review__lacking a")]
    form = reverse("wagtailadmin_pages:edit", args=[practice.original_id])
    assert links == [f"{form}#id_{name}" for name in (
        "concepts_level", "concepts_form", "concepts_approach", "concepts_participants", "concerns")]
    fields = BeautifulSoup(client_form(reviewer, form), "html.parser")
    assert not [link for link in links if not fields.select_one(f'[id="{link.split("#")[1]}"]')]


def client_form(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content


def test_the_answers_run_in_the_direction_of_their_language(reviewer):
    practice = submitted(language="ar", title="حوار في السوق")
    page = BeautifulSoup(reviewer.get(url(practice)).content, "html.parser")
    title = page.select_one("main h2 bdi, .review__head bdi")
    assert (title["lang"], title["dir"]) == ("ar", "rtl")
    said = page.select_one(".answer dd")
    assert (said["lang"], said["dir"], said.get_text(strip=True)) == ("ar", "rtl", "حوار في السوق")


def test_what_a_city_has_not_handed_in_does_not_exist_here(reviewer):
    draft = make_draft()
    assert reviewer.get(url(draft.practice)).status_code == 404
    assert reviewer.post(url(draft.practice), {"step": "publish", "revision": 1}).status_code == 404
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_an_editors_own_draft_is_screened_and_published_by_another_editor(client, desk, editor):
    city = make_city("Beirut")
    desk.post(add_url(), form_data(cities=[city.pk]))
    practice = Practice.objects.get()
    completed(practice, editor)
    assert b'name="step"' not in desk.get(url(practice)).content
    assert take(desk, practice, "screen", **SIX).status_code == 403
    signed_in(client, make_editor())
    take(client, practice, "screen", **SIX)
    take(client, practice, "publish")
    assert now(practice).state == State.PUBLISHED


def test_a_published_entry_offers_no_step_and_shows_its_history(reviewer, practice):
    published(practice, make_editor())
    shown = reviewer.get(url(practice)).content
    assert b'name="step"' not in shown
    assert b"nothing for you to decide" in shown


def test_a_proposed_update_is_published_without_another_screening(reviewer, practice):
    published(practice, make_editor())
    Practice.objects.filter(pk=practice.pk).update(state=State.UPDATE_PROPOSED)
    page = now(practice).newest_text()
    page.title = "Anew"
    page.save_revision()
    take(reviewer, practice, "publish")
    assert now(practice).state == State.PUBLISHED
    assert now(practice).original.title == "Anew"


def test_who_joins_the_city_meanwhile_is_refused_at_once(client, practice):
    person = make_editor()
    desk = signed_in(client, person)
    CityMembership.objects.create(user=person, city=practice.owner_city)
    assert take(desk, practice, "take-up").status_code == 403
    assert now(practice).state == State.SUBMITTED


@pytest.mark.parametrize("put", [as_submitted, as_in_review, as_signed, as_signed_once_of_two])
def test_every_form_of_the_page_can_be_sent(client, editors, practice, put):
    put(practice)
    page = BeautifulSoup(signed_in(client, make_editor()).get(url(practice)).content, "html.parser")
    forms = [button.find_parent("form") for button in page.select("button[name=step]")]
    assert forms
    assert all(form.select_one("[name=csrfmiddlewaretoken]")["value"] for form in forms)
    assert len(page.select("[id]")) == len({each["id"] for each in page.select("[id]")})
