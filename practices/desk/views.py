"""Writing an entry: the list of questions, one question a page, check, hand in."""
from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practices import answers, submitting
from practices.actions import MoveRefused, NotReady
from practices.choices import PROPOSABLE_STATES, Question, State
from practices.desk import (
    access,
    autosaving,
    guarding,
    helping,
    pages,
    questions,
    replies,
    resuming,
    saving,
    showing,
    similar,
)
from practices.desk.access import own
from practices.desk.forms import FORMS, AnswerForm, form_for, kind_of, problems
from practices.desk.looking import looked_for, onwards_of_button
from practices.desk.rows import ADD, wanted
from practices.models import Draft, Practice

CHECK, BACK, STAY = "check", "back", "stay"
HANDED_IN = (State.SUBMITTED, State.UPDATE_PROPOSED)
METHODS = ["GET", "HEAD", "POST"]


@own
@require_safe
def entry(request: HttpRequest, id: UUID) -> HttpResponse:
    """All questions, which are answered and what is asked about them; the history where nothing can be written."""
    if not submitting.may_write(access.entry(request, id)):
        return redirect("practices:desk-history", id)
    draft = access.writable(request, id)
    lacking = answers.lacking(draft.answers)
    rows = showing.rows(draft, request.user)
    asked = next((row.asked.code for row in rows if row.comments), "")
    return render(request, "practices/desk/entry.html", {
        **_about(draft), "rows": rows, "unsaved": autosaving.about(draft, request.user),
        **resuming.about(draft, asked), "answered": _done(lacking),
        "squares": showing.squares(draft), "reason": _reason(draft.practice), **helping.about(draft, rows),
    })


@own
@require_http_methods(METHODS)
def question(request: HttpRequest, id: UUID, question: str) -> HttpResponse:
    """One question; what was typed is kept on every way out."""
    if question not in FORMS:
        raise Http404
    draft = access.writable(request, id)
    if question not in answers.asked_of(kind_of(draft)):
        raise Http404
    if replies.wanted(request):
        return autosaving.answer(request, draft, question)
    if request.method == "POST":
        return _answered(request, draft, question)
    looking = looked_for(request.GET)
    return _page(request, draft, question, form_for(question, draft, request.user, looking=looking))


def _answered(request: HttpRequest, draft: Draft, question: str) -> HttpResponse:
    """Save as far as it goes; on from here only without mistakes, back to the desk also with them."""
    form = form_for(question, draft, request.user, saving.settled(request, draft))
    try:
        draft = saving.keep(draft, question, form.given(), request=request)
    except submitting.Conflict as conflict:
        return _conflict(request, conflict.draft, question, form)
    if way := similar.choose(request, draft):
        return redirect(way)
    staying = wanted(request.POST)[0]
    if form.errors and (form.unkept() or not (staying or request.POST.get("next") == BACK)):
        return _page(request, draft, question, form, status=422)
    return redirect(_onwards(request, draft, question))


def _onwards(request: HttpRequest, draft: Draft, question: str) -> str:
    """Where the person goes next."""
    if request.POST.get("next") == BACK:
        return reverse("desk")
    if request.POST.get("next") == STAY or similar.CHOICE in request.POST:
        return request.get_full_path()
    if around := onwards_of_button(request.POST, draft.answers):
        return f"{reverse('practices:desk-question', args=[draft.practice_id, question])}{around}"
    code = "" if request.POST.get("then") == CHECK else _next(draft, question)
    if question in answers.SECTIONS and not code and request.POST.get("then") != CHECK:
        return reverse("practices:desk-entry", args=[draft.practice_id])
    if code:
        return reverse("practices:desk-question", args=[draft.practice_id, code])
    return reverse("practices:desk-check", args=[draft.practice_id])


def _next(draft: Draft, question: str) -> str:
    """The question after this one; where editors asked about some, only those are gone through again."""
    if asked := {comment.question for comment in showing.open_comments(draft)}:
        return next((code for code in questions.all_after(question) if code in asked), "")
    return questions.following(question)


