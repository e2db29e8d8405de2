"""A city that is not named: what is still told of its place, where its name is found, who confirms, what is refused."""
from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Locale

from cities import candidates
from cities.models import CityName, Hub, HubLabel
from practices import actions, naming, not_named, reviewing, submitting, withholding
from practices.facts import facts_of
from practices.folders import ensure_folders
from practices.models import Practice, Withholding
from practices.naming import Text
from practices.tests.at_the_desk import address, at_desk
from practices.tests.factories import make_city
from practices.tests.submission import SCREENING, completed, make_draft, make_editor, make_person

pytestmark = pytest.mark.django_db
NAMES = ("Ovcharovo", "Овчарово", "عفشاروفو", "奥夫察罗沃", "North Macedonia", "Macedonia", "UK")


@pytest.fixture(autouse=True)
def tree(db):
    ensure_folders()


def member(name, country="MK", m49="039"):
    return make_city(name, country=country, m49=m49, membership="member", listed=True)


@pytest.fixture
def city():
    """A member of a country, a sub-region and a hub with fewer and with more than four other members."""
    own = member("Ovcharovo")
    for language, text in (("ru", "Овчарово"), ("ar", "عفشاروفو"), ("zh", "奥夫察罗沃"), ("", "Ovčarovo")):
        CityName.objects.create(city=own, language=language, text=text)
    for number, country in enumerate(("IT", "ES", "PT", "FR")):
        member(f"Other{number}", country, "039" if number < 3 else "155")
    hub = Hub.objects.create(slug="old-world", countries=["MK", "IT", "ES", "PT", "FR"])
    HubLabel.objects.create(hub=hub, language="en", text="Old World")
    return own


def handed_in(city, **answers):
    draft = make_draft(make_person(city), city=city, **{
        "organisation": "Office of the river", "took_part": "Traders", **answers})
    not_named.ask(draft.practice, by=draft.saved_by)
    return submitting.submit(draft, by=draft.saved_by)


def screened(practice, editor):
    reviewing.take_up(practice, by=editor)
    revision = completed(practice, editor)
    reviewing.screen(practice, SCREENING, by=editor, revision=revision)
    return revision


# ---------- Where a name stands ----------
@pytest.mark.parametrize("words", [
    "We met in Ovcharovo.", "The Ovcharovski market", "на рынке Овчарова", "Встреча: ОВЧАРОВО", "السوق في عفشاروفو",
    "وبعفشاروفو", "我们在奥夫察罗沃见面", "ovcharovo market plan", "a North-Macedonian habit", "from the UK",
])
def test_a_name_is_found_in_its_forms(words):
    assert naming.found([Text("title", words)], NAMES)


@pytest.mark.parametrize("words", ["We met at the market.", "Rivers and mountains", "uk.example", "السوق", "河边"])
def test_other_words_are_no_name(words):
    assert naming.found([Text("title", words)], NAMES) == []


def test_it_says_what_stands_where(city):
    practice = handed_in(city, challenges="Rain in Ovcharovo.")
    found, = withholding.look(practice, practice.newest_text()).named
    assert (found.name, found.where) == ("Ovcharovo", "what was difficult")


@pytest.mark.parametrize("field", ["title", "seo_title", "search_description", "summary", "activities"])
def test_every_text_is_read(city, field):
    page = handed_in(city).newest_text()
    setattr(page, field, "In Ovcharovo")
    assert [each.name for each in withholding.look(page.practice, page).named] == ["Ovcharovo"]


def test_withheld_fields_are_not_read(city):
    page = handed_in(city).newest_text()
    page.organisation = page.unit = "City of Ovcharovo"
    assert withholding.look(page.practice, page).named == []


# ---------- What is told of the place ----------
def test_regions_and_hubs_are_told_where_five_members_share_them(city):
    assert candidates.safe_regions([city.pk]) == ("150",)
    assert candidates.safe_hub([city.pk], ["150"]) == "old-world"
    assert candidates.number([city.pk], regions=["150"], hub="old-world") == 5


def test_a_rare_language_leaves_the_city_alone(city):
    assert candidates.number([city.pk], language="mk") == 1
    assert candidates.safe_regions([city.pk], "mk") == ()


def test_nothing_of_a_place_is_told_before_somebody_confirms(city):
    practice = handed_in(city)
    facts = facts_of(Practice.objects.with_facts().get(pk=practice.pk))
    assert (facts.cities, facts.countries, facts.regions, facts.hubs) == ((), (), (), ())


def test_what_was_confirmed_is_told_even_when_members_leave(city):
    practice, editor = handed_in(city), make_editor()
    screened(practice, editor)
    not_named.confirm(practice, by=editor)
    city.membership = "left"
    city.save()
    facts = facts_of(Practice.objects.with_facts().get(pk=practice.pk))
    assert (facts.cities, facts.countries, facts.regions, facts.hubs) == ((), (), ("150",), ("old-world",))


def test_a_city_that_changes_leaves_no_new_version_of_what_names_it_not(city):
    practice = handed_in(city)
    before = Practice.objects.get(pk=practice.pk).version
    city.population = 5
    city.save()
    CityName.objects.create(city=city, language="fr", text="Autrenom")
    assert Practice.objects.get(pk=practice.pk).version == before


# ---------- Publishing ----------
def test_it_is_published_once_an_editor_has_confirmed(city):
    practice, editor = handed_in(city), make_editor()
    revision = screened(practice, editor)
    with pytest.raises(actions.NotReady, match="Confirm what readers"):
        reviewing.publish(practice, by=editor, revision=revision)
    not_named.confirm(practice, by=editor, revision=revision)
    reviewing.publish(practice, by=editor, revision=revision)
    row = Withholding.objects.get()
    assert (row.candidates, row.confirmed_by) == (5, editor)
    assert {"what": "region", "code": "150"} in row.combines


