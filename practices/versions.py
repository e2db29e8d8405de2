"""Which languages a practice can be read in, decided by the state of each translation, never by `live` alone."""
from __future__ import annotations

from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from practices.choices import VersionState
from practices.models import LanguageVersion, Practice, PracticePage


def refresh(practice: Practice) -> None:
    """Bring the language versions of a practice in line with its pages and their translations."""
    found = {}
    for page in practice.pages.select_related("locale").all():
        state = _state(practice, page)
        if state:
            found[page.language.public] = (page, state)
    practice.versions.exclude(language__in=found).delete()
    for code, (page, state) in found.items():
        LanguageVersion.objects.update_or_create(
            practice=practice, language=code, defaults={"page": page, "state": state}
        )


def read_again(original: PracticePage) -> None:
    """Read the sentences of a published original again, so that a translation of what has changed is out of date."""
    source = TranslationSource.objects.filter(
        object_id=original.translation_key, locale_id=original.locale_id).first()
    if source is not None:
        source.update_from_db()


def _state(practice: Practice, page: PracticePage) -> str | None:
    """The state of one page's text; None while a translation was never finished."""
    if page.pk == practice.original_id:
        return VersionState.ORIGINAL
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()
    if translation is None:
        return VersionState.HUMAN  # taken out of wagtail-localize: written by hand
    total, done = translation.get_progress()
    if done < total:
        known = practice.versions.filter(language=page.language.public).exists()
        return VersionState.OUT_OF_DATE if known else None
    return VersionState.MACHINE if _has_machine_text(translation) else VersionState.HUMAN


def _has_machine_text(translation: Translation) -> bool:
    return StringTranslation.objects.filter(
        locale=translation.target_locale,
        context__object_id=translation.source.object_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    ).exists()
