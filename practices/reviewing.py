"""What an editor does with a submission: take it up, ask for changes, decline, park, screen, publish."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, languages, outbox
from practices import actions, decisions, proposing, withholding
from practices.approving import approving
from practices.choices import Question, ReviewDepth, State
from practices.models import FieldComment, NamedEditor, Practice, PracticePage, Screening

SCREENED = ("voluntary", "legal_basis", "records", "complaint", "consulted", "concerns")


@transaction.atomic
def take_up(practice: Practice, *, by: Any) -> None:
    """An editor opens a submission: from now on it is in review."""
    decisions.check(by, practice)
    if practice.state in (State.SUBMITTED, State.PARKED):
        actions.move(practice, State.IN_REVIEW, by=by)


@transaction.atomic
def ask_for_changes(
    practice: Practice, *, by: Any, reason: str, comments: Mapping[str, str], language: str = ""
) -> None:
    """Give an entry back to its city, with what to change in which answer, and the language that this is written in."""
    decisions.check(by, practice)
    written = {question: text.strip() for question, text in comments.items() if text.strip()}
    _reasoned(reason or " ".join(written.values()))
    for question, text in written.items():
        FieldComment.objects.create(practice=practice, question=Question(question), text=text, by=by,
                                    language=_known(language))
    actions.move(practice, State.CHANGES_REQUESTED, by=by, reason=reason, language=_known(language))


@transaction.atomic
def decline(practice: Practice, *, by: Any, reason: str, language: str = "") -> None:
    """Say no to an entry, with the reason."""
    decisions.check(by, practice)
    _reasoned(reason)
    actions.move(practice, State.DECLINED, by=by, reason=reason, language=_known(language))


@transaction.atomic
def park(practice: Practice, *, by: Any, reason: str, language: str = "") -> None:
    """Put an entry aside for later, with the reason."""
    decisions.check(by, practice)
    _reasoned(reason)
    actions.move(practice, State.PARKED, by=by, reason=reason, language=_known(language))


@transaction.atomic
def refuse_update(
    practice: Practice, *, by: Any, reason: str, comments: Mapping[str, str], revision: int, language: str = ""
) -> None:
    """Leave a published entry as it is; the text that was proposed, which must be the one that was read, stays a draft.

    Readers notice nothing. The city finds its text on its desk with the reason, and can go on or throw it away.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check(by, practice)
    if practice.state != State.UPDATE_PROPOSED:
        raise actions.MoveRefused(_("No changes to this entry are proposed at the moment."))
    check_newest(practice, revision)
    written = {question: text.strip() for question, text in comments.items() if text.strip()}
    _reasoned(reason or " ".join(written.values()))
    for question, text in written.items():
        FieldComment.objects.create(practice=practice, question=Question(question), text=text, by=by,
                                    language=_known(language))
    actions.move(practice, State.PUBLISHED, by=by, reason=reason, language=_known(language), refused=True)
    proposing.give_back(practice, by=by)


def _known(language: str) -> str:
    return languages.by_public(language).public if language else ""


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise actions.NotReady([_("Give a reason: the city reads it.")])


@transaction.atomic
def screen(practice: Practice, given: Mapping[str, Any], *, by: Any, revision: int) -> Screening:
    """Answer and sign the six questions about the version of the text that was read."""
    decisions.check_screener(by, practice)
    if practice.first_published_at is not None:
        raise actions.MoveRefused(_("This entry was screened before its first publication."))
    if lacking := [*_unanswered(given)]:
        raise actions.NotReady(lacking)
    page = check_newest(practice, revision)
    screening, _created = Screening.objects.update_or_create(practice=practice, defaults={
        **{name: str(given[name]).strip() for name in SCREENED}, "revision": revision,
        "untied": not NamedEditor.objects.filter(practice=practice, user=by).exists(),
        "signed_by": by, "signed_at": timezone.now(), "second_by": None, "second_at": None, "second_note": "",
    })
    entry = audit.record("practice.screened", practice, by=by, revision=revision)
    if decisions.needs_second_look(page):
        outbox.put(actions.DECISION_TOPIC, [str(entry.pk)])
    return screening


def _unanswered(given: Mapping[str, Any]) -> Iterator[str]:
    fields = {field.name: field for field in Screening._meta.fields}
    for name in SCREENED:
        if not str(given.get(name, "")).strip():
            yield _("Answer “%(question)s”") % {"question": fields[name].verbose_name}
    if not given.get("untied"):
        yield _("Confirm that nothing ties you to this entry.")


@transaction.atomic
def look_again(practice: Practice, *, by: Any, note: str, revision: int) -> None:
    """The second signature, of an editor who is not the first."""
    decisions.check_screener(by, practice)
    screening = Screening.objects.select_for_update().filter(practice=practice).first()
    if screening is None:
        raise actions.MoveRefused(_("Answer and sign the six screening questions."))
    if screening.signed_by_id == by.pk:
        raise PermissionDenied(_("You signed the screening yourself. Another editor takes the second look."))
    check_newest(practice, revision)
    if screening.revision != revision:
        raise actions.MoveRefused(_("The text has changed since it was screened. Read it again and sign again."))
    screening.second_by, screening.second_at, screening.second_note = by, timezone.now(), note.strip()
    screening.save(update_fields=["second_by", "second_at", "second_note"])
    audit.record("practice.screened-again", practice, by=by, revision=revision)


@transaction.atomic
def publish(practice: Practice, *, by: Any, revision: int, reason: str = "") -> None:
    """Publish the newest text of an entry, which must be the one that was read; NotReady says what is lacking."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    decisions.check(by, practice)
    page = check_newest(practice, revision)
    if lacking := withholding.lacking(practice, page):
        raise actions.NotReady(lacking)
    if practice.review_depth == ReviewDepth.SUBMITTED:
        practice.review_depth = ReviewDepth.EDITOR_CHECKED
        practice.save(update_fields=["review_depth"])
    actions.publish(practice, by=by, reason=reason)
    with approving(revision):
        page.latest_revision.publish(user=by, skip_permission_checks=True)  # the checks above are the stricter ones


def check_newest(practice: Practice, revision: int) -> PracticePage:
    """The newest text, if it is the version that somebody has read."""
    page = practice.newest_text()
    if page is None or page.latest_revision_id is None:
        raise actions.NotReady([_("There is no text yet.")])
    if page.latest_revision_id != revision:
        raise actions.MoveRefused(_("The text has changed since you opened it. Read the new version first."))
    return page
