"""A preview for somebody whose agreement a city needs, such as its mayor: a signed link, one answer, no account."""
from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from core import audit, languages
from practices import actions, answers, decisions, discreet, keys
from practices.choices import Kind, State
from practices.folders import folder
from practices.models import Draft, Key, Practice, PracticePage
from practices.models.pages import PAGE_OF_KIND
from practices.sections import body

AGREE, CHANGE = "agree", "change"
DAYS = (3, 7, 14, 30)
MOST_OPEN = 20  # links of one entry at a time
OVER = (State.DECLINED, State.WITHDRAWN, State.ARCHIVED)


def shown(practice: Practice) -> PracticePage | None:
    """The text as it stands now, nothing of it saved: the newest version with what the city is writing."""
    draft = Draft.objects.filter(practice=practice).first()
    page = practice.newest_text()
    if draft is None:
        return page
    if page is None:
        kind = Kind(draft.answers.get("kind") or practice.kind)
        page = PAGE_OF_KIND[kind](locale=folder(draft.language).locale, practice=practice, live=False, slug="-")
        page.cities = [practice.owner_city] if practice.owner_city else []
    answers.write(page, draft.answers, draft.base)
    return page


def digest_of(page: PracticePage) -> str:
    """A short form of everything that is read; the same for the same text, whether it is handed in or not."""
    pictures = [[child.value["image"].pk, child.value["alternative"], child.value["caption"]]
                for child in page.pictures if child.value["image"]]
    materials = [child.value["title"] for child in page.materials]
    read = [page.title, page.summary, body(page), page.status, page.start_year, page.end_year, pictures, materials]
    return hashlib.sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def ask(practice: Practice, *, by: Any, function: str, days: int, language: str) -> Key:
    """Make a link for somebody, by function and never by name; it can be answered once."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check_own(by, practice)
    if practice.state in OVER:
        raise actions.MoveRefused(_("There is nothing to approve in this entry any more."))
    if open_links(practice) >= MOST_OPEN:
        raise actions.MoveRefused(_("There are too many open links. Take some back first."))
    draft = Draft.objects.filter(practice=practice).first()
    key = keys.issue(
        practice, Key.Purpose.PREVIEW, days=days, by=by, language=language, function=" ".join(function.split()),
        revision=_revision(practice), draft_version=draft.version if draft else None)
    page = shown(practice)
    Key.objects.filter(pk=key.pk).update(digest=digest_of(page) if page is not None else "")
    key.refresh_from_db()
    return key


def open_links(practice: Practice) -> int:
    """How many links of an entry wait for an answer."""
    return practice.keys.filter(purpose=Key.Purpose.PREVIEW, revoked_at=None, used_at=None,
                                expires_at__gt=timezone.now()).count()


def _revision(practice: Practice) -> int | None:
    return practice.pages.filter(pk=practice.original_id).values_list("latest_revision", flat=True).first()


@transaction.atomic
def answer(key: Key, given: str, text: str, *, digest: str) -> bool:
    """Agree, or ask for a change, once; the version that was read stands in the row. False where it was too late."""
    if not keys.use(key, given, text.strip()):
        return False
    draft = Draft.objects.filter(practice=key.practice).first()
    Key.objects.filter(pk=key.pk).update(
        digest=digest, revision=_revision(key.practice), draft_version=draft.version if draft else None)
    key.refresh_from_db()
    audit.record("practice.preview_answered", key.practice, key=str(key.pk), answer=given)
    for person in _people(key):
        with messages.in_language_of(person):
            _tell(person, key)
    return True


def _people(key: Key) -> list[User]:
    """Who wrote the entry or asked for the answer, and still works for its city."""
    people = {each.pk: each for each in [*key.practice.submitters.all(), *([key.created_by] if key.created_by else [])]}
    return [each for _pk, each in sorted(people.items()) if decisions.works_for(each, key.practice.owner_city)]


def _tell(person: User, key: Key) -> None:
    page = shown(key.practice)
    title = (page.title if page is not None else "") or _("Entry without a title")
    said = {"title": discreet.title(key.practice, title), "function": discreet.words(key.practice, key.function)}
    subject = _("Agreed: “%(title)s”") if key.answer == AGREE else _("Please change something: “%(title)s”")
    what = (_("%(function)s agrees to “%(title)s”.") if key.answer == AGREE
            else _("%(function)s asks for changes in “%(title)s”."))
    text = render_to_string("practices/mail/approval.txt", {
        "what": what % said, "text": discreet.words(key.practice, key.text)})
    messages.post(person, event=f"practice-approval:{key.pk}", subject=subject % said, text=text,
                  url=reverse("practices:desk-approval", args=[key.practice_id]))


@transaction.atomic
def take_back(key: Key, *, by: Any) -> None:
    """A link of one's own city opens nothing any more."""
    decisions.check_own(by, key.practice)
    keys.revoke(key, by=by)


def tongue_of(key: Key) -> languages.Language:
    """The interface language that the link was made for."""
    return languages.by_public(key.language)
