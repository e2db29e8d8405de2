"""An invitation on the desk of a city: what is asked for, and the two answers."""
from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.desk import Action, Job, Panel, jobs_panel
from cities.models import CityMembership
from core import languages
from practices import inviting
from practices.choices import Question
from practices.desk.access import own
from practices.desk.starting import LanguageForm
from practices.models import DraftInvitation


def panel(request: HttpRequest) -> Panel | None:
    """What the person's cities are asked to tell."""
    found = list(inviting.of_desk(request.user)[:20])
    jobs = [Job(title=each.answers.get("title") or _("An invitation to tell what your city did"), due=True,
                language=each.language if each.answers.get("title") else "", meta=[each.city.label()], url=_url(each),
                actions=[Action(_("Read the invitation"), _url(each), main=True)]) for each in found]
    return jobs_panel(_("Invitations"), jobs, name="invitations") if jobs else None


def _url(invitation: DraftInvitation) -> str:
    return reverse("practices:desk-invitation", args=[invitation.pk])


@own
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, id: UUID) -> HttpResponse:
    """For the people of the city that is invited; for all others it does not exist."""
    mine = CityMembership.objects.active_of(request.user).values("city")
    found = DraftInvitation.objects.select_related("city", "practice", "by").filter(pk=id, city__in=mine).first()
    if found is None:
        raise Http404
    if request.method == "POST" and request.POST.get("answer") == "no":
        inviting.decline(found, by=request.user)
        notices.success(request, _("Thank you for answering. You can still tell of it at any time."))
        return redirect("desk")
    if found.practice_id:
        return redirect("practices:desk-entry", found.practice_id)
    form = LanguageForm(request.POST or None, initial={"language": found.language})
    if request.method == "POST" and form.is_valid():
        draft = inviting.accept(found, by=request.user, language=form.cleaned_data["language"])
        return redirect("practices:desk-question", draft.practice_id, Question.TITLE)
    return _page(request, found, form)


def _page(request: HttpRequest, found: DraftInvitation, form: LanguageForm) -> HttpResponse:
    tongue = languages.by_public(found.language)
    context: dict[str, Any] = {
        "invitation": found, "tongue": tongue, "form": form, "city": found.city.label(),
        "answered": bool(found.declined_at),
    }
    return render(request, "practices/invitations/invitation.html", context, status=422 if form.errors else 200)
