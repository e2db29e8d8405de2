"""The full description: every section comes back as it was given, in any language, and rows need no script."""
import json
import re
from uuid import UUID

import pytest

from core.richtext import from_paragraphs, paragraphs
from practices import answers, proposing, reviewing, sections, submitting
from practices.actions import Reading, set_evidence
from practices.choices import Kind, Question
from practices.desk.sections import FORMS as SECTION_FORMS
from practices.models import Draft, Practice
from practices.repeated import REPEATED
from practices.tests.at_the_desk import address, answer, answers_of, at_desk
from practices.tests.factories import make_city, make_practice
from practices.tests.filling import sent
from practices.tests.submission import make_draft, make_editor, published
from tests.settling import settle

pytestmark = pytest.mark.django_db
WORDS = {"ar": "عاد الجيران إلى السوق", "sq": "Fqinjët u kthyen në treg"}
KINDS = {Kind.CASE_STUDY: "STORY", Kind.PROGRAMME: "PARTNERS", Kind.LESSON_LEARNED: "LESSON"}


@pytest.fixture(autouse=True)
def folders(db):
    from practices.folders import ensure_folders

    ensure_folders()


@pytest.fixture
def draft():
    return make_draft()


@pytest.fixture
def client(draft):
    return at_desk(draft.saved_by)


def rows(*titles, name="building_blocks", **more):
    """Rows of building blocks as a page sends them; one with an id is a row that stands there already."""
    data = dict(more)
    for number, title in enumerate(titles):
        id, _colon, text = title.rpartition(":")
        data |= {f"{name}-{number}-title": text, f"{name}-{number}-what": "x" if text else ""}
        if id:
            data[f"{name}-{number}-id"] = id
    return data


def titles(draft, name="building_blocks"):
    return [row["title"] for row in answers_of(draft)[name]]


@pytest.mark.parametrize(("language", "kind"), [
    ("ar", Kind.PROGRAMME), ("sq", Kind.CASE_STUDY), ("ar", Kind.LESSON_LEARNED)])
def test_every_section_comes_back_as_it_was_given(language, kind):
    draft = make_draft(language=language, kind=kind, status="stopped")
    client, other = at_desk(draft.saved_by), make_practice(title="Elsewhere")
    twin = make_city("Twinville")
    for question in answers.sections_of(kind):
        more = {name: str(other.pk) for name in answers.ENTRIES if name in answers.fields_of(question, kind)}
        more |= {"cities": twin.pk} if question == Question.PLACES else {}
        found = answer(client, draft, question, **sent(question, kind, WORDS[language]), **more)
        assert found.status_code == 302, found.text
        assert found.url == address("entry", draft.practice)
    given = answers_of(draft)
    assert all(given[name] for question in answers.sections_of(kind) for name in answers.fields_of(question, kind))
    practice = submitting.submit(draft, by=draft.saved_by)
    back = answers.of_page(practice, practice.newest_text())
    assert {name: back[name] for name in given if name not in ("pictures", "documents")} == {
        name: value for name, value in given.items() if name not in ("pictures", "documents")}
    json.dumps(back)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_own_sections(kind):
    draft = make_draft(kind=kind)
    client = at_desk(draft.saved_by)
    page = client.get(address("entry", draft.practice)).text
    for question in answers.SECTIONS:
        own = question in answers.sections_of(kind)
        url = address("question", draft.practice, question)
        assert (url in page) is own
        assert client.get(url).status_code == (200 if own else 404)


def test_only_a_programme_is_asked_for_staff(draft, client):
    assert "staff" not in client.get(address("question", draft.practice, "partners")).text
    answer(client, draft, "partners", staff="Forged")
    assert "staff" not in answers_of(draft)


@pytest.mark.parametrize("language", ["ar", "sq"])
def test_inputs_of_rows_run_in_the_language_of_the_entry(draft, client, language):
    Draft.objects.update(language=language)
    page = client.get(address("question", draft.practice, "sources")).text
    direction = "rtl" if language == "ar" else "ltr"
    assert f'name="references-0-title" value="" lang="{language}" dir="{direction}"' in page
    assert re.search(r'type="url" id="references-0-url"[^>]* dir="ltr"', page)


