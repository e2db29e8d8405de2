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
MARK = "laid.out@exampleton.example"
TITLE, WORDS, MAYOR = "مائدة بين مدرستين", "لا تُسجَّل أسماء.", "رئاسة البلدية"


def lay_out() -> dict[str, str]:
    """Everything that an address in `page_types` names in braces, besides the interface language."""
    from django.db import transaction

    from accounts.models import User
    from cities.models import CityMembership
    from interchange.imports import files, reading
    from practices import inviting, submitting
    from practices.models import Practice
    from taxonomy.models import Concept, Keyword

    person, editor = User.objects.get(email=CITY), User.objects.get(email=EDITOR)
    city = CityMembership.objects.get(user=person).city
    with transaction.atomic():
        draft = submitting.save(submitting.start(city, by=person, language="ar"), _answers(), by=person)
        Practice.objects.filter(pk=draft.practice_id).update(contact_email=MARK)
        waiting = _under_review(person, editor, city)
        published = Practice.objects.get(pk=practice_id(PROGRAMME))
        return {
            "draft": str(draft.practice_id), "waiting": str(waiting.pk), "published": str(published.pk),
            "city": str(city.pk),
            "concept": str(Concept.objects.first().pk), "keyword": str(Keyword.objects.first().pk),
            "invitation": str(inviting.invite(city, by=editor, note=TITLE, language="ar").pk),
            "import": str(reading.dry_run(f"{MARK}.csv", files.template_csv(), by=editor).pk),
            **_links(draft.practice, waiting, published, person, editor), **_said_of(published, person),
        }


def _answers():
    """Every question answered, in Arabic: Latin letters on an Arabic page are then what nobody could translate."""
    from practices.tests.submission import ANSWERS

    texts = ("summary", "took_part", "organisation", "change", "how_known", "challenges", "rights", "unit")
    return {**ANSWERS, **dict.fromkeys(texts, WORDS), "title": TITLE, "contact_email": MARK}


def _under_review(person, editor, city):
    """Sent back once and changed, so that there are versions to compare."""
    from practices import reviewing, submitting
    from practices.models import Practice

    draft = submitting.save(submitting.start(city, by=person, language="ar"), _answers(), by=person)
    waiting = submitting.submit(draft, by=person)
    reviewing.take_up(waiting, by=editor)
    reviewing.ask_for_changes(waiting, by=editor, reason=WORDS, comments={"title": WORDS})
    draft = submitting.save(submitting.open_draft(waiting, by=person), {"summary": f"{WORDS} {WORDS}"}, by=person)
    waiting = submitting.submit(draft, by=person)
    reviewing.take_up(waiting, by=editor)
    return Practice.objects.get(pk=waiting.pk)


def _links(own, waiting, published, person, editor):
    """One signed link of each purpose; the round of the yearly question is open."""
    from practices import keys, previewing
    from practices.models import Freshness, Key

    asked = previewing.ask(own, by=person, function=MAYOR, days=30, language="ar")
    yearly = keys.issue(published, Key.Purpose.FRESHNESS, days=30, email=MARK)
    Freshness.objects.create(practice=published, key=yearly)
    outside = keys.issue(waiting, Key.Purpose.REVIEW, days=30, function=MAYOR, by=editor, email=MARK,
                         revision=waiting.newest_text().latest_revision_id)
    return {"preview": keys.secret(asked), "yearly": keys.secret(yearly), "outside": keys.secret(outside)}


def _said_of(published, person):
    """A concern, and an appeal against what is said about an outcome."""
    from practices import appeals
    from practices.models import Concern

    concern = Concern.objects.create(practice=published, receipt=MARK, category="other", text=TITLE, language="ar",
                                     due_on=date.today())
    appeal = appeals.raise_appeal(published, published.evidence.first().outcome, by=person, text=TITLE, language="ar")
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
