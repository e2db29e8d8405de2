"""A concern is raised without an account, followed by a code that nobody else has, and answered without a tie."""
from __future__ import annotations

import logging
import re
import time
from datetime import date

import pytest
from django.core import mail, signing
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Message
from accounts.roles import COORDINATOR, EDITOR, REVIEWER
from core import languages, outbox
from core.models import AuditEntry, OutboxRow
from practices import actions, concerns, forms
from practices.concerns import days, receipts
from practices.limits import LOOK_UPS_PER_HOUR, TooMany
from practices.models import Concern, Practice
from practices.tests.factories import make_city, make_practice
from practices.tests.submission import make_person

pytestmark = pytest.mark.django_db
WORDS = "Two pupils can be recognised by their zqschool."
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){3}")
UI = [language.public for language in languages.INTERFACE]


def sent(**fields):
    opened = signing.dumps(int(time.time()) - 60, salt="practices.concern")
    return {"category": "privacy", "text": WORDS, "language": "en", "opened": opened, "website": "", "once": "word",
            **fields}


def url(practice, ui="en"):
    return f"/{ui}/practices/{practice.pk}/concern/"


def follow(client, code, ui="en", **fields):
    return client.post(f"/{ui}/concerns/", {"code": code}, **fields)


def raised(practice, address="203.0.113.9", **fields):
    return concerns.raise_concern(practice, sent(**fields), address=address)


@pytest.fixture
def city():
    return make_city("Ownville", country="LB")


@pytest.fixture
def practice(city):
    return make_practice(title="Dialogue", cities=[city], practice_owner_city=city)


# ---------- Raising ----------
@pytest.mark.parametrize("ui", UI)
def test_it_is_raised_without_an_account_and_followed_by_its_code(client, practice, ui):
    assert client.get(url(practice, ui)).status_code == 200
    shown = client.post(url(practice, ui), sent())
    assert shown.status_code == 201
    (code,) = CODE.findall(shown.content.decode())
    state = follow(client, code, ui)
    assert state.status_code == 200
    assert state.context["concern"] == Concern.objects.get()
    assert state.context["card"]["title"] == "Dialogue"
    assert WORDS not in state.content.decode()


def test_only_a_digest_of_the_code_is_kept(client, practice, caplog):
    caplog.set_level(logging.DEBUG)
    (code,) = CODE.findall(client.post(url(practice), sent()).content.decode())
    concern = Concern.objects.get()
    assert re.fullmatch("[0-9a-f]{64}", concern.receipt)
    kept = [*Concern.objects.values_list(), *AuditEntry.objects.values_list(), *OutboxRow.objects.values_list()]
    assert code not in str(kept)
    assert code.replace("-", "") not in str(kept)
    assert code not in caplog.text
    assert "sessionid" not in client.cookies
    assert not any(code in cookie.value for cookie in client.cookies.values())


def test_codes_have_eighty_bits_and_no_letter_that_looks_like_another(practice):
    codes = {receipts.code_for(practice, sent(once="")) for _ in range(200)}
    assert len(codes) == 200
    assert all(CODE.fullmatch(code) for code in codes)
    assert len(set(receipts.LETTERS)) == 32
    assert not set("01OI") & set(receipts.LETTERS)
    assert {letter for code in codes for letter in code} - {"-"} == set(receipts.LETTERS)


def test_the_same_form_sent_twice_is_one_concern_with_one_code(practice):
    first, code = raised(practice)
    again, same = raised(practice)
    assert (first, code) == (again, same)
    assert OutboxRow.objects.filter(topic=concerns.TOPIC).count() == 1
    other, another = raised(practice, text=WORDS + " And one more thing.")
    assert other != first
    assert another != code
    assert raised(practice, once="another form")[0] not in (first, other)


def test_what_is_missing_is_said_and_nothing_is_lost(client, practice):
    shown = client.post(url(practice), sent(category="", text="Short"))
    assert shown.status_code == 422
    assert set(shown.context["form"].errors) == {"category", "text"}
    assert shown.context["form"]["text"].value() == "Short"
    assert 'href="#id_category_0"' in shown.content.decode()
    assert client.post(url(practice), sent(website="x")).status_code == 422
    at_once = signing.dumps(int(time.time()), salt="practices.concern")
    assert client.post(url(practice), sent(opened=at_once)).status_code == 422
    of_another_form = signing.dumps(int(time.time()) - 60, salt=forms.SALT)
    assert client.post(url(practice), sent(opened=of_another_form)).status_code == 422
    assert not Concern.objects.exists()


def test_forged_fields_change_nothing(client, practice):
    forged = {"state": "answered", "answer": "Forged", "due_on": "2000-01-01", "receipt": "x", "practice": "x"}
    assert client.post(url(practice), sent(**forged)).status_code == 201
    concern = Concern.objects.get()
    assert (concern.state, concern.answer, concern.practice) == ("received", "", practice)
    assert concern.due_on > timezone.now().date()


