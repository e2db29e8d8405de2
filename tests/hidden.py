"""Practices that somebody may not see, one for each reason, with words that stand nowhere else."""
from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Locale

from accounts.roles import COORDINATOR
from practices import actions, submitting
from practices.models import Practice
from practices.models.pages import PracticeKeyword
from practices.tests.factories import make_page
from practices.tests.submission import make_draft, make_person
from taxonomy.models import Keyword
from tests.settling import settle

WORDS = ("zqdraft", "zqmembers", "zqembargo", "zqwithdrawn", "zqdeclined", "zqpaused", "zqsubmitted", "zqanswers",
         "zqtranslated")


def plant(word, *, publish=True, **row):
    """A practice with the word in its title, text, keyword and unit; `row` goes to the language-neutral row."""
    page = make_page(
        title=f"{word} title", slug=f"{word}-slug", summary=f"{word} summary", organisation=f"{word} office",
        activities=f"<p>{word} activities</p>", concerns=f"<p>{word} concerns</p>", publish=publish,
        cities=row.pop("cities", []),
    )
    keyword = Keyword.objects.create(name=f"{word} keyword", slug=f"{word}-keyword", accepted=True)
    PracticeKeyword.objects.create(tag=keyword, content_object=page)
    Practice.objects.filter(pk=page.practice_id).update(**row)
    practice = Practice.objects.get(pk=page.practice_id)
    actions.touch(practice)
    return practice


def written(word):
    """A draft of a city with the word in every answer that takes any."""
    return make_draft(**{name: f"{word} {name}" for name in (
        "title", "summary", "took_part", "organisation", "change", "how_known", "challenges", "rights", "unit")},
        contact_email=f"{word}@city.example")


def translated(practice, word):
    """The practice with a French version that has the word in its texts."""
    copy = practice.original.specific.copy_for_translation(Locale.objects.get(language_code="fr"))
    copy.title, copy.slug, copy.summary = f"{word} titre", f"{word}-slug", f"{word} résumé"
    copy.save()
    copy.save_revision().publish()
    practice = Practice.objects.get(pk=practice.pk)
    assert [version.language for version in practice.available_versions()] == ["en", "fr"]
    return practice


def plant_all():
    """One practice for each reason to be hidden, by its word."""
    later = timezone.now() + timedelta(days=3)
    found = {
        "zqdraft": plant("zqdraft", publish=False),
        "zqmembers": plant("zqmembers", visibility="members"),
        "zqembargo": plant("zqembargo", embargo_until=later),
        "zqwithdrawn": plant("zqwithdrawn"),
        "zqdeclined": plant("zqdeclined", publish=False),
        "zqpaused": plant("zqpaused"),
        "zqsubmitted": submitting.submit(draft := written("zqsubmitted"), by=draft.saved_by),
        "zqanswers": written("zqanswers").practice,
        "zqtranslated": translated(plant("zqsource"), "zqtranslated"),
    }
    actions.withdraw(found["zqwithdrawn"])
    actions.withdraw(found["zqtranslated"])
    actions.pause(found["zqpaused"], by=make_person(role=COORDINATOR))
    actions.move(found["zqdeclined"], "submitted")
    actions.move(found["zqdeclined"], "declined")
    settle()
    assert tuple(found) == WORDS
    return found
