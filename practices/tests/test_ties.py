"""What keeps somebody from deciding: hand, city, country, employer, funder, standing aside; and who is named then."""
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Message
from core.models import AuditEntry
from practices import decisions, remits, reviewing, ties
from practices.actions import MoveRefused, NotReady
from practices.models import NamedEditor, Practice, Recusal, Remit
from practices.tests.factories import make_city
from practices.tests.submission import SCREENING, completed, make_editor, make_person, submitted
from practices.tests.test_admin_review import SIX, signed_in, take, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(editors):
    return submitted()


def with_remit(**fields):
    person = make_editor()
    Remit.objects.create(user=person, **fields)
    return person


def refusal(person, practice):
    """As another request would read it."""
    return decisions.tie(type(person).objects.get(pk=person.pk), Practice.objects.get(pk=practice.pk))


@pytest.mark.parametrize(("own", "other", "same"), [
    ("Town hall", "TOWN HALL", True), ("Ville de Médine", "ville de Medine", True), ("GIZ", "GIZ, Beirut", True),
    ("Ministry of the Interior", "ministry of interior", False), ("Police academy of the north", "Police", False),
    ("Open Hands Foundation, Beirut", "Open Hands Foundation", True), ("EU", "Neue Nachbarschaft e.V.", False),
    ("art", "Smart City", False),
    ("المؤسسة الوطنية", "ألمؤسسة الوطنية", True), ("儿童基金会", "联合国儿童基金会", True),
])
def test_names_are_one_if_one_stands_in_the_other_as_whole_words(own, other, same):
    assert ties.is_same(ties.compared(own), ties.compared(other)) is same


@pytest.mark.parametrize("remit", [
    {"countries": ["LB"]}, {"employer": "Town Hall"}, {"funders": "A bank\nTown hall, culture unit"},
])
def test_country_employer_and_funder_tie(practice, remit):
    assert not refusal(with_remit(countries=["FR"], employer="Elsewhere", funders="A bank"), practice)
    person = with_remit(**remit)
    assert refusal(person, practice)
    with pytest.raises(PermissionDenied):
        reviewing.take_up(practice, by=person)


@pytest.mark.parametrize("newest", [True, False])
def test_partners_of_the_newest_text_and_of_the_stored_one_tie(practice, newest):
    page = practice.original.specific
    partner = [("partner", {"name": "Open Hands Foundation", "support": ""})]
    page.partners = [] if newest else partner
    page.save()
    draft = page.get_latest_revision_as_object()
    draft.partners = partner if newest else []
    draft.save_revision()
    assert refusal(with_remit(funders="Open Hands Foundation"), practice)


def test_what_many_editors_are_tied_by_is_read_in_four_queries(practice):
    for _number in range(3):
        make_editor()
    with CaptureQueriesContext(connection) as few:
        remits.editors()
    for _number in range(5):
        with_remit(employer="A")
    with CaptureQueriesContext(connection) as many:
        people = remits.editors()
    assert len(people) >= 8
    assert len(many) == len(few)
    with CaptureQueriesContext(connection) as none:
        [ties.of(each).countries | ties.of(each).cities for each in people]
        [ties.of(each).named_for | ties.of(each).stood_aside for each in people]
    assert len(none) == 0


def test_who_stands_aside_decides_no_more_and_it_is_written_down(client, practice):
    person = make_editor()
    desk = signed_in(client, person)
    assert take(desk, practice, "stand-aside", reason=" ").status_code == 422
    assert take(desk, practice, "stand-aside", reason="A relative works there.").status_code == 302
    shown = desk.get(url(practice)).content
    assert b"You stood aside from this entry." in shown
    assert b"A relative works there." in shown
    assert take(desk, practice, "take-up").status_code == 403
    assert Recusal.objects.get().user == person
    assert AuditEntry.objects.filter(action="practice.stood-aside", actor=str(person.subject_id)).exists()


