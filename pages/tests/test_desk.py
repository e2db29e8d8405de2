"""My desk holds what is one person's own, and shows it to nobody else."""
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from accounts import messages
from accounts.desk import Action, Job, jobs_panel, road
from accounts.models import Message, User
from cities.models import City, CityMembership
from practices.tests.factories import make_city

pytestmark = pytest.mark.django_db
PAGES = ("/en/desk/", "/en/desk/messages/", "/en/desk/settings/")


@pytest.fixture
def person():
    return User.objects.create_user("person@city.example", "a-long-password-indeed", first_name="Amal")


@pytest.fixture
def desk(client, person):
    client.force_login(person)
    return client


def tell(person, number=1, **fields):
    messages.post(person, event=f"step:{number}", **{"subject": f"Subject {number}", "text": "One\n\nTwo", **fields})
    return Message.objects.get(receiver=person, event=f"step:{number}")


def page(client, path="/en/desk/"):
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


def headings(tree):
    return [each.get_text() for each in tree.select("main h2")]


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_signs_in_first_and_is_led_back(client, person, path):
    response = client.get(path)
    assert response.headers["Location"] == f"/en/account/login/?next={path}"
    sent = {"login": person.email, "password": "a-long-password-indeed"}
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    assert client.post(response.headers["Location"], sent).headers["Location"] == path


def test_signing_in_leads_to_the_desk_in_the_language_of_the_sign_in(client, person):
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    sent = {"login": person.email, "password": "a-long-password-indeed"}
    assert client.post("/ar/account/login/", sent).headers["Location"] == "/ar/desk/"


@pytest.mark.parametrize("path", PAGES)
def test_no_cache_keeps_it(client, person, path):
    assert client.get(path).headers["Cache-Control"] == "private, no-store"
    client.force_login(person)
    response = client.get(path)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]
    assert page(client, path).select('meta[name="robots"][content="noindex"]')


def test_somebody_without_a_city_is_told_what_they_can_do(desk):
    tree = page(desk)
    assert headings(tree) == ["You are not linked to a city yet", "Messages", "Your account"]
    assert {"/en/search/", "/en/cities/", "/en/join/"} <= {link["href"] for link in tree.select("#no-city a")}


def test_a_citys_person_sees_its_plate_and_only_present_cities(desk, person):
    ours, former = make_city("Ours", membership=City.MEMBER), make_city("Former")
    CityMembership.objects.create(user=person, city=ours)
    CityMembership.objects.create(user=person, city=former, active=False)
    tree = page(desk)
    assert headings(tree) == ["Drafts", "Messages", "Your cities", "Your account"]
    assert [plate.span.get_text() for plate in tree.select("main .plate")] == ["Ours"]


def test_staff_are_led_to_the_editors_desk_and_not_to_membership(desk, person, site):
    assert not page(desk).select('main a[href="/admin/"]')
    person.groups.add(Group.objects.get(name="Editors"))
    tree = page(desk)
    assert tree.select('main a[href="/admin/"]')
    assert "no-city" not in [section["id"] for section in tree.select("main section")]


def test_ten_messages_are_shown_unread_first_and_the_contents_count_the_unread(desk, person):
    for number in range(12):
        tell(person, number)
    tell(person, 11).mark_read()
    tree = page(desk)
    lines = [each.get_text() for each in tree.select("#messages li a > :first-child")]
    assert lines == [f"Unread: Subject {number}" for number in range(10, 0, -1)]
    assert tree.select_one('.contents a[href="#messages"] .num').get_text() == "11"


def test_a_message_is_read_once_opened_and_keeps_its_first_time(desk, person):
    message = tell(person, text="One\n\n<b>Two</b> & three", url="/fr/search/")
    assert desk.head(f"/en/desk/messages/{message.pk}/").status_code == 200
    desk.get(f"/en/desk/messages/{message.pk}/", headers={"sec-purpose": "prefetch"})
    message.refresh_from_db()
    assert message.read_at is None
    tree = page(desk, f"/en/desk/messages/{message.pk}/")
    assert [each.get_text() for each in tree.select("main .measure p")] == ["One", "<b>Two</b> & three"]
    assert tree.select_one("main a.button")["href"] == "/en/search/", "in the interface that is open"
    message.refresh_from_db()
    first = message.read_at
    page(desk, f"/en/desk/messages/{message.pk}/")
    message.refresh_from_db()
    assert message.read_at == first is not None
    assert not page(desk).select("#messages .unread")


def test_a_message_in_another_language_says_so(desk, person):
    person.interface_language = "ar"
    message = tell(person, subject="مرحبا", text="نص")
    title = page(desk, f"/en/desk/messages/{message.pk}/").h1
    assert (title["lang"], title["dir"]) == ("ar", "rtl")
    assert page(desk).select('#messages [lang="ar"][dir="rtl"]')


