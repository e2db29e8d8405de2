"""A city that is not named stands in no byte of any answer, index, file or mail; that others share its place does."""
from __future__ import annotations

import html
import io
import json
import re
import zipfile
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from cities.models import City, CityName
from core import languages, visibility
from core.models import Attachment, OutboxRow
from core.tests import document_files, picture_files
from practices import actions, not_named, reviewing, submitting
from practices.indexing import PracticeSource
from practices.models import Practice
from practices.models.pages import PracticeKeyword
from practices.tests.at_the_desk import at_desk, described, send_files
from practices.tests.factories import make_city, make_page
from practices.tests.submission import SCREENING, completed, make_draft, make_editor, make_person
from search import engine
from search.contract import Request
from taxonomy.models import Keyword
from tests.settling import settle
from tests.surfaces import surfaces

pytestmark = pytest.mark.django_db
UI = [language.public for language in languages.INTERFACE]
OWN = {"en": "Zqcity", "fr": "Zqville", "es": "Zqciudad", "ru": "Жщгород", "ar": "ظقمدينة", "zh": "鑨鑨市",
       "": "Zqlocal"}
SECRETS = (*OWN.values(), "Zqsought", "Solomon", "Salomon", "Salomón", "Соломонов", "سليمان", "所罗门", "zqoffice",
           "zqunit", "zqpartner", "zqkeyword", "zqsource", "zqcontact", "zqpicture", "zqfile", "4242424")
EXPORTS = ("csv", "json", "ris", "bibtex", "xlsx")
EVERYBODY = frozenset({visibility.PUBLIC, visibility.MEMBER, visibility.EDITOR})
QUERIES = [*OWN.values(), "Zqsought", "Solomon Islands", "zqoffice", "zqpartner", "zqkeyword"]


@pytest.fixture
def city():
    """A member of a country of its own, with a name in every language."""
    found = make_city("Zqcity", country="SB", m49="054", membership=City.MEMBER, listed=False, population=4242424)
    for language, text in OWN.items():
        if language != "en":
            CityName.objects.create(city=found, language=language, text=text)
    CityName.objects.create(city=found, language="en", kind=CityName.SEARCH, text="Zqsought")
    for number in range(5):
        other = make_city(f"Neighbour {number}", country="FJ", m49="054", membership=City.MEMBER, listed=True)
        assert other.is_member
    return found


def upload(draft):
    """A picture and a file with names and words of their own, through the desk."""
    picture = SimpleUploadedFile("zqpicture.png", picture_files.encoded(picture_files.drawn((40, 40)), "PNG"))
    paper = SimpleUploadedFile("zqfile.docx", document_files.office("docx"))
    desk = at_desk(draft.saved_by)
    send_files(desk, draft, pictures=[picture], documents=[paper])
    send_files(desk, draft, **described(draft))


def filled(city):
    """An entry of the city that went the whole way, with everything filled in that can be."""
    person, editor = make_person(city), make_editor()
    draft = make_draft(
        person, city=city, title="Lanterns on the water", summary="Boats with lanterns, and what they changed.",
        organisation="zqoffice", unit="zqunit", contact_email="zqcontact@town.example", start_year=1987, end_year=1993)
    not_named.ask(draft.practice, by=person)
    practice = submitting.submit(draft, by=person)
    reviewing.take_up(practice, by=editor)
    revision = fill(practice, editor)
    reviewing.screen(practice, SCREENING, by=editor, revision=revision)
    not_named.confirm(practice, by=editor, revision=revision)
    reviewing.publish(practice, by=editor, revision=revision)
    return Practice.objects.get(pk=practice.pk)


def fill(practice, editor):
    """What a city's snapshot does not ask for: partners, sources, links, keywords, where it came from."""
    completed(practice, editor)
    page = practice.newest_text()
    page.partners = [("partner", {"name": "zqpartner", "support": "zqpartner money"})]
    page.references = [("reference", {"title": "zqsource", "url": "https://zqsource.example/", "language": "en",
                                      "archived_url": "https://zqsource.example/kept"})]
    page.materials = [("material", {"title": "zqsource handbook", "document": None, "language": "",
                                    "url": "https://zqsource.example/handbook"})]
    page.activities = '<p>Lanterns <a href="https://zqsource.example/">here</a>.</p>'
    page.building_blocks = [("block", {"title": "A lantern", "what": "It floats.", "enabling": "", "lesson": ""})]
    page.contact_languages = "fr"
    page.adapted_from = named("Where it came from").practice
    revision = page.save_revision(user=editor).pk
    keyword = Keyword.objects.create(name="zqkeyword", slug="zqkeyword", accepted=True)
    PracticeKeyword.objects.create(tag=keyword, content_object=practice.original)
    return revision