def test_too_few_candidates_are_refused_for_everybody_and_taken_for_members(city):
    Hub.objects.all().delete()
    type(city).objects.exclude(pk=city.pk).update(listed=False)
    practice, editor = handed_in(city), make_editor()
    revision = screened(practice, editor)
    not_named.confirm(practice, by=editor)
    with pytest.raises(actions.NotReady, match="Fewer than 5"):
        reviewing.publish(practice, by=editor, revision=revision)
    own = {"embargo_until": None, "city_withheld": True, "by": editor}
    actions.set_audience(practice, visibility="members", **own)
    reviewing.publish(practice, by=editor, revision=revision)
    with pytest.raises(actions.MoveRefused, match="Fewer than 5"):
        actions.set_audience(practice, visibility="public", **own)


def test_a_name_in_a_text_is_refused_with_its_place(city):
    practice, editor = handed_in(city, summary="A market in Ovcharovo."), make_editor()
    revision = screened(practice, editor)
    not_named.confirm(practice, by=editor)
    with pytest.raises(actions.NotReady, match="“Ovcharovo” stands in: summary"):
        reviewing.publish(practice, by=editor, revision=revision)


def published(city):
    practice, editor = handed_in(city), make_editor()
    revision = screened(practice, editor)
    not_named.confirm(practice, by=editor)
    reviewing.publish(practice, by=editor, revision=revision)
    return Practice.objects.get(pk=practice.pk), editor


def test_a_translation_that_names_the_city_is_not_published(city):
    practice, _editor = published(city)
    copy = practice.original.specific.copy_for_translation(Locale.objects.get(language_code="ru"))
    copy.title, copy.slug = "Рынок в Овчарово", "rynok"
    copy.save()
    with pytest.raises(PermissionDenied, match="Овчарово"):
        copy.save_revision().publish()


def test_what_a_new_version_lets_readers_combine_is_confirmed_again(city):
    practice, editor = published(city)
    page = practice.newest_text()
    page.scope = "neighbourhood"
    revision = page.save_revision(user=editor).pk
    assert any("has changed" in said for said in withholding.lacking(practice, practice.newest_text()))
    not_named.confirm(practice, by=editor, revision=revision)
    assert withholding.lacking(practice, practice.newest_text()) == []


def test_an_address_made_of_an_earlier_title_loses_the_name(city):
    person, editor = make_person(city), make_editor()
    practice = submitting.submit(make_draft(person, city=city, title="The market of Ovcharovo"), by=person)
    not_named.ask(practice, by=person)
    page = Practice.objects.get(pk=practice.pk).newest_text()
    assert "ovcharovo" in page.slug
    page.title = "The market"
    page.save_revision()
    practice = Practice.objects.get(pk=practice.pk)
    revision = screened(practice, editor)
    not_named.confirm(practice, by=editor)
    reviewing.publish(practice, by=editor, revision=revision)
    assert Practice.objects.get(pk=practice.pk).original.slug == "practice"


# ---------- Who decides ----------
def test_only_the_city_takes_it_back(city):
    practice, editor = published(city)
    with pytest.raises(actions.MoveRefused):
        actions.set_audience(practice, visibility="public", embargo_until=None, city_withheld=False, by=editor)
    with pytest.raises(PermissionDenied):
        not_named.name_again(practice, by=editor)
    not_named.name_again(practice, by=practice.submitters.get())
    assert not Practice.objects.get(pk=practice.pk).city_withheld


def test_nobody_with_a_tie_confirms(city):
    practice = handed_in(city)
    with pytest.raises(PermissionDenied):
        not_named.confirm(practice, by=make_editor(city))
    with pytest.raises(PermissionDenied):
        not_named.confirm(practice, by=make_person(city))


def test_the_desk_offers_it_before_the_first_publication_only(city):
    draft = make_draft(make_person(city), city=city, summary="Everybody in Ovcharovo knows.")
    desk = at_desk(draft.saved_by)
    page = desk.get(address("not-named", draft.practice))
    assert "“Ovcharovo” stands in" in page.text
    assert page.context["candidates"] == 5
    assert desk.post(address("not-named", draft.practice), {"city": "not-named"}).status_code == 302
    assert Practice.objects.get(pk=draft.practice_id).city_withheld
    assert Withholding.objects.get().asked_by == draft.saved_by
    desk.post(address("not-named", draft.practice), {"city": "named"})
    assert not Practice.objects.get(pk=draft.practice_id).city_withheld
    Practice.objects.filter(pk=draft.practice_id).update(first_published_at="2030-01-01T00:00Z")
    assert desk.post(address("not-named", draft.practice), {"city": "not-named"}).status_code == 409
    assert at_desk(make_person()).get(address("not-named", draft.practice)).status_code == 404


def test_the_review_page_shows_what_is_to_be_confirmed(city, desk, editor):
    practice = handed_in(city, summary="A market in Ovcharovo.")
    review = reverse("practices_admin:review", args=[practice.pk])
    revision = screened(practice, editor)
    page = desk.get(review)
    assert "5 member cities fit all of this" in page.text
    assert "“Ovcharovo” stands in" in page.text
    desk.post(review, {"step": "confirm-not-named", "revision": revision})
    assert Withholding.objects.get().confirmed_by == editor
    assert "confirm-not-named" not in desk.get(review).text