@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_anothers_message_is_not_there(desk, method):
    other = User.objects.create_user("other@city.example")
    message = tell(other, subject="Not for you")
    response = getattr(desk, method)(f"/en/desk/messages/{message.pk}/")
    assert response.status_code == (405 if method == "post" else 404)
    message.refresh_from_db()
    assert message.read_at is None
    for path in PAGES:
        assert "Not for you" not in desk.get(path).content.decode()


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_a_message_that_never_was_is_not_there(desk, number):
    assert desk.get(f"/en/desk/messages/{number}/").status_code == 404


@pytest.mark.parametrize(("asked", "shown"), [("1", 20), ("2", 5), ("99", 5), ("x", 20)])
def test_all_messages_are_in_pages(desk, person, asked, shown):
    for number in range(25):
        tell(person, number)
    tree = page(desk, f"/en/desk/messages/?page={asked}")
    assert len(tree.select("main .lines li")) == shown
    assert tree.select(".pager a")


def test_the_menu_tells_the_number_of_unread_messages_in_words(client, person):
    assert not page(client, "/en/account/login/").select('#menu a[href="/en/desk/"]')
    client.force_login(person)
    link = '#menu a[href="/en/desk/"]'
    assert page(client, "/en/desk/settings/").select_one(link).get_text() == "My desk"
    for number in range(2):
        tell(person, number)
    shown = page(client, "/en/desk/settings/").select_one(link)
    assert shown["aria-current"] == "page"
    assert "2 unread messages" in shown.select_one(".hidden").get_text()
    assert shown.select_one(".count")["aria-hidden"] == "true"


def asked_for_messages(client, path):
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return [each["sql"] for each in queries if "accounts_message" in each["sql"]], len(queries)


def test_the_menu_asks_nothing_for_visitors_and_once_for_others(client, person):
    assert asked_for_messages(client, "/en/account/password/reset/")[0] == []
    client.force_login(person)
    assert len(asked_for_messages(client, "/en/account/password/change/")[0]) == 1


@pytest.mark.parametrize("path", PAGES)
def test_the_number_of_queries_does_not_grow_with_messages_or_cities(desk, person, path):
    def add(numbers):
        for number in numbers:
            tell(person, number)
            CityMembership.objects.create(user=person, city=make_city(f"Town {number}"))
        desk.get(path)

    add([1])
    few = asked_for_messages(desk, path)[1]
    add(range(2, 20))
    assert asked_for_messages(desk, path)[1] == few


def test_the_language_is_chosen_and_the_site_follows(desk, person):
    response = desk.post("/en/desk/settings/", {"interface_language": "zh", "email": "stolen@city.example"})
    assert response.headers["Location"] == "/zh/desk/settings/"
    assert response.cookies["language"].value == "zh"
    person.refresh_from_db()
    assert (person.interface_language, person.email) == ("zh", "person@city.example")
    assert person.wagtail_userprofile.preferred_language == "zh-hans"
    assert desk.get("/").headers["Location"] == "/zh/"


def test_how_often_mail_comes_is_chosen_beside_it_and_left_out_stays(desk, person):
    shown = BeautifulSoup(desk.get("/en/desk/settings/").content, "lxml")
    assert shown.select_one("input[name=message_pace][checked]")["value"] == "immediate"
    for pace, then in (("weekly", "weekly"), ("", "weekly"), ("daily", "daily")):
        desk.post("/en/desk/settings/", {"interface_language": "en", "message_pace": pace})
        person.refresh_from_db()
        assert person.message_pace == then
    assert desk.post("/en/desk/settings/", {"interface_language": "en", "message_pace": "never"}).status_code == 422


@pytest.mark.parametrize("wish", ["mk", "", "zh-hans"])
def test_a_language_without_an_interface_is_refused(desk, person, wish):
    response = desk.post("/en/desk/settings/", {"interface_language": wish})
    assert response.status_code == 422
    assert BeautifulSoup(response.content, "lxml").select(".errors a")
    person.refresh_from_db()
    assert person.interface_language == "en"


def test_work_is_listed_with_its_road_and_what_waits_is_marked():
    steps = road(["Draft", "Submitted", "Published"], 1)
    told = Job("Titulli <b>", "/en/x/", language="sq", meta=["Case study"], text="One question.", steps=steps,
               actions=[Action("Answer", "/en/y/", main=True)], due=True)
    panel = jobs_panel("Waiting for you", [told], name="now")
    assert panel.count == 1
    tree = BeautifulSoup(render_to_string(panel.template, {"panel": panel.context}), "lxml")
    (job,) = tree.select("li.job.due")
    assert (job.h3["lang"], job.h3.get_text()) == ("sq", "Titulli <b>")
    assert [each.get_text() for each in job.select("ol.track [aria-current=step]")] == ["Submitted"]
    assert job.select_one("a.button").get_text() == "Answer: Titulli <b>", "links of a list differ in their names"


def test_a_list_without_work_says_so():
    panel = jobs_panel("My practices", [], name="mine", empty="Nothing yet.")
    assert "Nothing yet." in render_to_string(panel.template, {"panel": panel.context})
