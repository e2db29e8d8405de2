"""Every type of page in six languages: said in the right language, linked to the others, and no text left untranslated.

For the last point a translation is put in place that only wraps what it is given in marks. In the Arabic and in the
Chinese interface what then stands outside the marks in Latin letters was never translatable: everything from the
database has names there in the language of the reader.
"""
from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, NavigableString
from bs4.element import PreformattedString
from django.core import mail
from django.utils import translation

from accounts.messages import post
from accounts.models import User
from cities.models import CityMembership
from core import languages
from demo.content_files import entries
from practices import step_messages
from practices.choices import Question, State
from practices.models import FieldComment, Step
from practices.step_wording import MATRIX
from practices.tests.submission import make_person, submitted
from tests.page_types import CASE_STUDY, LESSON, MISSING, PAGES, PROGRAMME, SIGNED_IN, TREE, practice_id
from tests.settling import settle

pytestmark = pytest.mark.django_db
UI = [language.public for language in languages.INTERFACE]
TAGS = {language.html for language in languages.INTERFACE}
ACCOUNT = ("sign-in", "password reset", "password reset sent", "sign-up")
CONTACT = f"/{{ui}}/practices/{practice_id(PROGRAMME)}/contact/"
CONCERN = f"/{{ui}}/practices/{practice_id(PROGRAMME)}/concern/"


@pytest.fixture(scope="module")
def kept():
    """Pages that were fetched already: nothing here changes what they show."""
    return {}


@pytest.fixture
def get(client, kept):
    """Fetches a page: the answer at the end of redirects, and its tree."""

    def fetch(path, ui=""):
        address = path.replace("{ui}", ui)
        if address not in kept:
            response = client.get(address, follow=True)
            kept[address] = (response, parsed(response))
        return kept[address]

    return fetch


def parsed(response):
    return BeautifulSoup(response.content, "lxml")


