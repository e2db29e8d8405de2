"""One question a page: what is asked of each, and that nothing typed is lost, whatever is wrong with it."""
import pytest
from django.urls import reverse

from cities.models import CityMembership
from core import languages
from practices import answers, reviewing, submitting
from practices.choices import Question
from practices.models import Draft, FieldComment
from practices.tests.at_the_desk import address, answer, answers_of, at_desk
from practices.tests.factories import make_city
from practices.tests.submission import ANSWERS, make_draft, make_editor, make_person

pytestmark = pytest.mark.django_db
OWN_WORDS = {"title": ["title"], "summary": ["summary"], "people": ["took_part", "organisation"],
             "change": ["change", "how_known"], "difficult": ["challenges"], "rights": ["rights"], "contact": ["unit"]}


@pytest.fixture(autouse=True)
def folders(db):
    from practices.folders import ensure_folders

    ensure_folders()


@pytest.fixture
def person():
    return make_person(make_city("Ownville"))


@pytest.fixture
def draft(person):
    return make_draft(person, city=CityMembership.objects.get(user=person).city)


@pytest.fixture
def client(person):
    return at_desk(person)


def given(question):
    return {name: ("on" if ANSWERS[name] is True else ANSWERS[name]) for name in answers.FIELDS[question]
            if name in ANSWERS}


@pytest.mark.parametrize("question", [each for each in answers.TEN if each != Question.CITY])
def test_each_question_is_answered_and_leads_to_the_next(client, draft, question):
    Draft.objects.update(answers={})
    assert answer(client, draft, question, **given(question)).status_code == 302
    assert answers_of(draft) == {name: ANSWERS[name] for name in answers.FIELDS[question]}
    page = client.get(address("question", draft.practice, question)).text
    assert f"Question {answers.TEN.index(question) + 1} of 10" in page
    assert "Saved at" in page


@pytest.mark.parametrize("question", answers.TEN)
def test_what_stands_there_is_filled_in(client, draft, question):
    page = client.get(address("question", draft.practice, question))
    assert page.status_code == 200
    for name in set(answers.FIELDS[question]) & {"title", "organisation", "unit", "contact_email", "start_year"}:
        assert f'value="{ANSWERS[name]}"' in page.text.replace("&#x27;", "'")


@pytest.mark.parametrize("language", ["ar", "sq", "zh", "fa", "ru"])
@pytest.mark.parametrize("question", OWN_WORDS)
def test_inputs_run_in_the_language_of_the_content(client, draft, language, question):
    Draft.objects.update(language=language)
    tongue = languages.by_public(language)
    page = client.get(f"/en/desk/practices/{draft.practice_id}/{question}/").text
    said = page.count(f'lang="{tongue.html}" dir="{tongue.direction}" class="said"')
    assert said == len(OWN_WORDS[question])


@pytest.mark.parametrize(("question", "name"), [("contact", "contact_email"), ("time", "start_year")])
def test_addresses_and_years_do_not(client, draft, question, name):
    Draft.objects.update(language="ar")
    page = client.get(address("question", draft.practice, question)).text
    tag = next(each for each in page.split("<") if f'name="{name}"' in each)
    assert 'dir="ltr"' in tag
    assert "lang=" not in tag


@pytest.mark.parametrize(("language", "title", "summary"), [
    ("sq", "Tryeza e komunës për dëgjimin e fqinjëve", "Njerëzit nuk flisnin me njëri-tjetrin. Ne vumë një tryezë."),
    ("zh", "集市上的对话", "邻里之间不再说话。我们在广场上摆了一张桌子。"),
    ("ar", "حوار في السوق", "لم يكن الجيران يتحدثون."),
])
def test_any_script_is_kept_letter_by_letter(client, draft, language, title, summary):
    Draft.objects.update(language=language)
    assert answer(client, draft, "title", title=title).status_code == 302
    assert answer(client, draft, "summary", summary=f"{summary}\r\n\r\n\r\n{summary}").status_code == 302
    assert answers_of(draft)["title"] == title
    assert answers_of(draft)["summary"] == f"{summary}\n\n{summary}"


@pytest.mark.parametrize(("text", "status"), [
    ("word " * 250, 302), ("word " * 251, 422), ("字" * 500, 302), ("字" * 501, 422)])
