"""What a city does: begin, go on, submit, take back; permission, change, audit entry, nothing else."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from core import audit, languages
from practices import actions, answers, attaching, decisions, embargo, extent, proposing
from practices.choices import PROPOSABLE_STATES, Kind, Question, State, Visibility
from practices.folders import folder
from practices.models import Draft, Practice, PracticePage
from practices.models.pages import PAGE_OF_KIND


class Conflict(Exception):
    """Somebody else has saved the draft since it was opened; nothing was written."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(_("Somebody else has saved this entry since you opened it."))


@transaction.atomic
def start(city: City, *, by: Any, language: str, id: UUID | None = None) -> Draft:
    """Begin an entry of a city in a content language (public code); a second one with the same id is refused."""
    if not decisions.works_for(by, city):
        raise PermissionDenied(_("You can write for your own city only."))
    languages.by_public(language)
    if not Practice.objects.filter(pk=id).exists():  # the same form sent again is refused below, not as one too many
        proposing.check_room(city)
    practice = Practice.objects.create(id=id or uuid4(), kind=Kind.CASE_STUDY, owner_city=city)
    practice.submitters.add(by)
    audit.record("practice.begun", practice, by=by, language=language)
    return Draft.objects.create(practice=practice, language=language, saved_by=by, answers={"city": city.pk})


def open_draft(practice: Practice, *, by: Any) -> Draft:
    """The draft of an entry that the city may change now; made from the entry where there is none."""
    decisions.check_own(by, practice)
    known = Draft.objects.filter(practice=practice).first()
    if not attaching.is_open(practice, known):
        raise actions.MoveRefused(_("This entry cannot be changed at the moment."))
    page = practice.newest_text()
    if known is not None or page is None:
        return known or Draft.objects.create(practice=practice, language=languages.DEFAULT, saved_by=by)
    base = answers.of_page(practice, page)
    return Draft.objects.get_or_create(practice=practice, defaults={
        "language": page.language.public, "answers": base, "base": base, "saved_by": by})[0]


def may_write(practice: Practice) -> bool:
    """Whether its city may change it now."""
    return attaching.is_open(practice, Draft.objects.filter(practice=practice).first())


@transaction.atomic
def save(draft: Draft, values: Mapping[str, Any], *, by: Any, version: int | None = None) -> Draft:
    """Keep answers; with the `version` that was opened, Conflict when somebody else has saved since."""
    locked = attaching.locked(draft, by=by)
    if version is not None and version != locked.version and any(
        locked.answers.get(name) != value for name, value in values.items()
    ):
        raise Conflict(locked)
    known = {name for fields in answers.FIELDS.values() for name in fields}
    given = {name: value for name, value in values.items() if name in known}
    locked.answers |= given
    answers.settle(locked.answers, given)
    locked.version, locked.saved_at, locked.saved_by = locked.version + 1, timezone.now(), by
    locked.save()
    locked.practice.submitters.add(by)  # who writes is told of every step, and never decides about it
    return locked


@transaction.atomic
def set_language(draft: Draft, language: str, *, by: Any) -> None:
    """Choose another language for an entry that was never submitted."""
    if attaching.locked(draft, by=by).practice.original_id:
        raise actions.MoveRefused(_("The language is fixed once an entry has been submitted."))
    languages.by_public(language)
    Draft.objects.filter(pk=draft.pk).update(language=language, version=F("version") + 1)
    draft.refresh_from_db()


@transaction.atomic
def set_city(draft: Draft, city: City, *, by: Any) -> None:
    """Choose another of one's own cities for an entry that was never submitted."""
    practice = attaching.locked(draft, by=by).practice
    if practice.original_id:
        raise actions.MoveRefused(_("The city is fixed once an entry has been submitted."))
    if not decisions.works_for(by, city):
        raise PermissionDenied(_("You can write for your own city only."))
    if practice.owner_city_id != city.pk:
        practice.owner_city = city
        practice.save(update_fields=["owner_city"])
        audit.record("practice.city", practice, by=by, city=city.pk)