def local(address):
    """An absolute address of the site as the test client takes it."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def alternates(tree):
    return {link.get("hreflang"): link.get("href") for link in tree.select('link[rel="alternate"][hreflang]')}


@pytest.mark.parametrize("ui", UI)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_answers_in_the_language_and_direction_of_its_address(get, name, ui):
    response, tree = get(PAGES[name], ui)
    language = languages.by_public(ui)
    assert response.status_code == 200
    assert (tree.html.get("lang"), tree.html.get("dir")) == (language.html, language.direction)
    assert response.headers["Content-Language"] == language.html
    assert len(tree.select("h1")) == 1
    assert tree.title.get_text().strip()


@pytest.mark.parametrize("ui", UI)
def test_a_page_that_is_not_there_answers_in_the_language_of_its_address(get, ui):
    response, tree = get(MISSING, ui)
    language = languages.by_public(ui)
    assert response.status_code == 404
    assert (tree.html.get("lang"), tree.html.get("dir")) == (language.html, language.direction)


@pytest.mark.parametrize("ui", UI)
@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_of_ones_own_answers_in_the_language_of_its_address_and_is_kept_nowhere(client, member, name, ui):
    client.force_login(member)
    response = client.get(SIGNED_IN[name].replace("{ui}", ui))
    language, tree = languages.by_public(ui), parsed(response)
    assert response.status_code == 200
    assert (tree.html.get("lang"), tree.html.get("dir")) == (language.html, language.direction)
    assert len(tree.select("h1")) == 1
    assert "no-store" in response.headers["Cache-Control"]
    assert tree.select('meta[name="robots"][content="noindex"]')


def tongues(name):
    """The tags under which a page must be offered: all six, or those in which the text of a practice exists."""
    if name in ACCOUNT:
        return set()
    written = re.fullmatch(r"/\{ui\}/practices/([0-9a-f-]{36})/-/.*", PAGES[name])
    if not written:
        return TAGS | {"x-default"}
    entry = next(entry for entry in entries() if str(entry.uuid) == written[1])
    return {languages.by_public(code).html for code in entry.data["texts"]} | {"x-default"}


@pytest.mark.parametrize("ui", UI)
@pytest.mark.parametrize("name", PAGES)
def test_other_languages_are_named_completely_and_lead_there(get, name, ui):
    _response, tree = get(PAGES[name], ui)
    others = alternates(tree)
    assert set(others) == tongues(name)
    for tag, address in others.items():
        response, there = get(local(address))
        assert response.status_code == 200
        shown = {each.get("lang") for each in there.select("html, h1[lang]")}
        assert tag in shown or tag == "x-default"
        assert set(alternates(there)) == set(others), "every version names the same versions"


@pytest.mark.parametrize("ui", UI)
@pytest.mark.parametrize("name", [name for name in PAGES if name not in ACCOUNT])
def test_a_page_names_the_one_address_it_wants_to_be_known_by(get, name, ui):
    _response, tree = get(PAGES[name], ui)
    (link,) = tree.select('link[rel="canonical"]')
    response, there = get(local(link.get("href")))
    assert response.status_code == 200
    assert not response.redirect_chain, "a canonical address never leads on"
    (again,) = there.select('link[rel="canonical"]')
    assert again.get("href") == link.get("href")
    assert link.get("href") in alternates(tree).values()


# ---------- Text that nobody can translate ----------
OPEN, CLOSE = "⟦", "⟧"
MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
WORD = re.compile(r"[A-Za-z]{2,}")
SHOWN = ("alt", "title", "aria-label", "aria-description", "placeholder", "data-done")
NAMES = {language.name for language in languages.ALL}
# What may stand in Latin letters outside every translation, and why; each is a CSS selector of the element around it.
ALLOWED = {
    ".plate bdi": "the name of a place in its own script",
    ".said": "what is told about a practice, in the language of its text",
    ".prose, .intro": "a text that editors write and translate as a page",
    "code, pre": "addresses and codes for programs",
    "#sources a, #materials li": "titles of publications, as they were published",
    ".outcome .meta a": "the title of the report that says so",
    '.option:has(input[name="keyword"])': "a free keyword, in the language in which it was given",
    'select[name="language"] option': "languages by their own names",
    "table td[lang], table th[lang]": "a term in its own language",
    "bdi.person": "the name of whoever is signed in",
}
LITERALS = re.compile(r"\b(police|zzqqxx|testserver)\b|CC BY 4\.0|\b(API|CSV|XLSX|JSON|RIS|BibTeX)\b|\b[\w.]+@[\w.]+\b|https?://\S+")


@pytest.fixture
def pseudo(monkeypatch):
    """Every translation gives back the source in marks."""
    real = translation._trans

    def one(message):
        return f"{OPEN}{message}{CLOSE}" if message else ""

    def many(singular, plural, number):
        return one(singular if number == 1 else plural)

    monkeypatch.setattr(real, "gettext", one)
    monkeypatch.setattr(real, "ngettext", many)
    monkeypatch.setattr(real, "pgettext", lambda context, message: one(message))
    monkeypatch.setattr(real, "npgettext", lambda context, singular, plural, number: many(singular, plural, number))


def around(element):
    """The element with everything it stands in, up to the page."""
    yield from (each for each in (element, *element.parents) if each.name not in {"html", "[document]"})


def in_another_language(element):
    return any(each.get("lang") for each in around(element))


def flow(tree):
    """Text in document order as (element around it, text)."""
    for text in tree.html.descendants:
        shown = isinstance(text, NavigableString) and not isinstance(text, PreformattedString)
        if shown and text.parent.name not in {"script", "style"}:
            yield text.parent, str(text)


def outside_marks(parts):
    """What of a sequence of texts stands outside marks; a mark may open in one element and close in another."""
    depth = 0
    for element, text in parts:
        rest = ""
        for letter in text:
            depth += (letter == OPEN) - (letter == CLOSE)
            if depth == 0:
                rest += " " if letter == CLOSE else letter
        yield element, rest
    assert depth == 0, "marks are not closed"


def attributes(tree):
    """What is said without standing in the text, as (element, text)."""
    for element in tree.find_all(True):
        yield from ((element, element[name]) for name in SHOWN if element.get(name))
    for meta in tree.select('meta[name="description"], meta[property="og:title"], meta[property="og:description"]'):
        yield meta, meta["content"]


def unmarked(tree):
    """Latin words that are in no translation and have no reason to be there."""
    excused = {id(each) for selector in ALLOWED for each in tree.select(selector)}
    told = " ".join(each.get_text() for each in tree.body.select(", ".join(["[lang]", *ALLOWED])))
    told_apart = ((element, MARKED.sub("", MARKED.sub("", text))) for element, text in attributes(tree))
    texts = [*outside_marks(flow(tree)), *told_apart]
    for element, rest in texts:
        if in_another_language(element) or any(id(each) in excused for each in around(element)):
            continue
        rest = rest.strip(" ·…\n")
        if WORD.search(LITERALS.sub("", rest)) and rest not in NAMES and rest not in told:
            yield f"<{element.name} {element.attrs}> {rest[:80]}"


@pytest.mark.parametrize("ui", ["ar", "zh"])
@pytest.mark.parametrize("name", [*PAGES, "page that is not there"])
def test_no_text_of_a_page_is_out_of_reach_of_translators(client, pseudo, name, ui):
    address = {**PAGES, "page that is not there": MISSING}[name].replace("{ui}", ui)
    tree = parsed(client.get(address, follow=True))
    assert OPEN in str(tree)
    assert list(unmarked(tree)) == []


@pytest.mark.parametrize("ui", ["ar", "zh"])
@pytest.mark.parametrize("name", SIGNED_IN)
def test_no_text_of_a_page_of_ones_own_is_out_of_reach_of_translators(client, member, outsider, pseudo, name, ui):
    for person in (member, outsider):
        post(person, event="crawl", subject="رسالة", text="نص")
        client.force_login(person)
        tree = parsed(client.get(SIGNED_IN[name].replace("{ui}", ui)))
        assert OPEN in str(tree.main)
        assert list(unmarked(tree)) == []


def test_the_frame_of_a_message_is_wholly_in_the_language_of_its_receiver(member, pseudo):
    post(member, event="crawl", subject="رسالة", text="نص", url="/ar/search/")
    settle()
    (message,) = mail.outbox
    assert outside(message.body.replace(member.get_full_name(), "")) == []


@pytest.mark.parametrize("ui", ["ar"])
@pytest.mark.parametrize(("path", "sent"), [
    (CONCERN, {"text": ""}), (CONCERN, {"text": "x", "category": "x", "language": "xx", "opened": "x"}),
    ("/{ui}/concerns/", {"code": ""}), ("/{ui}/concerns/", {"code": "2222"}),
    (CONTACT, {"text": ""}), (CONTACT, {"text": "x", "reply_to": "x@", "language": "xx", "opened": "x"}),
    ("/{ui}/account/login/", {"login": ""}), ("/{ui}/account/login/", {"login": "a@b.example", "password": "no"}),
    ("/{ui}/account/password/reset/", {"email": "x"}),
])
def test_no_error_of_a_form_is_out_of_reach_of_translators(client, pseudo, path, sent, ui):
    response = client.post(path.replace("{ui}", ui), sent)
    tree = parsed(response)
    assert tree.select(".errors li")
    assert list(unmarked(tree)) == []


@pytest.mark.parametrize("ui", ["ar"])
def test_no_line_of_a_mail_is_out_of_reach_of_translators(client, pseudo, ui, django_capture_on_commit_callbacks):
    client.post(f"/{ui}/account/password/reset/", {"email": "editor@demo.example"})
    client.post(f"/{ui}/account/password/reset/", {"email": "nobody@demo.example"})
    assert mail.outbox
    for message in mail.outbox:
        assert outside(message.subject + "\n" + message.body) == []


def outside(text):
    rest = MARKED.sub("", MARKED.sub("", text))
    return [line for line in LITERALS.sub("", rest).splitlines() if WORD.search(line)]


def test_the_question_to_a_unit_is_wholly_in_its_language(client, pseudo, monkeypatch):
    monkeypatch.setattr("practices.forms.YOUNGEST", 0)
    path = CONTACT.replace("{ui}", "ar")
    opened = parsed(client.get(path)).select('[name="opened"]')[0].get("value")
    words = "كيف يتدرب المتطوعون على الإصغاء؟"
    sent = {"text": words, "reply_to": "asker@city.example", "language": "ar", "agreed": "on", "opened": opened}
    assert client.post(path, sent).status_code == 302
    settle()
    (message,) = mail.outbox
    title = next(entry for entry in entries() if entry.id == PROGRAMME).original["title"]
    assert words in message.body
    assert outside(message.body.replace(title, "")) == []
    assert outside(message.subject.replace(title, "")) == []


def test_the_pages_and_mails_about_a_concern_are_wholly_in_their_language(client, pseudo, editor, monkeypatch):
    monkeypatch.setattr("practices.forms.YOUNGEST", 0)
    editor.interface_language = "ar"
    editor.save()
    path = CONCERN.replace("{ui}", "ar")
    opened = parsed(client.get(path)).select('[name="opened"]')[0].get("value")
    sent = {"text": "يمكن التعرف على شخص واحد في هذا النص.", "category": "privacy", "language": "ar", "opened": opened}
    received = parsed(client.post(path, sent))
    assert list(unmarked(received)) == []
    state = parsed(client.post("/ar/concerns/", {"code": received.select_one("#receipt").get_text()}))
    assert state.select("dl")
    assert list(unmarked(state)) == []
    settle()
    (message,) = [message for message in mail.outbox if message.to == [editor.email]]
    assert outside(message.body.replace(editor.get_full_name(), "")) == []
    assert outside(message.subject) == []


def _a_step(practice, event):
    """Comments belong to the step that asked for changes."""
    state = event if event in State else State.DRAFT
    return Step.objects.create(practice=practice, was="in_review", state=state, by=make_person())


@pytest.mark.parametrize("event", [event for event, told in MATRIX.items() if told])
def test_what_is_told_of_a_step_is_wholly_in_the_language_of_each(member, editor, pseudo, event):
    for person in (member, editor):
        person.interface_language = "ar"
        person.save()
    practice = submitted(member, city=CityMembership.objects.get(user=member).city, title="حوار", language="ar")
    FieldComment.objects.create(practice=practice, question=Question.RIGHTS, text="من يمكنه أن يشكو؟")
    settle()
    mail.outbox.clear()
    step_messages.told(step_messages.Happening(practice, event, "test", make_person(), "لأن", _a_step(practice, event)))
    settle()
    assert mail.outbox
    names = re.compile("|".join(person.get_full_name() for person in User.objects.all() if person.get_full_name()))
    for message in mail.outbox:
        assert outside(names.sub("", message.body)) == []
        assert outside(message.subject) == []


@pytest.mark.parametrize("query", ["kind=nonsense", "nonsense=1", "page=0", "sort=nonsense", "ui=xx"])
def test_what_the_api_refuses_it_refuses_in_translatable_words(client, pseudo, query):
    answer = client.get(f"/api/v1/search?ui=ar&{query}")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(OPEN)


def test_the_search_for_unmarked_text_can_fail():
    page = '<html lang="ar"><body><p>⟦Fine <b>here</b>⟧ Oops</p><img alt="Bad"><p lang="en">Own</p></body></html>'
    found = " ".join(unmarked(BeautifulSoup(page, "lxml")))
    assert "Oops" in found
    assert "Bad" in found
    assert not {"Fine", "here", "Own"}.intersection(found.split())


def test_the_three_kinds_are_on_the_list():
    kinds = {entry.data["kind"] for entry in entries() if entry.id in {CASE_STUDY, PROGRAMME, LESSON}}
    assert kinds == {"case_study", "programme", "lesson_learned"}
    assert set(TREE) <= set(PAGES)
