"""Which languages a practice can be read in, decided by the state of each translation, never by `live` alone."""
from __future__ import annotations

from wagtail.log_actions import get_active_log_context
from wagtail_localize.models import Translation

from practices.choices import VersionState
from practices.models import LanguageVersion, Practice, PracticePage
from practices.translations import sentences


def refresh(practice: Practice, built: PracticePage | None = None) -> None:
    """Bring the language versions of a practice in line with its pages and their translations.

    `built` is a translation that was published just now; any other one that was out of date stays so.
    """
    known = dict(practice.versions.values_list("language", "state"))
    found = {}
    for page in practice.pages.select_related("locale").all():
        state = _state(practice, page, known.get(page.language.public), is_new=bool(built and built.pk == page.pk))
        if state:
            found[page.language.public] = (page, state)
    practice.versions.exclude(language__in=found).delete()
    for code, (page, state) in found.items():
        LanguageVersion.objects.update_or_create(
            practice=practice, language=code, defaults={"page": page, "state": state}
        )


def read_again(original: PracticePage) -> None:
    """Read the sentences of a published original again, so that a translation of what has changed is out of date.

    Where nothing is left to translate, such as after a paragraph was removed, the translations follow at once: what
    the original does not say any more, no language says.
    """
    source = sentences.source_of(original)
    if source is None:
        return
    before = sentences.shape(source)
    source.update_from_db()
    if sentences.shape(source) != before:
        for translation in source.translations.filter(enabled=True).select_related("source__locale", "target_locale"):
            _follow(original, translation)


def _follow(original: PracticePage, translation: Translation) -> None:
    """Build a finished translation anew; one that waits for a translator or for an editor is out of date."""
    version = LanguageVersion.objects.filter(
        practice=original.practice_id, page__locale=translation.target_locale, page__live=True
    ).first()
    if version is None:
        return
    waits = version.state == VersionState.OUT_OF_DATE or sentences.has_unpublished(translation)
    if waits or not sentences.of(translation).complete:
        LanguageVersion.objects.filter(pk=version.pk).update(state=VersionState.OUT_OF_DATE)
    else:
        translation.save_target(user=get_active_log_context().user, publish=True)


def is_unfinished(page: PracticePage) -> bool:
    """Whether publishing a translation that readers have would put sentences of another language between its own."""
    translation = translation_of(page)
    has_readers = LanguageVersion.objects.filter(page=page).exists()
    return translation is not None and has_readers and not sentences.of(translation).complete


def translation_of(page: PracticePage) -> Translation | None:
    """What wagtail-localize keeps of a page; None for an original and for a text that was written by hand."""
    if page.is_original:
        return None
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).select_related("source__locale", "target_locale").first()


def _state(practice: Practice, page: PracticePage, known: str | None, *, is_new: bool) -> str | None:
    """The state of one page's text; None while a translation was never finished."""
    if page.pk == practice.original_id:
        return VersionState.ORIGINAL
    translation = translation_of(page)
    if translation is None:
        return VersionState.HUMAN  # taken out of wagtail-localize: written by hand
    progress = sentences.of(translation)
    if not progress.complete:
        return VersionState.OUT_OF_DATE if known else None
    if known == VersionState.OUT_OF_DATE and not is_new:
        return known  # translated, but readers still have the former text
    return VersionState.MACHINE if progress.machine else VersionState.HUMAN