def test_the_words_of_the_summary_are_counted(client, draft, text, status):
    found = answer(client, draft, "summary", summary=text)
    assert found.status_code == status
    assert answers_of(draft)["summary"] == text.strip()


@pytest.mark.parametrize(("question", "values", "place"), [
    ("title", {"title": "x" * 121}, "id_title"),
    ("title", {"title": " "}, "id_title"),
    ("kind", {"kind": ""}, "id_kind_0"),
    ("time", {"status": "running", "start_year": "", "end_year": ""}, "id_start_year"),
    ("time", {"status": "completed", "start_year": "2020", "end_year": "2019"}, "id_end_year"),
    ("time", {"status": "completed", "start_year": "soon", "end_year": ""}, "id_start_year"),
    ("time", {"status": "completed", "start_year": "20211", "end_year": ""}, "id_start_year"),
    ("people", {"took_part": "Pupils", "organisation": ""}, "id_organisation"),
    ("change", {"results_known": ""}, "id_results_known_0"),
    ("change", {"results_known": "known", "change": "More greetings", "how_known": ""}, "id_how_known"),
    ("change", {"results_known": "known", "change": "x" * 161, "how_known": "Asked"}, "id_change"),
    ("rights", {"rights": ""}, "id_rights"),
    ("contact", {"unit": "Desk", "contact_email": "desk at town", "visibility": "public", "licence": "on"},
     "id_contact_email"),
    ("contact", {"unit": "Desk", "contact_email": "a@b.example", "visibility": "public"}, "id_licence"),
])
def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(client, draft, question, values, place):
    found = answer(client, draft, question, **values)
    assert found.status_code == 422
    assert f'href="#{place}"' in found.text
    assert f'id="{place}"' in found.text
    for name, value in values.items():
        kept = answers_of(draft)[name]
        assert kept is True or str(kept or "") == value.strip()
        assert not value.strip() or value in found.text


def test_too_early_needs_no_more_words(client, draft):
    assert answer(client, draft, "change", results_known="too-early", change="", how_known="").status_code == 302
    assert "change" not in answers.lacking(answers_of(draft))


def test_back_to_the_desk_keeps_half_an_answer(client, draft):
    found = answer(client, draft, "people", took_part="Half a sent", organisation="", next="back")
    assert found.url == reverse("desk")
    assert (answers_of(draft)["took_part"], answers_of(draft)["organisation"]) == ("Half a sent", "")
    assert "people" in answers.lacking(answers_of(draft))


def test_more_than_can_be_kept_is_not_left_behind(client, draft):
    found = answer(client, draft, "rights", rights="x" * 50_001, next="back")
    assert found.status_code == 422
    assert "x" * 50_001 in found.text
    assert answers_of(draft)["rights"] == ANSWERS["rights"]


def test_null_characters_are_left_out(client, draft):
    answer(client, draft, "difficult", challenges="a\x00b", next="back")
    assert answers_of(draft)["challenges"] == "ab"


def test_what_another_page_asks_or_nobody_does_is_ignored(client, draft):
    answer(client, draft, "title", title="Mine", summary="forged", state="published", owner_city="1", live="on",
           visibility="members", approver="1", pictures="[]")
    draft.practice.refresh_from_db()
    assert answers_of(draft) == {**ANSWERS, "city": draft.practice.owner_city_id, "title": "Mine"}
    assert draft.practice.state == "draft"


@pytest.mark.parametrize(("question", "values"), [("kind", {"kind": "news"}), ("time", {"status": "secret"}),
                                                  ("contact", {"visibility": "nobody"})])
def test_an_answer_that_was_not_offered_is_refused(client, draft, question, values):
    assert answer(client, draft, question, **values, next="back").status_code == 422
    for name in values:
        assert answers_of(draft)[name] == ANSWERS[name]


def test_the_city_is_one_of_ones_own(client, person, draft):
    second, foreign = make_city("Second"), make_city("Foreign")
    CityMembership.objects.create(user=person, city=second)
    assert answer(client, draft, "city", city=foreign.pk).status_code == 422
    assert answer(client, draft, "city", city=second.pk).status_code == 302
    draft.practice.refresh_from_db()
    assert draft.practice.owner_city == second


