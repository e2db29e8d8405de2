"""One entry in one language: what waits, what a machine wrote, PO out and in, and the way to the editor of texts."""
from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages as texts
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.strings import StringValue

from core import languages
from core.cldr import language_name
from practices.admin.staff import StaffView
from practices.machine import running
from practices.models import LanguageVersion, Practice, PracticePage
from practices.translations import actions, po, sentences, stale
from practices.wishes import counting
from search.asked_totals import small

SHOWN = 100


class TranslationView(StaffView):
    """What can be done next; the text itself is written in wagtail-localize's editor or in a PO file."""

    template_name = "practices/admin/translation.html"
    page_title = gettext_lazy("Translation")
    header_icon = "globe"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def tongue(self) -> languages.Language:
        """The language of the address."""
        code = self.kwargs["language"]
        if not languages.is_public(code):
            raise Http404
        return languages.by_public(code)

    @cached_property
    def practice(self) -> Practice:
        """The entry of the address."""
        found = Practice.objects.select_related("original__locale").exclude(original=None)
        return get_object_or_404(found, pk=self.kwargs["id"])

    @cached_property
    def original(self) -> PracticePage:
        """Its original."""
        assert self.practice.original is not None  # noqa: S101
        return self.practice.original

    @cached_property
    def page(self) -> PracticePage | None:
        """The page of the language, if there is one."""
        return self.practice.pages.filter(locale__language_code=self.tongue.django).select_related("locale").first()

    @cached_property
    def translation(self) -> Translation | None:
        """What wagtail-localize keeps of it."""
        found = Translation.objects.filter(
            source__object_id=self.original.translation_key, source__locale=self.original.locale_id,
            target_locale__language_code=self.tongue.django, enabled=True)
        return found.select_related("source__locale", "target_locale", "source__specific_content_type").first()

    @property
    def here(self) -> str:
        """This address."""
        return reverse("translations_admin:translation", args=[self.practice.pk, self.tongue.public])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of the steps, then back to this page with what became of it."""
        steps = {"begin": self._begin, "confirm": self._confirm, "machine": self._machine, "po": self._take}
        step = steps.get(request.POST.get("step", ""))
        if step is None:
            raise Http404
        try:
            step()
        except PermissionDenied as refused:
            messages.error(request, str(refused))
        return redirect(self.here)

    def _begin(self) -> None:
        try:
            actions.begin(self.practice, self.tongue.public, by=self.request.user)
        except actions.CannotBegin as reason:
            messages.error(self.request, str(reason))
        else:
            messages.success(self.request, _("The translation is begun. Readers see it once it is published."))

    def _there(self) -> Translation:
        if self.translation is None:
            raise Http404
        return self.translation

    def _confirm(self) -> None:
        chosen = [int(each) for each in self.request.POST.getlist("sentence") if each.isdecimal() and len(each) < 16]
        only = None if "all" in self.request.POST else chosen
        count = actions.confirm(self.practice, self._there(), by=self.request.user, only=only)
        messages.success(self.request, ngettext(
            "%(count)d sentence is confirmed.", "%(count)d sentences are confirmed.", count) % {"count": count})

    def _machine(self) -> None:
        tell(self.request, running.run(self.practice, self._there(), by=self.request.user))

    def _take(self) -> None:
        take_file(self.request, self._there(), self.practice)

    def get_page_subtitle(self) -> str:
        """Title and language."""
        return _("%(title)s: %(language)s") % {
            "title": self.original.title, "language": language_name(self.tongue.public)}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the matrix, this page."""
        return [*self.breadcrumbs_items, {"url": reverse("translations_admin:matrix"), "label": _("Translations")},
                {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything that the next step may need."""
        version = LanguageVersion.objects.filter(
            practice=self.practice, language=self.tongue.public, page__live=True).first()
        wished = 0 if version else counting.by_language([self.practice.pk]).get(
            (self.practice.pk, self.tongue.public), 0)
        return {
            **super().get_context_data(**kwargs), **self._sentences(), "practice": self.practice,
            "original": self.original, "tongue": self.tongue, "source_tongue": self.original.language,
            "page_there": self.page, "translation": self.translation, "version": version, "here": self.here,
            "wishes": small(wished) if wished else "", "may": actions.may_translate(self.request.user),
            "why_not": "" if self.page else actions.why_not(self.practice, self.tongue.public),
            "machine_name": getattr(running.configured(), "display_name", ""),
            "machine_refusal": running.refusal(self.practice),
        }

    def _sentences(self) -> dict[str, Any]:
        if self.translation is None:
            return {"progress": sentences.Progress(), "missing": [], "machine": []}
        missing = sentences.missing(self.translation)[:SHOWN]
        machine = sentences.written(self.translation).filter(translation_type=sentences.MACHINE)[:SHOWN]
        return {
            "progress": sentences.of(self.translation),
            "missing": [self._missing(each) for each in missing],
            "machine": [{"pk": each.pk, "place": self._place(each.context.path), "text": _plain(each.data),
                         "original": _plain(each.translation_of.data)} for each in machine],
        }

    def _missing(self, segment: StringSegment) -> dict[str, str]:
        return {"place": self._place(segment.context.path), "original": _plain(segment.string.data)}

    def _place(self, path: str) -> str:
        return stale.heading(self.original.specific_class or PracticePage, path.split(".")[0])


def _plain(html: str) -> str:
    return StringValue(html).render_text()


def take_file(request: HttpRequest, translation: Translation, practice: Practice | None) -> None:
    """Take an uploaded PO file, or say line by line why not; nothing is changed then."""
    actions.check(request.user)
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, _("Choose a PO file first."))
        return
    found = po.read(translation, sent.read(po.LARGEST + 1))
    if found.problems:
        messages.error(request, _("Nothing was taken over. Correct the file and upload it again."))
        for each in found.problems[: po.MOST_SHOWN]:
            texts.error(request, each)
        return
    changed = po.take(translation, found, by=request.user, practice=practice)
    for each in po.said(found, changed):
        texts.success(request, each)


def tell(request: HttpRequest, run: running.Run) -> None:
    """What one press of the machine's button brought."""
    if run.written:
        messages.success(request, ngettext(
            "The machine wrote %(count)d sentence. Read it before it is published.",
            "The machine wrote %(count)d sentences. Read them before they are published.",
            run.written) % {"count": run.written})
    if run.broken:
        messages.warning(request, ngettext(
            "%(count)d sentence came back with broken markup and was left out.",
            "%(count)d sentences came back with broken markup and were left out.", run.broken) % {"count": run.broken})
    if run.failure:
        messages.error(request, _("The translation server failed (%(reason)s). Press again later for the rest.") % {
            "reason": run.failure})
    elif not run.written and not run.left:
        messages.warning(request, _("Nothing is left to translate."))
    elif run.left > run.broken:
        messages.warning(request, _("Press again for the rest."))
