"""Ways of wagtail-localize that are answered here instead: its own take files unchecked and send what is not public."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from practices import permissions, versions
from practices.admin import translating
from practices.machine import running
from practices.models import Practice, PracticePage
from practices.translations import actions, po


def _translation(request: HttpRequest, pk: int) -> Translation:
    """The translation of an address, for those who may change its page."""
    known = Translation.objects.select_related("source__locale", "target_locale", "source__specific_content_type")
    found = get_object_or_404(known, pk=pk)
    if not user_can_edit_instance(request.user, found.get_target_instance()):
        raise PermissionDenied
    return found


def _practice(translation: Translation) -> Practice | None:
    page = PracticePage.objects.filter(
        translation_key=translation.source.object_id, locale=translation.source.locale_id).first()
    return page.practice if page else None


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def file_of(translation: Translation) -> HttpResponse:
    """A PO file to keep."""
    answer = HttpResponse(po.export(translation), content_type="text/x-gettext-translation; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{po.name_of(translation)}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def download(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The sentences as a file."""
    return file_of(_translation(request, translation_id))


@require_safe
def download_of(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The same from the page of a translation."""
    view = translating.TranslationView()
    view.setup(request, **kwargs)
    if view.translation is None or not actions.may_translate(request.user):
        raise PermissionDenied
    return file_of(view.translation)


def _with_reason(change: Callable[[HttpRequest, Translation], None], request: HttpRequest, pk: int) -> HttpResponse:
    translation = _translation(request, pk)
    try:
        change(request, translation)
    except PermissionDenied as refused:
        messages.error(request, str(refused))
    return _back(request)


@require_POST
def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """A file with sentences."""
    return _with_reason(lambda asked, found: translating.take_file(asked, found, _practice(found)),
                        request, translation_id)


def _run(request: HttpRequest, translation: Translation) -> None:
    practice = _practice(translation)
    if practice is None:
        raise PermissionDenied(_("Only entries are translated by a machine."))
    translating.tell(request, running.run(practice, translation, by=request.user))


@require_POST
def machine(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The missing sentences by the machine."""
    return _with_reason(_run, request, translation_id)


def before_editing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Say why a translation with missing sentences is not published over the one that readers have."""
    own = page.specific_deferred
    publishing = request.method == "POST" and request.POST.get("action") == "publish"
    if not publishing or not isinstance(own, PracticePage) or own.is_original or not versions.is_unfinished(own):
        return None
    messages.error(request, permissions.unfinished())
    return redirect("translations_admin:translation", own.practice_id, own.language.public)


def addresses() -> list[URLPattern]:
    """The paths of wagtail-localize that these views stand before."""
    return [
        path("localize/translate/<int:translation_id>/pofile/download/", download),
        path("localize/translate/<int:translation_id>/pofile/upload/", upload),
        path("localize/translate/<int:translation_id>/machine_translate/", machine),
    ]
