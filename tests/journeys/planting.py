"""Puts a payload into every text field of a running site, and takes it out again.

    python -m tests.journeys.planting            prints where to look, as JSON by role
    python -m tests.journeys.planting --remove
"""
from __future__ import annotations

import json
import os
import sys
from datetime import date, timedelta

import django

MARK = "payload-"
FULL, SHORT = 0, 250


def plant() -> dict[str, list[str]]:
    """48 published entries, one more in each stage, and what people write about them."""
    from django.db import transaction
    from django.urls import reverse

    from accounts.models import User
    from cities.models import CityMembership
    from practices import actions
    from practices.models import Concern, Draft, FieldComment, OutcomeEvidence, Practice, Screening, Step
    from practices.tests.submission import ANSWERS
    from search import changes
    from taxonomy.models import Keyword
    from tests.journeys.payloads import PAYLOADS, packed

    person = User.objects.get(email="city@exampleton.example")
    city = CityMembership.objects.get(user=person).city
    everything = "\n".join(PAYLOADS)
    published = []
    with transaction.atomic(), changes.held():
        for number, title in enumerate(packed(120)):
            published.append(entry(number, title, everything, city, publish=True))
        waiting = entry(len(published), PAYLOADS[0], everything, city, publish=False)
        actions.move(waiting, "submitted", by=person, reason=everything)
        actions.move(waiting, "in_review", reason=everything)
        FieldComment.objects.create(practice=waiting, question="title", text=everything)
        Screening.objects.create(practice=waiting, revision=1, untied=True, second_note=everything, **dict.fromkeys(
            ("voluntary", "legal_basis", "records", "complaint", "consulted", "concerns"), everything))
        sent_back = entry(len(published) + 1, PAYLOADS[1], everything, city, publish=False)
        actions.move(sent_back, "submitted", by=person, reason=everything)
        actions.move(sent_back, "in_review", reason=everything)
        actions.move(sent_back, "changes_requested", reason=everything)
        FieldComment.objects.create(practice=sent_back, question="title", text=everything)
        begun = Practice.objects.create(owner_city=city, kind="case_study", contact_email=f"{MARK}x@site.example")
        Draft.objects.create(practice=begun, language="ar", answers={
            **ANSWERS, **{name: everything for name, value in ANSWERS.items() if isinstance(value, str)
                          and name not in ("kind", "status", "results_known", "visibility", "contact_email")}})
        concern = Concern.objects.create(
            practice=published[0], receipt=f"{MARK}1", category="other", text=everything, language="en",
            due_on=date.today() + timedelta(days=9), answer=everything)
        for practice in published[:3]:
            OutcomeEvidence.objects.create(
                practice=practice, outcome=practice.original.specific.outcomes[0].id, direction="mixed",
                quality="process", report_title=PAYLOADS[3], report_url="https://site.example/")
    assert Step.objects.filter(reason=everything).exists() and Keyword.objects.filter(slug__startswith=MARK).exists()
    public = [reverse("practices:practice", args=[each.pk, "-"]) for each in published]
    return {
        "visitor": [
            *public, "/en/", "/ar/", "/en/search/?sort=newest", "/en/search/?sort=newest&page=2",
            "/en/search/?sort=newest&page=3", "/en/search/?q=alert", "/ar/search/?q=onerror",
            f"/en/cities/{city.pk}/-/",
            reverse("practices:contact", args=[published[0].pk]), reverse("practices:concern", args=[published[0].pk]),
        ],
        "city": ["/en/desk/", "/en/desk/messages/", *(f"/en/desk/practices/{each.pk}/{page}"
                 for each in (begun, sent_back) for page in ("", "title/", "summary/", "rights/", "check/"))],
        "staff": [
            "/admin/", reverse("practices_admin:inbox"), reverse("practice_list:index"),
            *(reverse("practices_admin:review", args=[each.pk]) for each in (waiting, sent_back)),
            reverse("practices_admin:evidence", args=[published[0].pk]), reverse("practices_admin:my-remit"),
            *(reverse("practices_admin:changes", args=[each.pk]) for each in (waiting, sent_back)),
            reverse("practices_admin:concern", args=[concern.pk]), reverse("practices_admin:week"),
            reverse("practices_admin:triage", args=[waiting.pk]),
            reverse("practices_admin:report", args=["without-evidence"]),
            reverse("wagtailadmin_pages:edit", args=[published[0].original_id]),
            reverse("wagtailadmin_pages:history", args=[published[0].original_id]),
            f"/en/practices/{published[0].pk}/-/", "/en/search/?sort=newest",
        ],
    }


def entry(number, title, everything, city, *, publish):
    """An entry with payloads in each of its texts."""
    from practices.models import PracticePage
    from practices.models.pages import TEXT_FIELDS, PracticeKeyword
    from practices.tests.factories import make_page
    from taxonomy.models import Keyword
    from tests.journeys.payloads import packed

    texts = packed(SHORT)
    some = texts[number % len(texts)]
    long = everything if number == FULL else some
    fields = {}
    for name in TEXT_FIELDS:
        field = PracticePage._meta.get_field(name)
        if field.get_internal_type() in ("CharField", "TextField"):
            fields[name] = some if field.max_length else long
    fields |= {"outcomes": [("outcome", {"title": title, "text": long, "indicator": some, "baseline": some,
                                         "result": some})],
               "building_blocks": [("block", {"title": title, "what": long, "enabling": long, "lesson": long})],
               "partners": [("partner", {"name": title, "support": some})],
               "references": [("reference", {"title": some, "url": "https://site.example/", "language": "en",
                                             "archived_url": ""})],
               "materials": [("material", {"title": title, "url": "https://site.example/", "language": "en",
                                           "document": None})]}
    page = make_page(title=title, slug=f"{MARK}{number}", cities=[city], publish=False, **{
        name: value for name, value in fields.items() if name not in ("pictures",)})
    keyword = Keyword.objects.create(name=f"{title[:60]} {number}", slug=f"{MARK}{number}", accepted=True)
    PracticeKeyword.objects.create(tag=keyword, content_object=page)
    revision = page.save_revision()
    practice = page.practice
    practice.owner_city = city
    practice.save()
    if publish:
        revision.publish()
    practice.refresh_from_db()
    return practice


def remove() -> None:
    """Take it all out again."""
    from practices.models import Practice, PracticePage
    from taxonomy.models import Keyword

    for page in PracticePage.objects.filter(slug__startswith=MARK):
        page.delete()
    Practice.objects.filter(contact_email__startswith=MARK).delete()
    Keyword.objects.filter(slug__startswith=MARK).delete()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    django.setup()
    if "--remove" in sys.argv:
        remove()
    else:
        sys.stdout.write(json.dumps(plant()))
