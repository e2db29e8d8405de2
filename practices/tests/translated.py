"""A published entry with a finished translation, for tests of its sentences."""
from __future__ import annotations

from typing import Any

from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from practices.folders import folder
from practices.models import Practice, PracticePage
from practices.tests.factories import make_page
from practices.translations import sentences

FIRST, SECOND, THIRD = "Tables on the square.", "Tea for everybody.", "A choir of two schools."


def paragraphs(*texts: str) -> str:
    """A rich text."""
    return "".join(f'<p data-block-key="k{number}">{text}</p>' for number, text in enumerate(texts))


def original(**fields: Any) -> PracticePage:
    """An English entry whose story has three paragraphs."""
    return make_page(**{"title": "Dialogue", "summary": "Neighbours talked.",
                        "activities": paragraphs(FIRST, SECOND, THIRD), **fields})


def begin(page: PracticePage, language: str = "fr") -> Translation:
    """A translation that an editor has asked for."""
    translate_object(page, [folder(language).locale])
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=folder(language).locale)


def write(translation: Translation, *, kind: str = sentences.MANUAL) -> None:
    """Every missing sentence, written by somebody or by a machine."""
    for segment in sentences.missing(translation):
        StringTranslation.objects.create(
            translation_of=segment.string, locale=translation.target_locale, context=segment.context,
            translation_type=kind, data=f"FR {segment.string.data}")


def translated(page: PracticePage, run: Any, *, language: str = "fr", kind: str = sentences.MANUAL) -> Translation:
    """A translation that readers have; `run` carries out what waits for the commit."""
    with run(execute=True):
        translation = begin(page, language)
        write(translation, kind=kind)
    with run(execute=True):
        translation.save_target()
    return translation


def rewrite(page: PracticePage, run: Any, **fields: Any) -> None:
    """Publish the original with other texts."""
    page = PracticePage.objects.get(pk=page.pk).specific
    for name, value in fields.items():
        setattr(page, name, value)
    with run(execute=True):
        page.save_revision().publish()


def read(translation: Translation) -> PracticePage:
    """What readers have."""
    return translation.get_target_instance()


def state(page: PracticePage, language: str = "fr") -> str:
    """How the version in a language came about."""
    return Practice.objects.get(pk=page.practice_id).versions.get(language=language).state


def waiting(translation: Translation) -> list[str]:
    """The originals of the missing sentences."""
    return [segment.string.data for segment in sentences.missing(translation)]


