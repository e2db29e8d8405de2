"""What stands on a city's desk: what editors ask, drafts, what is with the editors, published, ended."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.desk import Action, Job, Panel, Step, jobs_panel, register_panel, road
from cities.models import CityMembership
from core import cldr
from practices import answers, cards
from practices.choices import PROPOSABLE_STATES, READABLE_STATES, Kind, State
from practices.desk import invited, resuming
from practices.desk.questions import ALL
from practices.models import Draft, Practice

WITH_EDITORS = (State.SUBMITTED, State.IN_REVIEW, State.PARKED)
ENDED = (State.DECLINED, State.WITHDRAWN, State.ARCHIVED)
PLACES = {State.DRAFT: 0, State.SUBMITTED: 1, State.IN_REVIEW: 2, State.CHANGES_REQUESTED: 2, State.PARKED: 2}
MOST = 50  # entries in one panel


def register() -> None:
    """What waits for the city stands first."""
    register_panel(10, asked)
    register_panel(11, invited.panel)
    register_panel(20, drafts)
    register_panel(21, with_editors)
    register_panel(22, published)
    register_panel(23, ended)


def asked(request: HttpRequest) -> Panel | None:
    """Changes that editors ask for, with a link to each question."""
    found = _in(request, State.CHANGES_REQUESTED)
    if not found:
        return None
    rows = [{"job": _job(each, actions=[Action(_("Answer the editors"), _to("desk-entry", each), main=True)], due=True),
             "reason": _reason(each), "comments": _comments(each)} for each in found]
    return Panel(_("Changes asked for"), "practices/desk/parts/asked.html", {"rows": rows}, "changes", len(rows))


def drafts(request: HttpRequest) -> Panel | None:
    """What is being written, and the way to begin; for people of a city."""
    if not CityMembership.objects.active_of(request.user).exists():
        return None
    jobs = [_job(each, meta=_progress(each), actions=[
        _go_on(each), Action(_("Hand over"), _to("desk-hand-over", each)),
        Action(_("Delete"), _to("desk-delete", each))
    ]) for each in _in(request, State.DRAFT)]
    return jobs_panel(_("Drafts"), jobs, name="drafts",
                      empty=_("No draft at the moment. A first entry has ten questions; you can stop after each."),
                      link=Action(_("Tell what your city did"), reverse("practices:desk-new")))


def with_editors(request: HttpRequest) -> Panel | None:
    """What waits for an editor."""
    jobs = [_job(each, text=_reason(each) if each.state == State.PARKED else "") if each.state in WITH_EDITORS
            else _job(each, meta=[_("Changes proposed")], text=_("Readers see the old version until then."),
                      actions=list(_of_published(each)))
            for each in _in(request, *WITH_EDITORS, State.UPDATE_PROPOSED)]
    return jobs_panel(_("With the editors"), jobs, name="with-editors") if jobs else None


def published(request: HttpRequest) -> Panel | None:
    """What readers can open."""
    jobs = [_job(each, meta=[_begun(each)] if _draft_of(each) else [], text=_about_published(each),
                 actions=list(_of_published(each))) for each in _in(request, *PROPOSABLE_STATES)]
    return jobs_panel(_("Published"), jobs, name="published") if jobs else None


def _of_published(practice: Practice) -> Iterable[Action]:
    if url := public_address(practice):
        yield Action(_("Open"), url)
    if practice.state in PROPOSABLE_STATES and _draft_of(practice):
        yield Action(_("Go on with the changes"), _to("desk-entry", practice))
    elif practice.state in PROPOSABLE_STATES:
        yield Action(_("Propose changes"), _to("desk-propose", practice))
    yield Action(_("Hand over"), _to("desk-hand-over", practice))
    yield Action(_("Withdraw"), _to("desk-withdraw", practice))


def _about_published(practice: Practice) -> str:
    """What the city should know of a published entry: that it is paused, or why its changes were not taken."""
    if practice.paused_at:
        return _("Nobody can read it at the moment: a concern is being looked into.")
    last = _last(practice)
    if last and last.refused and _draft_of(practice):
        return _("Your changes were not taken: %(reason)s") % {"reason": last.reason} if last.reason else _(
            "Your changes were not taken. What the editors say stands in the entry.")
    return ""


def _begun(practice: Practice) -> str:
    return _("Changes begun, saved on %(day)s") % {"day": cldr.long_date(practice.draft.saved_at)}


def _draft_of(practice: Practice) -> Draft | None:
    return getattr(practice, "draft", None)


def ended(request: HttpRequest) -> Panel | None:
    """Declined, withdrawn, archived, with the reason; only the city sees this."""
    jobs = [_job(each, meta=[str(State(each.state).label)], text=_reason(each), tracked=False)
            for each in _in(request, *ENDED)]
    return jobs_panel(_("Not published any more, or not at all"), jobs, name="ended") if jobs else None


def _in(request: HttpRequest, *states: str) -> list[Practice]:
    """The person's entries in these states; all are read once for a request."""
    if not hasattr(request, "_entries_of_desk"):
        found = Practice.objects.of_desk(request.user).select_related("original__locale", "draft").prefetch_related(
            "steps", "field_comments").order_by("-created_at", "pk")
        request._entries_of_desk = list(found)  # type: ignore[attr-defined]
    entries: list[Practice] = request._entries_of_desk  # type: ignore[attr-defined]
    return [each for each in entries if each.state in states][:MOST]


