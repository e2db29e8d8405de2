"""The page of a practice, and the question to its unit."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core import languages
from practices import actions, cards, origins, presentation
from practices.choices import State, VersionState
from practices.forms import ContactForm
from practices.limits import TooMany
from practices.models import LanguageVersion, Practice, PracticePage
from search import finding


def visible(request: HttpRequest, id: UUID) -> Practice:
    """The practice with texts and facts, also an archived one; 404 for one that this reader may not see."""
    practice = Practice.objects.opened_by(request.user).with_texts().with_facts().filter(pk=id).first()
    if practice is None or not practice.available_versions():
        raise Http404
    return practice


def _chosen(request: HttpRequest, practice: Practice) -> LanguageVersion:
    """The version asked for by `?content=`, else the reader's language, else the original."""
    version = practice.version_for(request.GET.get("content", ""), languages.current().public)
    if version is None:
        raise Http404
    return version


@require_safe
def practice(request: HttpRequest, id: UUID, slug: str) -> HttpResponse:
    """A practice inside the reader's interface; the slug is only for people, the id decides."""
    found = visible(request, id)
    version = _chosen(request, found)
    if slug != version.page.slug:
        query = request.META.get("QUERY_STRING", "")
        return redirect(cards.address(found, version.page.slug) + (f"?{query}" if query else ""))
    context = presentation.context(found, version)
    context["origins"] = origins.of(found, request.user)
    context["similar"] = [] if found.state == State.ARCHIVED else finding.similar(
        str(found.pk), ui=languages.current().public, user=request.user)
    response = render(request, "practices/practice.html", context)
    if found.visibility != "public" or found.embargo_until:
        response.headers["Cache-Control"] = "private, no-store"
    if found.state == State.ARCHIVED:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def preview(request: HttpRequest, page: PracticePage) -> HttpResponse:
    """An editor's view of a draft, as readers will see it."""
    return render(request, "practices/practice.html", draft_context(page))


def draft_context(page: PracticePage) -> dict[str, Any]:
    """What the page of a practice shows of a text that is not published, or not even saved."""
    owner = page.practice or Practice(kind=page.kind, original=page)
    facts_from = owner if owner.original_id not in (None, page.pk) else _with_original(owner, page)
    version = _Draft(facts_from, page, VersionState.ORIGINAL if page.is_original else VersionState.HUMAN)
    return {**presentation.context(facts_from, version), "similar": [], "is_preview": True}


def _with_original(owner: Practice, page: PracticePage) -> Practice:
    """The practice as it will be once this draft of its original is published."""
    copy = Practice.objects.filter(pk=owner.pk).first() or owner
    copy.original = page
    for name, value in getattr(page, "wanted_audience", {}).items():
        setattr(copy, name, value)  # as the form says, though nothing is saved
    return copy


@dataclass(frozen=True, slots=True)
class _Draft:
    """A language version of a page that is still being written: what the template asks of a version."""

    practice: Practice
    page: PracticePage
    state: str = field(default=VersionState.ORIGINAL)

    @property
    def language(self) -> str:
        return self.page.language.public

    @property
    def tongue(self) -> languages.Language:
        return self.page.language

    @property
    def text(self) -> PracticePage:
        return self.page


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, id: UUID) -> HttpResponse:
    """A question to the unit that answers for a practice; its address is never shown."""
    found = visible(request, id)
    if found.city_withheld or found.state == State.ARCHIVED:
        raise Http404
    form = ContactForm(request.POST or None, initial={"language": languages.current().public})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.ask(found, form.cleaned_data, address=request.META.get("REMOTE_ADDR", ""))
                return redirect(reverse("practices:contact-sent", args=[found.pk]))
            except TooMany as refusal:
                form.add_error(None, str(refusal))
                status = 429
        else:
            status = 422
    return render(request, "practices/contact.html", {
        "form": form, "practice": found, "card": cards.card(found, languages.current().public),
        "to_unit": bool(found.contact_email), "unit": _unit(found),
    }, status=status)


def _unit(practice: Practice) -> str:
    version = practice.version_for(languages.current().public)
    return version.page.unit if version else ""


@require_safe
def contact_sent(request: HttpRequest, id: UUID) -> HttpResponse:
    """The question is on its way."""
    found = visible(request, id)
    return render(request, "practices/contact_sent.html", {
        "practice": found, "card": cards.card(found, languages.current().public), "to_unit": bool(found.contact_email),
    })