def test_no_more_than_three_an_hour_from_one_place(client, practice):
    for number in range(3):
        raised(practice, once=str(number))
    with pytest.raises(TooMany):
        raised(practice, once="fourth")
    raised(practice, once="0")  # known already
    raised(practice, "203.0.113.10", once="fourth")
    assert Concern.objects.count() == 4
    for number in range(3):
        client.post(url(practice), sent(once=f"from the form {number}"), REMOTE_ADDR="203.0.113.11")
    refused = client.post(url(practice), sent(once="last"), REMOTE_ADDR="203.0.113.11")
    assert refused.status_code == 429
    assert WORDS in refused.content.decode()


@pytest.mark.parametrize("hidden", [{"visibility": "members"}, {"state": "withdrawn"}, {"state": "draft"},
                                    {"paused_at": timezone.now()}])
def test_nobody_raises_one_about_what_they_may_not_see(client, practice, hidden):
    Practice.objects.filter(pk=practice.pk).update(**hidden)
    assert client.get(url(practice)).status_code == 404
    assert client.post(url(practice), sent()).status_code == 404
    assert not Concern.objects.exists()


def test_it_can_be_raised_where_the_city_is_not_named(client, practice):
    Practice.objects.filter(pk=practice.pk).update(city_withheld=True)
    address = f"/en/practices/{practice.pk}/{practice.original.slug}/"
    assert url(practice) in client.get(address).content.decode()
    for shown in (client.get(url(practice)), client.post(url(practice), sent())):
        assert shown.status_code in (200, 201)
        assert "Ownville" not in shown.content.decode()


@pytest.mark.parametrize("ui", UI)
def test_the_pages_are_kept_by_no_cache_and_no_index(client, practice, ui):
    _concern, code = raised(practice)
    shown = [client.get(url(practice, ui)), client.post(url(practice, ui), sent()), client.get(f"/{ui}/concerns/"),
             follow(client, code, ui), follow(client, "nonsense", ui)]
    for response in shown:
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_preview_and_readers_pages_lead_there(client, practice):
    content = client.get(f"/ar/practices/{practice.pk}/{practice.original.slug}/").content.decode()
    assert url(practice, "ar") in content
    assert "/ar/concerns/" in content


@pytest.mark.parametrize("title", ["Concern", "Contact"])
def test_an_entry_with_such_a_title_keeps_a_page_of_its_own(client, title):
    practice = make_practice(title=title, slug="")
    shown = client.get(f"/en/practices/{practice.pk}/-/", follow=True)
    assert shown.redirect_chain
    assert f"<h1 class=\"said\">{title}</h1>" in shown.content.decode()


@pytest.mark.parametrize(("day", "due"), [
    (date(2026, 11, 23), date(2026, 12, 7)),  # Monday
    (date(2026, 11, 27), date(2026, 12, 11)),  # Friday
    (date(2026, 11, 28), date(2026, 12, 11)),  # Saturday
    (date(2026, 11, 29), date(2026, 12, 11)),  # Sunday
])
def test_an_answer_is_due_after_ten_working_days(day, due):
    assert days.after_working_days(day, 10) == due


# ---------- Following ----------
def test_a_code_is_known_however_it_is_written(client, practice):
    _concern, code = raised(practice)
    digits = code.translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩"))
    for spelled in (code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code} ", digits):
        assert follow(client, spelled).status_code == 200


def test_every_code_that_is_not_known_gets_the_same_answer(client, practice):
    _concern, code = raised(practice)
    wrong = ("2" * 16, "x", code[:-1], code + "A", "'; --", "\u0000", "٣", "é" * 99)
    answers = [follow(client, each) for each in wrong]
    assert {answer.status_code for answer in answers} == {422}
    told = {str(answer.context["form"].errors.get("code")) for answer in answers[:5]}
    assert len(told) == 1
    assert not any("concern" in answer.context for answer in answers)


def test_guessing_is_stopped(client, practice):
    _concern, code = raised(practice)
    for _ in range(LOOK_UPS_PER_HOUR):
        assert follow(client, "2" * 16, REMOTE_ADDR="203.0.113.20").status_code == 422
    assert follow(client, code, REMOTE_ADDR="203.0.113.20").status_code == 429
    assert follow(client, code, REMOTE_ADDR="203.0.113.21").status_code == 200


def test_the_code_is_in_no_address(client, practice):
    _concern, code = raised(practice)
    shown = client.get("/en/concerns/", {"code": code})
    assert shown.status_code == 200
    assert "concern" not in shown.context
    assert code not in re.sub(r"<form.*?</form>", "", shown.content.decode(), flags=re.S).replace(f"?code={code}", "")
    assert 'method="post"' in follow(client, "2" * 16).content.decode()