def test_every_field_of_a_section_says_what_helps():
    for form in SECTION_FORMS.values():
        for field in form.base_fields.values():
            parts = getattr(field, "parts", ())
            assert field.help_text or getattr(field, "example", "") or parts or len(getattr(field, "choices", ())) > 1


# ---------- Rows without a script ----------
def test_another_row_keeps_what_was_typed_and_comes_back_to_an_empty_one(draft, client):
    found = answer(client, draft, "blocks", next="", row="building_blocks add", **rows("First"))
    assert titles(draft) == ["First"]
    assert found.url.endswith("/blocks/?add=building_blocks#building_blocks-1")
    page = client.get(found.url).text
    assert 'name="building_blocks-1-title" value=""' in page
    assert "Building block 2" in page


@pytest.mark.parametrize(("button", "left"), [
    ("up 1", ["B", "A", "C"]), ("down 1", ["A", "C", "B"]), ("remove 1", ["A", "C"]), ("up 0", ["A", "B", "C"]),
    ("down 2", ["A", "B", "C"]), ("remove 9", ["A", "B", "C"]), ("up ²", ["A", "B", "C"])])
def test_rows_are_moved_and_taken_out_with_buttons(draft, client, button, left):
    found = answer(client, draft, "blocks", next="", row=f"building_blocks {button}", **rows("A", "B", "C"))
    assert found.status_code == 302
    assert titles(draft) == left


def test_half_a_row_is_kept_by_its_buttons_and_said_when_one_goes_on(draft, client):
    half = {"building_blocks-0-what": "Half a sentence"}
    assert answer(client, draft, "blocks", next="", row="building_blocks add", **half).status_code == 302
    assert answers_of(draft)["building_blocks"][0]["what"] == "Half a sentence"
    found = answer(client, draft, "blocks", **half)
    assert found.status_code == 422
    assert 'href="#building_blocks-0-title"' in found.text
    assert "Half a sentence" in found.text


def test_an_empty_row_is_no_row(draft, client):
    answer(client, draft, "blocks", **rows("A", "", "C"))
    assert titles(draft) == ["A", "C"]


def test_saving_a_row_twice_makes_one_row(draft, client):
    page = client.get(address("question", draft.practice, "blocks")).text
    id = re.search(r'name="building_blocks-0-id" value="([^"]+)"', page)[1]
    for _time in range(2):
        answer(client, draft, "blocks", **rows(f"{id}:Once"))
    assert answers_of(draft)["building_blocks"] == [
        {"id": id, "title": "Once", "what": "x", "enabling": "", "lesson": ""}]


def test_the_enter_key_removes_nothing(draft, client):
    answer(client, draft, "blocks", **rows("A", "B"))
    page = client.get(address("question", draft.practice, "blocks")).text
    form = page[page.index('<form class="form"'):]
    assert 'name="next" value="on"' in re.search(r"<button[^>]*>", form)[0]


@pytest.mark.parametrize(("name", "value"), [("building_blocks-0-title", "x" * 161),
                                             ("building_blocks-0-what", "x" * 6001)])
def test_what_is_too_long_for_a_row_is_kept_and_said(draft, client, name, value):
    found = answer(client, draft, "blocks", **{**rows("A"), name: value})
    assert found.status_code == 422
    assert f'href="#{name}"' in found.text
    assert value in answers_of(draft)["building_blocks"][0].values()


@pytest.mark.parametrize("url", ["town.example/report", "javascript:alert(1)", "ftp://town.example"])
def test_a_source_needs_a_complete_address(draft, client, url):
    found = answer(client, draft, "sources", **{"references-0-title": "Report", "references-0-url": url})
    assert found.status_code == 422
    assert "not a complete address" in found.text


def test_who_changes_rows_in_between_is_not_overwritten(draft, client):
    opened = Draft.objects.get()
    answer(client, draft, "blocks", **rows("Theirs"))
    found = answer(client, draft, "blocks", opened=opened, **rows("Mine"))
    assert found.status_code == 409
    assert "Theirs" in found.text
    mine = json.loads(re.search(r'name="building_blocks" value="([^"]+)"', found.text)[1].replace("&quot;", '"'))
    for kept, title in (("theirs", "Theirs"), ("mine", "Mine")):
        settled = answer(client, draft, "blocks", **{"building_blocks": json.dumps(mine), "keep-building_blocks": kept})
        assert settled.status_code == 302
        assert titles(draft) == [title]


