"""Whoever has no right changes nothing: every address is posted to, with forged fields, as each who may not."""
from __future__ import annotations

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cities.models import CityMembership
from practices import actions, reviewing, submitting
from practices.models import Draft, Practice
from practices.tests.submission import ANSWERS, make_editor
from tests.routes import filled, routes
from tests.settling import settle

pytestmark = pytest.mark.django_db
OWN_BUSINESS = {"django_session", "core_cache"}  # what every visit may write
OF_ONES_OWN = ("/en/desk/settings/", "/admin/account/", "/en/account/", "/admin/logout/", "/en/desk/messages/")
FOR_EVERYBODY = "/wish/"  # any reader may ask for a language; it is counted, nothing else
FORGED = {
    "state": "published", "visibility": "public", "author": "1", "by": "1", "owner_city": "9000000001", "live": "on",
    "approver": "1", "second_by": "1", "signed_by": "1", "city_withheld": "", "embargo_until": "", "paused_at": "",
    "reason": "forged", "text": "forged", "answer": "forged", "title": "Forged", "summary": "Forged", "revision": "1",
    "action": "publish", "action-publish": "action-publish", "decision": "publish", "submit": "1", "confirm": "yes",
    "untied": "on", "language": "en", "city": "9000000002", "version": "1", "next": "/",
}


@pytest.fixture
def foreign():
    """Entries of Mustergrad in every stage: a draft, a submission, one that was sent back, and what is published."""
    person = User.objects.get(email="city@mustergrad.example")
    city = CityMembership.objects.get(user=person).city
    found = []
    for stage in ("draft", "submitted", "changes", "withdrawn"):
        draft = submitting.start(city, by=person, language="en")
        draft = submitting.save(draft, {**ANSWERS, "title": stage}, by=person)
        found.append(draft.practice)
        if stage == "draft":
            continue
        practice = submitting.submit(draft, by=person)
        editor = make_editor()
        if stage == "changes":
            reviewing.take_up(practice, by=editor)
            reviewing.ask_for_changes(practice, by=editor, reason="More, please.", comments={"title": "Longer"})
        if stage == "withdrawn":
            actions.move(practice, "published")
            actions.withdraw(practice)
    published = Practice.objects.filter(owner_city=city, state="published", visibility="public").first()
    settle()
    return [*found, published]


def tables():
    """A digest of every table, apart from what each visit writes."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - OWN_BUSINESS):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def writes(queries):
    statements = [query["sql"].lstrip().upper() for query in queries]
    return any(
        sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(f'"{own.upper()}"' in sql for own in OWN_BUSINESS)
        for sql in statements
    )


def values_of(practice):
    page = practice.original_id or 1
    return {"id": practice.pk, "question": "title", "page_id": page, "pk": page, "slug": "x", "uuid": practice.pk,
            "practice": practice.pk, "page_to_copy_id": page, "parent_page_id": page, "app_label": "practices",
            "model_name": "casestudypage", "content_type_app_name": "practices",
            "content_type_model_name": "casestudypage", "model": "page", "action_type": "publish", "name": "x",
            "path": "", "key": "x", "code": "x"}


def post_everywhere(client, practices, *, under=""):
    """The addresses at which posting changed something."""
    before, changed = tables(), []
    addresses = {
        filled(route, values_of(practice), practice.original_id or 1)
        for route in routes() for practice in practices if route.startswith(under or "/")
    }
    client.raise_request_exception = False
    for address in sorted(addresses):
        if address.startswith(OF_ONES_OWN) or address.endswith(FOR_EVERYBODY):
            continue
        for send in (client.post, client.delete):
            with CaptureQueriesContext(connection) as queries:
                response = send(address, FORGED) if send == client.post else send(address)
            assert response.status_code < 500, address
            if writes(queries) and tables() != before:
                changed.append(address)
                before = tables()
    assert len(addresses) > 5
    return changed


@pytest.mark.parametrize("who", ["visitor", "practitioner", "city staff of another city"])
def test_a_stranger_changes_nothing_anywhere(client, foreign, who):
    if who != "visitor":
        email = "practitioner@demo.example" if who == "practitioner" else "city@exampleton.example"
        client.force_login(User.objects.get(email=email))
    assert post_everywhere(client, foreign) == []


@pytest.mark.parametrize("who", ["reviewer", "coordinator", "editor of that city", "editor who submitted it"])
def test_staff_without_the_right_to_decide_change_no_practice(client, foreign, who):
    if who in ("reviewer", "coordinator"):
        user = User.objects.get(email=f"{who}@demo.example")
    else:
        user = User.objects.get(email="editor@demo.example")
        for practice in foreign:
            if who.endswith("submitted it"):
                practice.submitters.add(user)
            else:
                CityMembership.objects.get_or_create(user=user, city=practice.owner_city)
    stages = dict(Practice.objects.values_list("pk", "state"))
    client.force_login(user)
    post_everywhere(client, foreign, under="/admin/practices/")
    assert dict(Practice.objects.values_list("pk", "state")) == stages
    assert set(Practice.objects.filter(pk__in=[each.pk for each in foreign]).values_list("visibility", flat=True)) == {
        "public"}


def test_a_city_cannot_forge_what_is_not_its_to_say(client, foreign):
    """Fields that nobody asked for, posted to every page of one's own draft, leave no trace."""
    person = User.objects.get(email="city@mustergrad.example")
    client.force_login(person)
    draft = Draft.objects.get(answers__title="draft")
    row = Practice.objects.filter(pk=draft.practice_id)
    fixed = ("state", "owner_city", "embargo_until", "city_withheld", "paused_at", "review_depth", "first_published_at",
             "visibility", "from_public_sources", "invented")
    before = row.values(*fixed).get()
    for question in ("title", "summary", "city", "kind", "time", "people", "change", "difficult", "rights", "contact"):
        address = reverse("practices:desk-question", args=[draft.practice_id, question])
        client.post(address, {**ANSWERS, **FORGED, "city": "9000000001", "version": draft.version})
    assert row.values(*fixed).get() == before
    assert list(row.get().submitters.all()) == [person]
