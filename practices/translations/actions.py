"""Beginning a translation, and saying that a person has read what a machine wrote: permission, change, audit entry."""
from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from accounts.roles import is_editor
from core import audit, languages
from practices import actions, decisions
from practices.models import LanguageVersion, Practice, PracticePage
from practices.translations import sentences

PERMISSION = "wagtail_localize.submit_translation"


class CannotBegin(Exception):
    """A translation is not possible now; the text says why."""


def may_translate(user: Any) -> bool:
    """Whether an account translates: editors, whatever city they are tied to; publishing is another matter."""
    return is_editor(user) and user.has_perm(PERMISSION)


def check(user: Any) -> None:
    """PermissionDenied for everybody else."""
    if not may_translate(user):
        raise PermissionDenied(_("Only editors translate entries."))


def why_not(practice: Practice, language: str) -> str:
    """Why a translation into a language cannot be begun; empty if it can."""
    original = practice.original
    if original is None or not practice.is_readable:
        return _("An entry is translated once it is published.")
    if original.language.public == language:
        return _("This is the language of the original.")
    if practice.pages.filter(locale__language_code=languages.by_public(language).django).exists():
        return _("There is a text in this language already.")
    return ""


@transaction.atomic
def begin(practice: Practice, language: str, *, by: Any) -> Translation:
    """Make the page of another language, as a draft; nobody reads it before it is finished and published."""
    check(by)
    if reason := why_not(practice, language):
        raise CannotBegin(reason)
    original = PracticePage.objects.get(pk=practice.original_id).specific
    source, _is_new = TranslationSource.get_or_create_from_instance(original)
    locale = Locale.objects.get(language_code=languages.by_public(language).django)
    translation, _is_new = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True})
    translation.save_target(user=by, publish=False)
    audit.record("translation.begun", practice, by=by, language=language)
    return translation


@transaction.atomic
def confirm(practice: Practice, translation: Translation, *, by: Any, only: Collection[int] | None = None) -> int:
    """Say that a person has read and put right what a machine wrote: these sentences, or all; how many it was.

    Where readers have the text its label changes, which is a decision about the entry.
    """
    check(by)
    language = languages.by_django(translation.target_locale.language_code).public
    version = LanguageVersion.objects.filter(practice=practice, language=language).first()
    if version is not None:
        decisions.check(by, practice)
    found = sentences.written(translation).filter(translation_type=sentences.MACHINE, has_error=False)
    if only is not None:
        found = found.filter(pk__in=only)
    changed = found.update(translation_type=sentences.MANUAL, last_translated_by=by)
    if changed:
        audit.record("translation.confirmed", practice, by=by, language=language, sentences=changed)
        _relabel(practice, version, translation)
    return changed


def _relabel(practice: Practice, version: LanguageVersion | None, translation: Translation) -> None:
    if version is not None and not sentences.of(translation).machine:
        LanguageVersion.objects.filter(pk=version.pk).update(confirmed_at=timezone.now())
        actions.text_changed(practice)