def test_who_answers_in_between_is_not_overwritten(client, person, draft):
    opened = Draft.objects.get()
    answer(at_desk(make_person(draft.practice.owner_city)), draft, "people", took_part="Theirs", organisation="Same")
    found = answer(client, draft, "people", opened=opened, took_part="Mine", organisation="Same")
    assert found.status_code == 409
    assert "Theirs" in found.text
    assert "Mine" in found.text
    assert answers_of(draft)["took_part"] == "Theirs"
    for kept, words in (("theirs", "Theirs"), ("mine", "Mine")):
        settled = answer(client, draft, "people", **{"took_part": "Mine", "organisation": "Same",
                                                     "keep-took_part": kept})
        assert settled.status_code == 302
        assert answers_of(draft)["took_part"] == words


def test_somebody_at_another_question_is_in_nobodys_way(client, draft):
    opened = Draft.objects.get()
    answer(client, draft, "title", title="Another title")
    assert answer(client, draft, "rights", opened=opened, rights="Free.").status_code == 302
    assert (answers_of(draft)["title"], answers_of(draft)["rights"]) == ("Another title", "Free.")


@pytest.mark.parametrize("forged", [{"version": "", "seen": ""}, {"version": "999", "seen": "x"}, {"version": "²"}])
def test_a_form_without_its_version_overwrites_nothing(client, draft, forged):
    found = answer(client, draft, "title", title="Mine", **{"seen": "", **forged})
    assert found.status_code == 409
    assert answers_of(draft)["title"] == ANSWERS["title"]


def test_what_editors_ask_stands_at_the_question(client, person, draft):
    from practices import submitting

    practice, editor = submitting.submit(draft, by=person), make_editor()
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="Two things.", comments={"rights": "Who keeps the notes?"})
    assert "Who keeps the notes?" in client.get(address("question", practice, "rights")).text
    assert "Who keeps the notes?" not in client.get(address("question", practice, "title")).text
    overview = client.get(address("entry", practice)).text
    assert "Two things." in overview
    assert editor.email not in overview
    FieldComment.objects.update(answered_at=practice.created_at)
    assert "Who keeps the notes?" not in client.get(address("question", practice, "rights")).text


def test_one_goes_through_what_editors_asked_and_no_more(client, person, draft):
    practice, editor = submitting.submit(draft, by=person), make_editor()
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="Two.", comments={"title": "Longer", "rights": "Who?"})
    opened = submitting.open_draft(practice, by=person)
    assert answer(client, opened, "title", title="Longer title").url == address("question", practice, "rights")
    assert answer(client, opened, "rights", rights="Nobody.").url == address("check", practice)
    assert "Who?" in client.get(address("check", practice)).text


def test_a_mistake_is_listed_under_a_name_without_its_question_mark(client, draft):
    found = answer(client, draft, "contact", unit="", contact_email="")
    assert "once it is published: Choose" in found.text
    assert ">Tick the box" in found.text  # the sentence to agree to is not repeated


def test_the_kind_and_language_stay_once_it_was_handed_in(client, person, draft):
    from practices import submitting

    practice, editor = submitting.submit(draft, by=person), make_editor()
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="More.", comments={"title": "Longer"})
    opened = submitting.open_draft(practice, by=person)
    answer(client, opened, "kind", kind="programme")
    assert answers_of(opened)["kind"] == "case_study"
    assert client.post(address("language", practice), {"language": "fr"}).status_code == 409
    assert client.post(address("delete", practice)).status_code == 409


def test_from_the_check_page_one_comes_back_to_it(client, draft):
    found = answer(client, draft, "title", title="T", then="check")
    assert found.url == address("check", draft.practice)


def test_a_question_that_does_not_exist_is_not_found(client, draft):
    assert client.get(address("question", draft.practice, "salary")).status_code == 404


def test_an_address_longer_than_its_column_is_said(client, draft):
    address = f"{'a' * 64}@{'.'.join(['b' * 60] * 4)}.example"
    assert len(address) in range(255, 321)
    response = answer(client, draft, "contact", unit="Unit", contact_email=address, visibility="public", licence="on")
    assert response.status_code == 422


def test_the_city_question_can_be_passed_once_it_was_handed_in(client, person, draft):
    practice, editor = submitting.submit(draft, by=person), make_editor()
    reviewing.take_up(practice, by=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="Shorter, please.", comments={})
    again = submitting.open_draft(practice, by=person)
    assert answer(client, again, "city", city=practice.owner_city_id).status_code == 302