def _job(
    practice: Practice, *, meta: Sequence[Any] = (), text: str = "", actions: Sequence[Action] = (),
    due: bool = False, tracked: bool = True
) -> Job:
    written = None if practice.state in READABLE_STATES else _draft_of(practice)
    title, language = name_of(practice, written)
    first = [] if practice.state == State.DRAFT else [str(Kind(practice.kind).label)]
    return Job(
        title=title or _("Entry without a title"), language=language if title else "", url=_to("desk-entry", practice),
        meta=[*first, *meta], text=text, steps=steps_of(practice) if tracked else (), actions=actions, due=due,
    )


def name_of(practice: Practice, draft: Draft | None) -> tuple[str, str]:
    """Title and language (public code) of an entry: of what is being written, else of the text."""
    if draft is not None and draft.answers.get("title"):
        return str(draft.answers["title"]), draft.language
    if practice.original is not None:
        return practice.original.title, practice.original.language.public
    return "", ""


def steps_of(practice: Practice) -> tuple[Step, ...]:
    """The road of an entry; one that was asked to change or put aside stands where it was read."""
    labels = [str(State(each).label) for each in (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.PUBLISHED)]
    if practice.state in (State.CHANGES_REQUESTED, State.PARKED):
        labels[2] = str(State(practice.state).label)
    return () if practice.state in ENDED else road(labels, PLACES.get(State(practice.state), 3))


def public_address(practice: Practice) -> str:
    """Where readers find it; nothing where they do not."""
    page = practice.original
    return cards.address(practice, page.slug) if practice.is_readable and page is not None and page.live else ""


def _reason(practice: Practice) -> str:
    """What was said with the last step."""
    last = _last(practice)
    return last.reason if last else ""


def _last(practice: Practice) -> Any:
    return max(practice.steps.all(), key=lambda step: (step.at, step.pk), default=None)


def _comments(practice: Practice) -> list[dict[str, Any]]:
    return [{"label": ALL[each.question].label, "text": each.text, "language": each.language,
             "url": question_address(practice, each.question)}
            for each in practice.field_comments.all() if each.answered_at is None]


def question_address(practice: Practice, question: str) -> str:
    """The page of a question."""
    return reverse("practices:desk-question", args=[practice.pk, question])


def _go_on(practice: Practice) -> Action:
    """To the question where one stopped, whatever device that was on."""
    draft = getattr(practice, "draft", None)
    code = resuming.question(draft) if draft else ""
    if draft is None or not resuming.pages.last_question(draft):
        return Action(_("Continue"), _to("desk-entry", practice))
    if not code:
        return Action(_("Check your answers"), _to("desk-check", practice))
    return Action(resuming.words(draft, code), question_address(practice, code))


def _progress(practice: Practice) -> list[str]:
    draft = getattr(practice, "draft", None)
    given = draft.answers if draft else {}
    done = len(answers.TEN) - len([each for each in answers.lacking(given) if each in answers.TEN])
    text = ngettext("%(done)s of 10 answered, saved on %(day)s", "%(done)s of 10 answered, saved on %(day)s", done)
    said = text % {"done": done, "day": cldr.long_date(draft.saved_at if draft else timezone.now())}
    return [said, *filter(None, [resuming.left_at(draft) if draft else ""])]


def _to(name: str, practice: Practice) -> str:
    return reverse(f"practices:{name}", args=[practice.pk])
