"""How complete an entry is: a figure for its authors, the sections that would help most, snapshot or full."""
import pytest

from practices import answers, extent, reviewing, submitting
from practices.choices import Kind
from practices.models import Practice
from practices.tests.at_the_desk import address, answer, answers_of, at_desk
from practices.tests.filling import sent
from practices.tests.submission import concept, make_draft, make_editor, published, submitted

pytestmark = pytest.mark.django_db
KINDS = tuple(Kind.values)


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


# ---------- How complete it is ----------
@pytest.mark.parametrize("kind", KINDS)
def test_what_would_help_most_is_named_by_kind_until_it_is_there(kind):
    draft = make_draft(kind=kind)
    client = at_desk(draft.saved_by)
    before = extent.of_answers(draft.answers, kind)
    assert len(before.most_useful) == 3
    page = client.get(address("entry", draft.practice)).text
    assert f"{before.percent} % complete" in page
    first = before.most_useful[0]
    assert str(extent.WHY[first]) in page
    answer(client, draft, first, **sent(first, kind, "Words"))
    after = extent.of_answers(answers_of(draft), kind)
    assert after.percent > before.percent


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_is_full_once_everything_is_there_that_its_kind_needs(kind):
    draft = make_draft(kind=kind)
    client = at_desk(draft.saved_by)
    for question in answers.sections_of(kind):
        answer(client, draft, question, **sent(question, kind, "Words"))
    practice = submitting.submit(draft, by=draft.saved_by)
    page = practice.newest_text()
    assert page.extent == "snapshot"  # the card is the editor's
    fill_card(page)
    assert extent.follows(page) == "full"
    page.harms_seen = ""
    assert extent.follows(page) == "snapshot"


def fill_card(page):
    page.concerns = "<p>None found.</p>"
    page.concepts = [concept("level", "primary"), concept("form", "any"), concept("approach", "dialogue"),
                     concept("participants", "general-public"), concept("setting", "school"),
                     concept("sector", "education")]


def test_what_an_editor_said_about_the_extent_stays(draft):
    practice, editor = submitting.submit(draft, by=draft.saved_by), make_editor()
    reviewing.take_up(practice, by=editor)
    page = practice.newest_text()
    page.extent = "full"
    page.save_revision(user=editor)
    reviewing.ask_for_changes(practice, by=editor, reason="More, please.", comments={})
    again = submitting.open_draft(Practice.objects.get(pk=practice.pk), by=draft.saved_by)
    submitting.save(again, {"objectives": "Fewer fights"}, by=draft.saved_by)
    submitting.submit(again, by=draft.saved_by)
    assert practice.newest_text().extent == "full"


def test_nobody_but_its_authors_and_editors_sees_the_figure(client):
    practice = published(submitted(), make_editor())
    assert "% complete" not in client.get(f"/en/practices/{practice.pk}/-/", follow=True).text
