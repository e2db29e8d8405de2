"""Sentences out and in as PO: what comes in is checked line by line, and one wrong line refuses the whole file."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polib
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from core import audit, languages
from practices.translations import sentences
from practices.translations.markup import cleaned, problem

LARGEST = 2_000_000  # bytes
MOST_SHOWN = 20
MARK = "X-WagtailLocalize-TranslationID"


@dataclass(slots=True)
class Incoming:
    """What a file would change; with problems nothing is."""

    problems: list[str] = field(default_factory=list)
    changes: list[tuple[StringSegment, str]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)  # lines of sentences that the original has no more
    fuzzy: int = 0


def export(translation: Translation) -> str:
    """All sentences with what is written so far; what a machine wrote is marked "fuzzy" until a person removes that."""
    file = translation.export_po()
    file.metadata["Language"] = languages.by_django(translation.target_locale.language_code).html
    file.metadata["X-Source-Language"] = languages.by_django(translation.source.locale.language_code).html
    machine = set(sentences.written(translation).filter(translation_type=sentences.MACHINE)
                  .values_list("translation_of__data", "context__path"))
    for entry in file:
        if not entry.obsolete and (entry.msgid, entry.msgctxt) in machine:
            entry.flags.append("fuzzy")
    return str(file)


def name_of(translation: Translation) -> str:
    """A file name that says which entry and languages it is, in plain letters."""
    source, target = (languages.by_django(each.language_code).public
                      for each in (translation.source.locale, translation.target_locale))
    return f"{translation.source.object_id}-{source}-{target}.po"


def read(translation: Translation, data: bytes) -> Incoming:
    """What an uploaded file would change, or every reason not to take it."""
    found = Incoming()
    file = _parsed(data, found)
    if file is None:
        return found
    if file.metadata.get(MARK) != str(translation.uuid):
        found.problems.append(_("This file was made for another entry or another language. Download a new one here."))
        return found
    known = {(each.string.data, each.context.path): each for each in sentences.segments(translation)}
    for entry in file:
        if entry.obsolete or not entry.msgstr:
            continue
        if entry.fuzzy:
            found.fuzzy += 1
        elif (segment := known.get((entry.msgid, entry.msgctxt or ""))) is None:
            found.gone.append(entry.linenum)
        else:
            _take(translation, segment, entry, found)
    return found


def _parsed(data: bytes, found: Incoming) -> polib.POFile | None:
    if len(data) > LARGEST:
        found.problems.append(_("The file is larger than 2 MB."))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.problems.append(_("The file is not encoded in UTF-8."))
        return None
    if "\x00" in text or "\n" not in text or "msgid" not in text:  # polib would take a short text for a path
        found.problems.append(_("This is no PO file."))
        return None
    try:
        return polib.pofile(text, encoding="utf-8")
    except (OSError, ValueError, IndexError, UnicodeError) as error:
        found.problems.append(_("This is no PO file: %(reason)s") % {"reason": _reason(error)})
        return None


def _reason(error: Exception) -> str:
    """polib's own words without the file, which it takes our text for."""
    return str(error).rsplit("(", 1)[-1].rstrip(")")[:200] if "(" in str(error) else str(error)[-200:]


def _take(translation: Translation, segment: StringSegment, entry: polib.POEntry, found: Incoming) -> None:
    text = cleaned(entry.msgstr)
    if reason := problem(segment, text, translation):
        found.problems.append(_("Line %(line)d: %(reason)s") % {"line": entry.linenum, "reason": reason})
    else:
        found.changes.append((segment, text))


@transaction.atomic
def take(translation: Translation, found: Incoming, *, by: Any, practice: Any = None) -> int:
    """Keep what differs, or what a machine wrote and a person has left without "fuzzy"; how many sentences it was."""
    present = {(each.translation_of_id, each.context_id): each for each in sentences.written(translation)}
    changed = [(segment, text) for segment, text in found.changes
               if _differs(present.get((segment.string_id, segment.context_id)), text)]
    for segment, text in changed:
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id, context_id=segment.context_id, locale=translation.target_locale,
            defaults={"data": text, "translation_type": sentences.MANUAL, "tool_name": "PO", "last_translated_by": by,
                      "has_error": False, "field_error": "", "updated_at": timezone.now()})
    if changed and practice is not None:
        audit.record("translation.po", practice, by=by, sentences=len(changed),
                     language=languages.by_django(translation.target_locale.language_code).public)
    return len(changed)


def _differs(known: StringTranslation | None, text: str) -> bool:
    return known is None or known.data != text or known.translation_type == sentences.MACHINE or known.has_error


def said(found: Incoming, changed: int) -> Iterator[str]:
    """What became of a file, in sentences."""
    yield ngettext("%(count)d sentence was taken over.", "%(count)d sentences were taken over.", changed) % {
        "count": changed}
    if found.fuzzy:
        yield ngettext("%(count)d sentence is marked “fuzzy” and was left out.",
                       "%(count)d sentences are marked “fuzzy” and were left out.", found.fuzzy) % {
            "count": found.fuzzy}
    if found.gone:
        yield ngettext("%(count)d sentence is no longer in the original (line %(lines)s).",
                       "%(count)d sentences are no longer in the original (lines %(lines)s).", len(found.gone)) % {
            "count": len(found.gone), "lines": _(", ").join(map(str, found.gone[:MOST_SHOWN]))}
