"""Lays out what the pages of both desks show: a draft, an entry under review, links for people without an account.

    python -m tests.laying_out            prints the ids, as JSON
    python -m tests.laying_out --remove   takes it out again
"""
from __future__ import annotations

import json
import os
import sys
from datetime import date

import django

from tests.page_types import PROGRAMME, practice_id

CITY, EDITOR = "city@exampleton.example", "editor@demo.example"
MARK = "laid-out@exampleton.example"
TITLE = "A laid table between two schools"


def lay_out() -> dict[str, str]:
    """Everything that an address in `page_types` names in braces, besides the interface language."""
    from django.db import transaction

    from accounts.models import User
    from cities.models import CityMembership
    from interchange.imports import files, reading
    from practices import inviting, submitting
    from practices.models import Practice
    from practices.tests.submission import ANSWERS
    from taxonomy.models import Concept, Keyword

    person, editor = User.objects.get(email=CITY), User.objects.get(email=EDITOR)
    city = CityMembership.objects.get(user=person).city
    with transaction.atomic():
        draft = submitting.save(
            submitting.start(city, by=person, language="en"), {**ANSWERS, "title": TITLE, "contact_email": MARK},
            by=person)
        Practice.objects.filter(pk=draft.practice_id).update(contact_email=MARK)
        waiting = _under_review(person, editor, city)
        published = Practice.objects.get(pk=practice_id(PROGRAMME))
        return {
            "draft": str(draft.practice_id), "waiting": str(waiting.pk), "published": str(published.pk),
            "city": str(city.pk),
            "concept": str(Concept.objects.first().pk), "keyword": str(Keyword.objects.first().pk),
            "invitation": str(inviting.invite(city, by=editor, note=TITLE, language="en").pk),
            "import": str(reading.dry_run(f"{MARK}.csv", files.template_csv(), by=editor).pk),
            **_links(draft.practice, waiting, published, person, editor), **_said_of(published, person),
        }


def _under_review(person, editor, city):
    """Sent back once and changed, so that there are versions to compare."""
    from practices import reviewing, submitting
    from practices.models import Practice
    from practices.tests.submission import make_draft

    waiting = submitting.submit(make_draft(person, city=city, contact_email=MARK), by=person)
    reviewing.take_up(waiting, by=editor)
    reviewing.ask_for_changes(waiting, by=editor, reason="Please say more.", comments={"title": "Longer."})
    draft = submitting.save(submitting.open_draft(waiting, by=person), {"title": f"{TITLE}, again"}, by=person)
    waiting = submitting.submit(draft, by=person)
    reviewing.take_up(waiting, by=editor)
    return Practice.objects.get(pk=waiting.pk)


def _links(own, waiting, published, person, editor):
    """One signed link of each purpose; the round of the yearly question is open."""
    from practices import keys, previewing
    from practices.models import Freshness, Key

    asked = previewing.ask(own, by=person, function="Mayor", days=30, language="en")
    yearly = keys.issue(published, Key.Purpose.FRESHNESS, days=30, email=MARK)
    Freshness.objects.create(practice=published, key=yearly)
    outside = keys.issue(waiting, Key.Purpose.REVIEW, days=30, function="University", by=editor, email=MARK,
                         revision=waiting.newest_text().latest_revision_id)
    return {"preview": keys.secret(asked), "yearly": keys.secret(yearly), "outside": keys.secret(outside)}


def _said_of(published, person):
    """A concern, and an appeal against what is said about an outcome."""
    from practices import appeals
    from practices.models import Concern

    concern = Concern.objects.create(practice=published, receipt=MARK, category="other", text=TITLE, language="en",
                                     due_on=date.today())
    appeal = appeals.raise_appeal(published, published.evidence.first().outcome, by=person, text=TITLE, language="en")
    return {"concern": str(concern.pk), "appeal": str(appeal.pk)}


def remove() -> None:
    """Take it all out again."""
    from interchange.models import ImportRun
    from practices.models import Appeal, Concern, DraftInvitation, Key, Practice, PracticePage

    Key.objects.filter(practice=practice_id(PROGRAMME)).delete()
    Practice.objects.get(pk=practice_id(PROGRAMME)).freshness.all().delete()
    for model, fields in ((Appeal, {"text": TITLE}), (Concern, {"receipt": MARK}), (DraftInvitation, {"note": TITLE}),
                          (ImportRun, {"file_name": f"{MARK}.csv"})):
        model.objects.filter(**fields).delete()
    for page in PracticePage.objects.filter(practice__contact_email=MARK):
        page.delete()
    Practice.objects.filter(contact_email=MARK).delete()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    django.setup()
    if "--remove" in sys.argv:
        remove()
    else:
        sys.stdout.write(json.dumps(lay_out()))