def _page(request: HttpRequest, draft: Draft, question: str, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    inputs = showing.inputs(form, more=request.GET.get(ADD, ""))
    return render(request, "practices/desk/question.html", {
        **_about(draft), "asked": questions.ALL[question], "inputs": inputs, "alone": _alone(inputs),
        "offered": access.languages_offered(),
        "problems": list(form.error_links()) if form.is_bound else [],
        "squares": showing.squares(draft, question),
        "comments": [each for each in showing.open_comments(draft) if each.question == question],
        "previous": questions.ALL.get(questions.preceding(question)),
        "seen": saving.mark_of(draft, question), "then": _then(request),
        "unsaved": autosaving.about(draft, request.user, question), "path": request.get_full_path(),
        "similar": similar.to(draft, request.user) if question == Question.TITLE else [],
        "fixed": all(field.disabled for field in form.fields.values()),
    }, status=status)


def _alone(inputs: list[showing.Input]) -> bool:
    """Whether the only field is what the heading asks."""
    return len(inputs) == 1 and inputs[0].shape in ("plain", "options") and not inputs[0].bound.field.help_text


def _conflict(request: HttpRequest, stored: Draft, question: str, form: AnswerForm) -> HttpResponse:
    """409: both answers side by side, a choice for each field."""
    return render(request, "practices/desk/conflict.html", {
        **_about(stored), "asked": questions.ALL[question], "seen": saving.mark_of(stored, question),
        "differences": saving.differences(form, stored), "then": _then(request),
        "page": pages.name_of(request), "turn": pages.turn_of(request) + 1,
        "mine": form.sent(),
    }, status=409)


def _then(request: HttpRequest) -> str:
    """Back to the check page where the person came from there."""
    wanted = request.POST.get("then") or request.GET.get("then")
    return CHECK if wanted == CHECK else ""


@own
@require_http_methods(METHODS)
def check(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything once more, what is lacking first; sent from here it is handed in."""
    if request.method == "POST":
        return _hand_in(request, access.entry(request, id))
    return _check_page(request, access.writable(request, id))


def _hand_in(request: HttpRequest, practice: Practice) -> HttpResponse:
    """Hand in what was shown; the same form sent again finds it done."""
    guarding.keep(request, practice)
    try:
        done = _submit(request, practice)
    except NotReady:
        return _check_page(request, access.writable(request, practice.pk), status=422, refused=True)
    if not done:
        return _check_page(request, access.writable(request, practice.pk), status=409, changed=True)
    return redirect("practices:desk-submitted", practice.pk)


@transaction.atomic
def _submit(request: HttpRequest, practice: Practice) -> bool:
    """Whether the entry is handed in now, by this post or an earlier one; not where the answers have changed."""
    held = Practice.objects.select_for_update().get(pk=practice.pk)
    if held.state in HANDED_IN:
        return True
    if not submitting.may_write(held):
        raise MoveRefused(_("This entry is “%(state)s” and cannot be handed in now.") % {
            "state": State(held.state).label})
    draft = submitting.open_draft(held, by=request.user)
    if request.POST.get("key") != _key(draft):
        return False
    if found := problems(draft, request.user):
        raise NotReady(message for messages in found.values() for message in messages)
    if guarding.hand_in(draft, by=request.user).state not in HANDED_IN:
        notices.success(request, _("The new address for questions takes effect at once. Nothing else has changed."))
    return True


def _key(draft: Draft) -> str:
    """What was shown when the person decided: this draft, in this version."""
    return f"{draft.pk}.{draft.version}"


def _check_page(
    request: HttpRequest, draft: Draft, *, status: int = 200, refused: bool = False, changed: bool = False
) -> HttpResponse:
    found, lacking = problems(draft, request.user), answers.lacking(draft.answers)
    rows = showing.rows(draft, request.user, found)
    return render(request, "practices/desk/check.html", {
        **_about(draft), "rows": [row for row in rows if row.counts],
        "unsaved": autosaving.about(draft, request.user),
        "proposal": draft.practice.state in PROPOSABLE_STATES, "key": _key(draft), "refused": refused,
        "changed": changed,
        "open": [row for row in rows if row.problems or row.asked.code in lacking],
        "similar": similar.to(draft, request.user), "guard": guarding.about(draft, refused=refused),
        "squares": showing.squares(draft), "answered": _done(lacking),
    }, status=status)


@own
@require_safe
def submitted(request: HttpRequest, id: UUID) -> HttpResponse:
    """It has been handed in, and what happens now."""
    practice = access.entry(request, id)
    if practice.state not in HANDED_IN:
        return redirect("practices:desk-entry", id)
    return render(request, "practices/desk/submitted.html", {"practice": practice})


def _about(draft: Draft) -> dict[str, Any]:
    """What every page of a draft knows."""
    return {"draft": draft, "practice": draft.practice, "tongue": showing.tongue_of(draft),
            "title": showing.title_of(draft)}


def _done(lacking: list[str]) -> int:
    """How many of the ten questions are answered."""
    return len(answers.TEN) - len(set(lacking) & set(answers.TEN))


def _reason(practice: Practice) -> str:
    """Why changes were asked for, in the editors' words."""
    last = practice.steps.last()
    return last.reason if last and (last.refused or last.state == State.CHANGES_REQUESTED) else ""