@pytest.mark.parametrize("hidden", [{"visibility": "members"}, {"paused_at": timezone.now()}, {"state": "withdrawn"}])
def test_whoever_follows_it_learns_no_more_of_the_entry_than_everybody(client, practice, hidden):
    _concern, code = raised(practice)
    Practice.objects.filter(pk=practice.pk).update(**hidden)
    content = follow(client, code).content.decode()
    assert "Dialogue" not in content
    assert str(practice.pk) not in content


def test_the_answer_is_shown_in_its_own_language_and_direction(client, practice):
    concern, code = raised(practice)
    concerns.answer(concern, by=make_person(role=EDITOR), text="شكرا لك.\n\nصححنا النص.", language="ar")
    content = follow(client, code).content.decode()
    assert re.search(r'lang="ar" dir="rtl"><p>شكرا لك', content)
    assert 'lang="ar"' not in re.search(r"<div[^>]*><p>شكرا", follow(client, code, "ar").content.decode())[0]


def test_an_answer_is_text_and_nothing_else(client, practice):
    concern, code = raised(practice)
    concerns.answer(concern, by=make_person(role=EDITOR), text="<script>alert(1)</script>", language="en")
    assert "<script>alert" not in follow(client, code).content.decode()


# ---------- Answering ----------
def test_an_editor_without_a_tie_answers_once(practice):
    concern, _code = raised(practice)
    editor = make_person(make_city("Far", country="FR"), role=EDITOR)
    concerns.answer(concern, by=editor, text=" Corrected. ", language="en")
    concern.refresh_from_db()
    assert (concern.state, concern.answer, concern.answered_by) == ("answered", "Corrected.", editor)
    with pytest.raises(actions.MoveRefused):
        concerns.answer(concern, by=editor, text="Again.", language="en")


def test_nobody_else_answers(city, practice):
    concern, _code = raised(practice)
    author = make_person(role=EDITOR)
    practice.submitters.add(author)
    refused = (make_person(city, role=EDITOR), make_person(make_city("Same country", country="LB"), role=EDITOR),
               author, make_person(role=COORDINATOR), make_person(role=REVIEWER), make_person(city), make_person())
    for person in refused:
        with pytest.raises(PermissionDenied):
            concerns.answer(concern, by=person, text="All is well.", language="en")
    concern.refresh_from_db()
    assert (concern.state, concern.answer) == ("received", "")


@pytest.mark.parametrize(("text", "language", "refusal"), [("  ", "en", actions.NotReady), ("Yes.", "xx", KeyError)])
def test_an_answer_has_words_in_a_language_of_the_site(practice, text, language, refusal):
    concern, _code = raised(practice)
    with pytest.raises(refusal):
        concerns.answer(concern, by=make_person(role=EDITOR), text=text, language=language)


# ---------- What others learn of it ----------
def test_those_who_can_act_are_told_once_and_not_what_it_says(city, practice):
    able = [make_person(role=EDITOR), make_person(role=COORDINATOR, interface_language="fr")]
    make_person(city, role=EDITOR)  # and others who cannot act
    make_person(city)
    make_person(role=REVIEWER)
    make_person(role=EDITOR, is_active=False)
    concern, code = raised(practice)
    for _ in range(2):
        outbox.drain()
        outbox.put(concerns.TOPIC, [str(concern.pk)])
    outbox.drain()
    assert {message.receiver for message in Message.objects.all()} == set(able)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in able)
    told = "".join(f"{message.subject} {message.body}" for message in mail.outbox)
    for secret in ("zqschool", code, "Dialogue", "Ownville"):
        assert secret not in told
    assert {message.url for message in Message.objects.all()} == {f"/admin/practices/inbox/concerns/{concern.pk}/"}


def test_the_words_of_a_concern_stand_in_its_row_alone(client, practice):
    concern, _code = raised(practice)
    concerns.answer(concern, by=make_person(role=EDITOR), text="We corrected the zqanswer.", language="en")
    outbox.drain()
    kept = [*AuditEntry.objects.values_list(), *OutboxRow.objects.values_list(), *Message.objects.values_list()]
    assert not re.search("zqschool|zqanswer", str(kept))
    assert set(AuditEntry.objects.filter(object_id=str(concern.pk)).values_list("action", flat=True)) == {
        "concern.raised", "concern.answered"}
    for path in (f"/en/practices/{practice.pk}/{practice.original.slug}/", "/en/search/?q=zqschool", "/sitemap.xml",
                 "/api/v1/search?q=zqanswer"):
        body = client.get(path).content.decode()
        assert not re.search("pupils can be recognised|We corrected", body)


def test_a_concern_outlives_a_change_of_the_sites_secret(client, practice, settings):
    _concern, code = raised(practice)
    settings.SECRET_KEY = "another-secret-" + "x" * 50
    assert receipts.find(code) is not None
