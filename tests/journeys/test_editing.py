"""What the roles of the network may do with practices in the admin, with the groups that bootstrap makes."""
from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.urls import reverse

from accounts.models import User
from practices.choices import State
from practices.models import EvidenceReading, Practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """A published practice of a real city."""
    published = Practice.objects.filter(state=State.PUBLISHED, invented=False, evidence__isnull=False)
    return published.order_by("pk").first()


def sign_in(client, role):
    client.force_login(User.objects.get(email=f"{role}@demo.example"))
    return client


def allowed(client, url):
    """Whether the page is shown; Wagtail answers a refusal by leading back to its home."""
    return client.get(url).status_code == 200


def test_an_editor_reaches_list_form_evidence_translating_and_adding(client, practice):
    desk = sign_in(client, "editor")
    page = practice.original
    for url in (
        reverse("practice_list:index"), reverse("practice_list:choose_parent"),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("practices_admin:evidence", args=[practice.pk]),
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
    ):
        assert allowed(desk, url), url
    assert page.permissions_for_user(User.objects.get(email="editor@demo.example")).can_publish()


@pytest.mark.parametrize("role", ["reviewer", "coordinator"])
def test_reviewers_and_coordinators_see_the_list_but_neither_publish_nor_propose_evidence(client, practice, role):
    desk = sign_in(client, role)
    assert allowed(desk, reverse("practice_list:index"))
    url, row = reverse("practices_admin:evidence", args=[practice.pk]), practice.evidence.first()
    assert allowed(desk, url)
    desk.post(url, {"propose": str(row.outcome), f"{row.outcome}-direction": "not-measured"})
    assert not EvidenceReading.objects.exists()
    assert not practice.original.permissions_for_user(User.objects.get(email=f"{role}@demo.example")).can_publish()


@pytest.mark.parametrize("email", ["city@mustergrad.example", "practitioner@demo.example"])
def test_city_staff_and_practitioners_never_reach_the_admin(client, practice, email):
    client.force_login(User.objects.get(email=email))
    for url in (
        reverse("wagtailadmin_home"), reverse("practice_list:index"),
        reverse("practices_admin:evidence", args=[practice.pk]), reverse("practices_admin:practices") + "?q=a",
    ):
        assert not allowed(client, url), url


def test_the_admins_sign_in_is_the_sites_own(client):
    answer = client.get(reverse("wagtailadmin_login"), {"next": "/admin/practices/"})
    assert answer.status_code == 302
    assert unquote(answer.url) == "/en/account/login/?next=/admin/practices/"