def test_rows_that_cannot_be_saved_any_more_are_given_back(draft, client):
    opened = Draft.objects.get()
    submitting.submit(draft, by=draft.saved_by)
    found = answer(client, opened, "blocks", opened=opened, **rows("Typed too late"))
    assert found.status_code == 409
    assert "Typed too late" in found.text


# ---------- Choosing by searching ----------
def test_a_city_is_found_by_its_name_and_added(draft, client):
    twin = make_city("Twinville")
    found = answer(client, draft, "places", next="", row="cities look", scope="city", **{"look-cities": "twinv"})
    assert answers_of(draft)["scope"] == "city"
    page = client.get(found.url).text
    assert f'name="cities" value="{twin.pk}"' in page
    assert answer(client, draft, "places", cities=[twin.pk]).status_code == 302
    practice = submitting.submit(draft, by=draft.saved_by)
    assert {city.pk for city in practice.newest_text().cities.all()} == {practice.owner_city_id, twin.pk}


@pytest.mark.parametrize("forged", ["999999", "x", "²"])
def test_a_city_that_is_not_on_the_site_is_not_kept(draft, client, forged):
    answer(client, draft, "places", cities=[forged], next="back")
    assert not answers_of(draft).get("cities")


def test_an_entry_that_one_may_not_read_cannot_be_named_as_the_source(draft, client):
    hidden = make_practice(publish=False)
    assert answer(client, draft, "adapted", adapted_from=str(hidden.pk)).status_code == 422
    seen = make_practice(title="Seen by all")
    assert answer(client, draft, "adapted", adapted_from=str(seen.pk), adaptation="Smaller.").status_code == 302
    assert submitting.submit(draft, by=draft.saved_by).newest_text().adapted_from_id == seen.pk


def test_an_entry_is_found_by_words_of_its_title(draft, client, empty_indexes):
    seen = make_practice(title="Lanterns at the harbour")
    make_practice(title="Lanterns nobody sees", publish=False)
    settle()
    found = answer(client, draft, "adapted", next="", row="adapted_from look", **{"look-adapted_from": "Lanterns"})
    page = client.get(found.url).text
    assert f'value="{seen.pk}"' in page
    assert "Lanterns at the harbour" in page
    assert "Lanterns nobody sees" not in page


def test_readers_see_what_it_was_adapted_from_as_far_as_they_may_read_it(client, draft):
    seen = make_practice(title="Lanterns at the harbour")
    answer(client, draft, "adapted", adapted_from=str(seen.pk), adaptation="Smaller.")
    practice = published(submitting.submit(draft, by=draft.saved_by), make_editor())
    url = f"/en/practices/{practice.pk}/-/"
    assert "Lanterns at the harbour" in client.get(url, follow=True).text
    Practice.objects.filter(pk=seen.pk).update(state="withdrawn")
    assert "Lanterns" not in client.get(url, follow=True).text


def test_the_source_of_an_outcome_is_not_said_where_the_city_is_not_named():
    page = make_practice(outcomes=[("outcome", {
        "title": "Calls", "text": "Fewer", "source": "Report of Ownville"})]).original.specific
    assert "Ownville" in sections.body(page)
    assert "Ownville" not in sections.body(page, withheld=True)


# ---------- Question 7 and the first outcome ----------
def test_question_seven_and_the_first_outcome_say_the_same(draft, client):
    page = client.get(address("question", draft.practice, "outcomes")).text
    assert "More people greet each other" in page
    id = re.search(r'name="outcomes-0-id" value="([^"]+)"', page)[1]
    answer(client, draft, "outcomes", **{
        "outcomes-0-id": id, "outcomes-0-title": "Greetings", "outcomes-0-text": "Counted", "outcomes-0-result": "74",
        "outcomes-1-title": "Fights", "outcomes-1-text": "Fewer"})
    assert (answers_of(draft)["change"], answers_of(draft)["how_known"]) == ("Greetings", "Counted")
    answer(client, draft, "change", results_known="known", change="More greetings", how_known="Counted twice")
    first, second = answers_of(draft)["outcomes"]
    assert (first["id"], first["title"], first["result"], second["title"]) == (id, "More greetings", "74", "Fights")