def test_where_nobody_is_left_a_coordinator_names_an_editor(client, practice):
    tied = [with_remit(countries=["LB"]), make_editor(practice.owner_city)]
    coordinator = make_person(role="coordinator")
    desk = signed_in(client, coordinator)
    page = BeautifulSoup(desk.get(url(practice)).content, "html.parser")
    assert "Something ties every editor to this entry." in page.get_text()
    offered = {each["value"] for each in page.select("select[name=editor] option")} - {""}
    assert offered == {str(tied[0].pk)}
    assert take(desk, practice, "name-editor", editor=tied[1].pk, reason="All tied.").status_code == 422
    assert take(desk, practice, "name-editor", editor=tied[0].pk, reason="All tied.").status_code == 302
    assert NamedEditor.objects.get().user == tied[0]
    assert AuditEntry.objects.filter(action="practice.editor-named", actor=str(coordinator.subject_id)).exists()
    assert Message.objects.filter(receiver=tied[0], event__startswith="practice-named").exists()
    assert not refusal(tied[0], practice)
    signed_in(client, tied[0])
    assert take(desk, practice, "take-up").status_code == 302
    completed(practice, make_editor())
    assert b"A coordinator has named me for this entry." in desk.get(url(practice)).content
    assert take(desk, practice, "screen", **SIX).status_code == 302
    assert Practice.objects.get(pk=practice.pk).screening.untied is False
    assert refusal(tied[0], submitted(city=make_city("Second", country="LB")))


def test_nobody_is_named_while_somebody_is_left_or_for_an_entry_of_their_own(practice):
    coordinator, tied = make_person(role="coordinator"), with_remit(countries=["LB"])
    free = make_editor()
    with pytest.raises(MoveRefused):
        remits.name_editor(practice, tied, by=coordinator, reason="Why not.")
    remits.stand_aside(practice, by=free, reason="A relative.")
    own = make_editor(practice.owner_city)
    for person in (own, free, make_person(role="reviewer"), make_person()):
        with pytest.raises(MoveRefused):
            remits.name_editor(practice, person, by=coordinator, reason="Why not.")
    with pytest.raises(NotReady):
        remits.name_editor(practice, tied, by=coordinator, reason=" ")
    for person in (make_editor(), make_person(practice.owner_city, role="coordinator")):
        with pytest.raises((PermissionDenied, MoveRefused)):
            remits.name_editor(practice, tied, by=person, reason="Why not.")
    assert not NamedEditor.objects.exists()


def test_a_named_editor_who_stands_aside_is_named_no_more(practice):
    tied = with_remit(countries=["LB"])
    remits.name_editor(practice, tied, by=make_person(role="coordinator"), reason="All tied.")
    remits.stand_aside(practice, by=tied, reason="I know them.")
    assert not NamedEditor.objects.exists()
    assert refusal(tied, practice)


def test_a_named_editor_does_not_sign_that_nothing_ties_them(practice):
    free = make_editor()
    reviewing.take_up(practice, by=free)
    assert reviewing.screen(practice, SCREENING, by=free, revision=completed(practice, free)).untied


# ---------- The pages ----------
REMIT = {"languages": ["ar", "fr"], "employer": "Town hall", "funders": "A bank", "countries": ["LB", "FR"]}


def test_everybody_of_the_staff_says_what_ties_them(client, editors):
    person = make_person(role="reviewer")
    desk = signed_in(client, person)
    address = reverse("practices_admin:my-remit")
    assert desk.get(address).status_code == 200
    assert desk.post(address, REMIT).status_code == 302
    remit = Remit.objects.get(user=person)
    assert (remit.languages, remit.countries, remit.employer) == (["ar", "fr"], ["LB", "FR"], "Town hall")
    assert desk.post(address, {**REMIT, "countries": ["XX"]}).status_code == 422
    assert AuditEntry.objects.filter(action="remit.set").count() == 1


def test_only_coordinators_say_it_of_others(client, editors):
    person, other = make_editor(), make_editor()
    address = reverse("practices_admin:remit", args=[other.pk])
    desk = signed_in(client, person)
    assert desk.get(address).status_code == 302
    assert desk.post(address, REMIT).status_code == 302
    assert desk.get(reverse("practices_admin:remits")).status_code == 302
    assert not Remit.objects.exists()
    signed_in(client, make_person(role="coordinator"))
    assert desk.post(address, REMIT).status_code == 302
    assert Remit.objects.get().user == other
    assert desk.get(reverse("practices_admin:remit", args=[make_person().pk])).status_code == 404


def test_the_list_of_remits_asks_the_same_number_of_queries_for_twice_the_people(client, editors):
    desk = signed_in(client, make_person(role="coordinator"))
    counts = []
    for _round in range(3):
        for _number in range(4):
            with_remit(employer="A", countries=["LB"])
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(reverse("practices_admin:remits")).status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2]