def named(title, **fields):
    return make_page(title=title, cities=[make_city("Openly", country="FJ", m49="054")], **fields)


@pytest.fixture
def practice(city, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    found = filled(city)
    named("What came of it", adapted_from=found)
    settle()
    return found


def body_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode(errors="replace") + str(response.headers)


def named_in(text):
    """The secrets that stand in a text, however JSON, addresses or HTML spell them."""
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    spelled = "\n".join((text, unescaped, unquote(text), html.unescape(text))).casefold()
    return [secret for secret in SECRETS if secret.casefold() in spelled]


def addresses(practice):
    yield from surfaces([practice])
    for ui in UI:
        yield f"/{ui}/practices/{practice.pk}/{practice.original.slug}/?content=en"
        yield f"/{ui}/search/?q=lanterns"
        yield from (f"/{ui}/search/export/?format={kind}&q=lanterns" for kind in EXPORTS)
        yield f"/{ui}/search/suggestions/?q=lant"
    yield "/api/v1/search?q=lanterns"
    yield "/api/v1/search?q=lanterns&ui=zh"


@pytest.mark.parametrize("who", ["visitor", "outsider", "member"])
def test_nothing_that_is_withheld_stands_anywhere(client, practice, request, who):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    for path in addresses(practice):
        assert named_in(body_of(client.get(path))) == [], path
    assert "Lanterns on the water" in client.get(f"/en/practices/{practice.pk}/{practice.original.slug}/").text


@pytest.mark.parametrize("q", QUERIES)
def test_no_search_for_a_name_finds_it(client, practice, q):
    found = client.get("/api/v1/search", {"q": q}).json()
    assert str(practice.pk) not in json.dumps(found["hits"])
    for ui in UI:
        assert "Lanterns on the water" not in client.get(f"/{ui}/search/suggestions/", {"q": q}).text


def test_no_index_holds_it(practice):
    document = PracticeSource().document(str(practice.pk))
    assert named_in(repr(document)) == []
    assert [document.facets[name] for name in ("city", "country", "year", "keyword")] == [(), (), (), ()]
    for index in engine.indexes():
        for q in QUERIES:
            hits = index.engine.search(Request(q=q, tokens=EVERYBODY)).hits
            assert str(practice.pk) not in {hit.id for hit in hits}


def test_only_the_region_that_others_share_is_told(client, practice):
    page = client.get(f"/en/practices/{practice.pk}/{practice.original.slug}/").text
    assert "City not named" in page
    assert "Melanesia" in page
    hits = client.get("/api/v1/search", {"q": "lanterns", "region": "054"}).json()["hits"]
    assert [hit["id"] for hit in hits if hit["title"] == "Lanterns on the water"] == [str(practice.pk)]


def test_the_counts_of_its_city_and_country_do_not_know_it(client, practice):
    def count(facet, code):
        options = client.get("/api/v1/search").json()["facets"][facet]
        return {option["code"]: option["count"] for option in options}.get(code, 0)

    assert count("city", str(practice.owner_city_id)) == count("country", "SB") == 0
    assert client.get(f"/en/cities/{practice.owner_city_id}/", follow=True).text.count(str(practice.pk)) == 0


def test_its_files_are_not_for_readers(client, city, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    person = make_person(city)
    draft = make_draft(person, city=city, title="Lanterns")
    upload(draft)
    not_named.ask(draft.practice, by=person)
    practice = submitting.submit(draft, by=person)
    Practice.objects.filter(pk=practice.pk).update(state="published")
    kept = Attachment.objects.latest("pk")
    assert "zqfile" not in kept.file.name
    assert client.get(f"/files/{kept.file.name}").status_code == 404


def test_no_mail_to_anybody_names_it(practice):
    assert mail.outbox
    for each in mail.outbox:
        assert named_in(f"{each.subject}\n{each.body}\n{each.extra_headers}") == [], each.to


def test_no_row_that_waits_names_it(practice):
    assert named_in(repr(list(OutboxRow.objects.values_list("topic", "key", "error")))) == []


def test_too_few_cities_are_refused_for_everybody(city):
    City.objects.exclude(pk=city.pk).update(listed=False)
    with pytest.raises(actions.NotReady, match="Fewer than 5"):
        filled(city)