# ---------- With what editors add ----------
def asked_back(practice, editor):
    reviewing.ask_for_changes(practice, by=editor, reason="More, please.", comments={})
    return submitting.open_draft(Practice.objects.get(pk=practice.pk), by=practice.submitters.first())


def test_what_an_editor_added_stays_and_ids_survive_an_edit(draft, client):
    answer(client, draft, "blocks", **rows("A", "B", "C"))
    practice, editor = submitting.submit(draft, by=draft.saved_by), make_editor()
    reviewing.take_up(practice, by=editor)
    page = practice.newest_text()
    outcome, ids = page.outcomes[0].id, [child.id for child in page.building_blocks]
    again = asked_back(practice, editor)
    page = practice.newest_text()  # the editor goes on while the city writes
    page.building_blocks[1].value["lesson"] = "From the editor"
    page.building_blocks.append(("block", {"title": "Theirs", "what": "By an editor"}))
    page.save_revision(user=editor)
    kept = answers_of(again)["building_blocks"]
    answer(client, again, "blocks", **rows(f"{kept[2]['id']}:C", f"{kept[1]['id']}:B, shorter"))
    answer(client, again, "change", results_known="known", change="More greetings", how_known="Counted")
    submitting.submit(again, by=draft.saved_by)
    page = practice.newest_text()
    assert [(child.id, child.value["title"]) for child in page.building_blocks][:2] == [
        (ids[2], "C"), (ids[1], "B, shorter")]
    assert [child.value["title"] for child in page.building_blocks] == ["C", "B, shorter", "Theirs"]
    assert page.building_blocks[1].value["lesson"] == "From the editor"
    assert page.outcomes[0].id == outcome


def test_a_row_that_an_editor_took_out_comes_back_only_where_the_city_changed_it(draft, client):
    answer(client, draft, "blocks", **rows("A", "B"))
    practice, editor = submitting.submit(draft, by=draft.saved_by), make_editor()
    reviewing.take_up(practice, by=editor)
    again = asked_back(practice, editor)
    page = practice.newest_text()
    page.building_blocks = []
    page.save_revision(user=editor)
    kept = answers_of(again)["building_blocks"]
    answer(client, again, "blocks", **rows(f"{kept[0]['id']}:A", f"{kept[1]['id']}:B, better"))
    submitting.submit(again, by=draft.saved_by)
    assert [child.value["title"] for child in practice.newest_text().building_blocks] == ["B, better"]


def test_the_evidence_of_an_outcome_survives_a_proposal(draft):
    editor = make_editor()
    practice = published(submitting.submit(draft, by=draft.saved_by), editor)
    outcome = UUID(practice.newest_text().outcomes[0].id)
    set_evidence(practice, [Reading(outcome, "favourable", "before_after")], by=editor)
    again = proposing.propose(practice, by=draft.saved_by)
    known = again.answers["outcomes"]
    more = {"id": "5b0f3c1e-8f5a-4c57-9a55-0d4b7b3f9a11", **dict.fromkeys(REPEATED["outcomes"].names, "New")}
    submitting.save(again, {"outcomes": [more, {**known[0], "title": "Said in another way"}]}, by=draft.saved_by)
    practice = submitting.submit(again, by=draft.saved_by)
    reviewing.publish(practice, by=editor, revision=practice.newest_text().latest_revision_id)
    assert [child.id for child in practice.newest_text().outcomes] == [more["id"], str(outcome)]
    assert practice.evidence.get().outcome == outcome


@pytest.mark.parametrize("text", [
    "One.\n\nTwo.", "- a\n- b", "First.\n\n- a\n- b\n\nLast.", "عربي\n\n- واحد", "a < b & c"])
def test_paragraphs_and_lists_come_back(text):
    assert paragraphs(from_paragraphs(text)) == text
