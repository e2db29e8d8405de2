"""Changes that a city proposes to a published entry: readers keep the old text until the new one is published."""
from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cities.models import City
from core import audit
from practices import actions, answers, attaching, decisions
from practices.choices import PROPOSABLE_STATES, WRITABLE_STATES, State
from practices.models import Draft, Practice

MOST_DRAFTS = 30  # that a city has begun and not handed in


@transaction.atomic
def propose(practice: Practice, *, by: Any) -> Draft:
    """Open the draft of a proposal, made from the newest text; the one that is there already where there is one."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check_own(by, practice)
    if practice.state == State.UPDATE_PROPOSED:
        raise actions.MoveRefused(_("Changes to this entry are with the editors. You can propose more once they have "
                                    "decided."))
    page = practice.newest_text()
    if practice.state not in PROPOSABLE_STATES or page is None:
        raise actions.MoveRefused(_("Changes can be proposed to a published entry only."))
    if known := Draft.objects.filter(practice=practice).first():
        return known
    check_room(practice.owner_city)
    base = answers.of_page(practice, page)
    audit.record("practice.proposal-begun", practice, by=by)
    return Draft.objects.create(
        practice=practice, language=page.language.public, answers=base, base=base, saved_by=by)


def check_room(city: City | None) -> None:
    """MoveRefused where a city has begun as many drafts as it may; the city is held until the transaction ends."""
    City.objects.select_for_update().filter(pk=getattr(city, "pk", None)).first()
    begun = Draft.objects.filter(practice__owner_city=city).exclude(practice__state=State.CHANGES_REQUESTED).count()
    if begun >= MOST_DRAFTS:
        raise actions.MoveRefused(ngettext(
            "Your city has %(most)d draft that is not handed in. Hand it in or delete it before you begin another.",
            "Your city has %(most)d drafts that are not handed in. Hand one in or delete one before you begin another.",
            MOST_DRAFTS) % {"most": MOST_DRAFTS})


def changed(draft: Draft) -> set[str]:
    """The answers that differ from the text that a proposal was begun with."""
    return {name for name, value in draft.answers.items() if draft.base.get(name) != value}


def is_material(draft: Draft) -> bool:
    """Whether an editor has to read what was changed."""
    return bool(changed(draft) - set(answers.NOT_MATERIAL))


@transaction.atomic
def discard(practice: Practice, *, by: Any) -> None:
    """Throw away a proposal that was not handed in, with the files that it added; the entry stays as it is."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check_own(by, practice)
    draft = Draft.objects.select_for_update().filter(practice=practice).first()
    if draft is None or practice.state in WRITABLE_STATES:
        raise actions.MoveRefused(_("There are no proposed changes that could be thrown away."))
    attaching.remove_added(practice, draft)
    draft.delete()
    practice.field_comments.filter(answered_at=None).update(answered_at=timezone.now())
    audit.record("practice.proposal-discarded", practice, by=by)


def give_back(practice: Practice, *, by: Any) -> None:
    """The proposal becomes the city's draft again, and what readers have is the newest text; in one transaction."""
    proposed = practice.newest_text()
    live = practice.pages.get(pk=practice.original_id).specific
    if proposed is None:
        raise actions.MoveRefused(_("There is no text yet."))
    steps = practice.steps.order_by("-at", "-pk")
    last = steps.filter(state=State.PUBLISHED, refused=False).first()
    by_city = steps.filter(state=State.UPDATE_PROPOSED).first()
    Draft.objects.update_or_create(practice=practice, defaults={
        "language": live.language.public, "answers": answers.of_page(practice, proposed),
        "base": answers.of_page(practice, live), "saved_by": by_city.by if by_city else None, "notes": {},
        "created_at": last.at if last else timezone.now(), "saved_at": timezone.now(),
    })
    revision = live.save_revision(user=by, changed=False, clean=False)
    Page.objects.filter(pk=live.pk).update(live_revision=revision, has_unpublished_changes=False)