@transaction.atomic
def submit(draft: Draft, *, by: Any) -> Practice:
    """Hand an entry in: the page is written, the editors are told; NotReady where a question is not answered.

    Of a published entry the new text is a proposal, which readers do not see; where only the address for questions is
    another one, that takes effect at once and nobody has to read anything.
    """
    practice = Practice.objects.select_for_update().get(pk=draft.practice_id)
    decisions.check_own(by, practice)
    held = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None or not attaching.is_open(practice, held):
        raise actions.MoveRefused(_("This entry has been submitted already."))
    draft = held
    public = practice.state in PROPOSABLE_STATES
    if public and not proposing.changed(draft):
        raise actions.NotReady([_("Nothing differs from the published entry yet.")])
    if missing := answers.lacking(draft.answers):
        raise actions.NotReady(
            _("Answer the question “%(question)s”.") % {"question": Question(each).label} for each in missing)
    _apply_to_practice(practice, draft, by)
    if material := not public or proposing.is_material(draft):
        _written(practice, draft).save_revision(user=by)
    practice.submitters.add(by)
    practice.field_comments.filter(answered_at=None).update(answered_at=timezone.now())
    draft.delete()
    if material:
        actions.move(practice, State.UPDATE_PROPOSED if public else State.SUBMITTED, by=by)
    return practice


def _apply_to_practice(practice: Practice, draft: Draft, by: Any) -> None:
    """What stands on the practice, for every language; an entry that was once public keeps its readers.

    As in the text, what the city has not changed is not written over what an editor said meanwhile.
    """
    given = {name: value for name, value in draft.answers.items() if draft.base.get(name) != value}
    if practice.original_id is None:
        practice.kind = Kind(given["kind"])
    if practice.first_published_at is None:
        practice.visibility = Visibility(given.get("visibility", practice.visibility))
    practice.contact_email = given.get("contact_email", practice.contact_email)
    practice.licence_agreed_at = practice.licence_agreed_at or timezone.now()
    practice.save(update_fields=["kind", "visibility", "contact_email", "licence_agreed_at"])
    if practice.original_id and "contact_email" in given:
        audit.record("practice.record", practice, by=by, changed=["contact_email"])
    if practice.first_published_at is None and {"not_before", "not_before_zone"} & set(given):
        actions.ask_embargo(practice, embargo.moment(draft.answers), by=by)


def _written(practice: Practice, draft: Draft) -> PracticePage:
    """The page with the answers; a new one in the folder of its language where there is none yet."""
    page = practice.newest_text()
    if page is not None:
        before = extent.follows(page)
        answers.write(page, draft.answers, draft.base)
        answers.write_cities(page, draft.answers, draft.base)
        extent.settle(page, before)
        return page
    place = folder(draft.language)
    page = PAGE_OF_KIND[practice.kind](locale=place.locale, practice=practice, live=False)
    answers.write(page, draft.answers, {})
    place.add_child(instance=page)
    page.cities = [practice.owner_city]
    answers.write_cities(page, draft.answers, {})
    extent.settle(page, page.extent)
    page.save()
    return page


@transaction.atomic
def discard(practice: Practice, *, by: Any) -> None:
    """Throw away an entry that was never submitted."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check_own(by, practice)
    if practice.state != State.DRAFT or practice.original_id is not None:
        raise actions.MoveRefused(_("Only an entry that was never submitted can be deleted."))
    audit.record("practice.discarded", practice, by=by)
    attaching.remove_all(practice)
    practice.delete()


@transaction.atomic
def take_back(practice: Practice, *, by: Any, reason: str) -> None:
    """A city withdraws its own published entry; readers lose it at once, in every language."""
    decisions.check_own(by, practice)
    actions.withdraw(practice, by=by, reason=reason)
