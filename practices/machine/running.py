"""An editor lets the machine write what is missing: checked, kept as machine text, published by nobody."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from core import audit, languages
from practices.machine.translator import MachineTranslator, may_be_sent
from practices.models import Practice
from practices.translations import actions, sentences
from practices.translations.markup import cleaned, problem


@dataclass(frozen=True, slots=True)
class Run:
    """What one press of the button brought."""

    written: int
    broken: int
    left: int
    failure: str = ""


def configured() -> MachineTranslator | None:
    """The machine of this site, if the operator has set one up."""
    found = get_machine_translator()
    return found if isinstance(found, MachineTranslator) else None


def refusal(practice: Practice) -> str:
    """Why the sentences of an entry are not sent to the machine; empty if they may be."""
    if configured() is None:
        return _("No translation server is set up.")
    if not may_be_sent(practice):
        return _("Only what everybody can read is sent to the translation server: no entry for members, under embargo, "
                 "paused, unpublished or without the name of its city.")
    return ""


def run(practice: Practice, translation: Translation, *, by: Any) -> Run:
    """Let the machine write the missing sentences; the server is asked outside any transaction."""
    actions.check(by)
    machine = configured()
    if machine is None or (reason := refusal(practice)):
        raise PermissionDenied(reason if machine else _("No translation server is set up."))
    missing = list(sentences.missing(translation))
    wanted = {StringValue(each.string.data): None for each in missing}
    answers = machine.translate(translation.source.locale, translation.target_locale, wanted)
    return _keep(practice, translation, missing, answers, by=by, machine=machine)


@transaction.atomic
def _keep(
    practice: Practice, translation: Translation, missing: list[Any], answers: dict[StringValue, StringValue], *,
    by: Any, machine: MachineTranslator,
) -> Run:
    rows, broken = [], 0
    for segment in missing:
        answer = answers.get(StringValue(segment.string.data))
        if answer is None:
            continue
        text = cleaned(answer.data)
        if problem(segment, text, translation):
            broken += 1
            continue
        rows.append((segment, text))
    for segment, text in rows:
        StringTranslation.objects.get_or_create(
            translation_of_id=segment.string_id, context_id=segment.context_id, locale=translation.target_locale,
            defaults={"data": text, "translation_type": sentences.MACHINE, "tool_name": machine.display_name,
                      "last_translated_by": by})
    if rows:
        audit.record("translation.machine", practice, by=by, sentences=len(rows),
                     language=languages.by_django(translation.target_locale.language_code).public)
    return Run(len(rows), broken, len(missing) - len(rows), machine.failure)
