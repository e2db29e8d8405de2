"""What reviewers recommend about the version of a text that they read; editors decide."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, languages
from practices import decisions
from practices.actions import MoveRefused, NotReady
from practices.choices import Question, State
from practices.models import Practice, Recommendation
from practices.reviewing import check_newest

OPEN = (State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED, State.PARKED, State.UPDATE_PROPOSED)


@transaction.atomic
def recommend(
    practice: Practice, *, by: Any, revision: int, verdict: str, text: str = "", language: str = languages.DEFAULT,
    comments: Mapping[str, str] | None = None,
) -> Recommendation:
    """Say what should happen with the version that was read; said again of the same version, it replaces the first."""
    decisions.check_adviser(by, practice)
    check_open(practice)
    check_newest(practice, revision)
    given = check_given(verdict, text, language, comments or {})
    found, _created = Recommendation.objects.update_or_create(
        practice=practice, by=by, revision=revision, key=None, defaults={**given, "at": timezone.now()})
    audit.record("practice.recommended", practice, by=by, verdict=found.verdict, revision=revision)
    return found


def check_open(practice: Practice) -> None:
    """MoveRefused where nobody waits for a decision."""
    if practice.state not in OPEN and not (practice.state == State.DRAFT and practice.original_id):
        raise MoveRefused(_("Nothing is to be decided about this entry at the moment."))


def check_given(verdict: str, text: str, language: str, comments: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a recommendation; NotReady where a reason is lacking."""
    written = {str(Question(code)): said.strip() for code, said in comments.items() if said.strip()}
    chosen = Recommendation.Verdict(verdict)
    if chosen != Recommendation.Verdict.PUBLISH and not (text.strip() or written):
        raise NotReady([_("Say why, so that the editor can follow you.")])
    return {"verdict": chosen, "text": text.strip(), "comments": written,
            "language": languages.by_public(language).public}


def of(practice: Practice) -> Iterable[Recommendation]:
    """What was recommended, the newest last."""
    return practice.recommendations.select_related("by", "key")
