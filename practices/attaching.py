"""Pictures and documents of a draft: taken in cleaned, kept with the city that uploaded them, gone with the draft."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from core import audit
from core.models import Attachment, Picture
from core.uploads.clean import CleanUpload
from practices import actions, decisions
from practices.choices import PROPOSABLE_STATES, WRITABLE_STATES
from practices.models import Draft, DraftFile, Practice

PICTURES, DOCUMENTS = "pictures", "documents"
MOST = {PICTURES: 10, DOCUMENTS: 10}
LONGEST = {"alternative": 250, "caption": 250, "title": 200}  # characters, as in the blocks of an entry
TEXTS = {PICTURES: ("alternative", "caption", "safe"), DOCUMENTS: ("title", "language")}


class TooManyFiles(Exception):
    """An entry holds no more files of this sort; the text says how many there may be."""


def is_open(practice: Practice, draft: Draft | None) -> bool:
    """Whether its city may write: before an editor has it, and where it has begun to propose changes."""
    return practice.state in WRITABLE_STATES or (practice.state in PROPOSABLE_STATES and draft is not None)


@transaction.atomic
def locked(draft: Draft, *, by: Any) -> Draft:
    """The draft as it stands now, held until the transaction ends; refused where the city may not change it.

    The entry is held first, as in every action on it: two that hold the same rows in another order would wait for good.
    """
    practice = Practice.objects.select_for_update().filter(pk=draft.practice_id).first()
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if practice is None or found is None or not is_open(practice, found):
        raise actions.MoveRefused(_("This entry cannot be changed at the moment."))
    decisions.check_own(by, practice)
    found.practice = practice
    return found


@transaction.atomic
def attach(draft: Draft, clean: CleanUpload, sort: str, *, title: str, by: Any) -> Draft:
    """Add a cleaned file to a draft; the same bytes a second time change nothing."""
    found = locked(draft, by=by)
    rows = list(found.answers.get(sort) or ())
    if _is_there(found, clean, sort):
        return found
    check_room(found, sort)
    kept = _model(sort).objects.create(title=title[:255], file=clean, uploaded_by_user=by)
    DraftFile.objects.create(practice=found.practice, **{_column(sort): kept})
    audit.record("practice.file_added", found.practice, by=by, sort=sort, file=kept.pk, sha256=kept.sha256)
    return _saved(found, sort, [*rows, _row(sort, kept.pk, title)], by)


def check_room(draft: Draft, sort: str) -> None:
    """TooManyFiles where the draft is full."""
    if len(draft.answers.get(sort) or ()) >= MOST[sort]:
        raise TooManyFiles(_too_many(sort))


@transaction.atomic
def detach(draft: Draft, sort: str, file: int, *, by: Any) -> Draft:
    """Take a file out of a draft; its bytes go too, unless an entry shows it."""
    found = locked(draft, by=by)
    rows = [row for row in found.answers.get(sort) or () if row["id"] != file]
    if len(rows) == len(found.answers.get(sort) or ()):
        return found
    audit.record("practice.file_removed", found.practice, by=by, sort=sort, file=file)
    _delete_unused(found.practice.draft_files.filter(**{_column(sort): file}))
    return _saved(found, sort, rows, by)


@transaction.atomic
def describe(draft: Draft, sort: str, texts: Mapping[int, Mapping[str, Any]], *, by: Any) -> Draft:
    """Write the words beside files, by the file's id; what is not among the draft's files is ignored."""
    found = locked(draft, by=by)
    before = list(found.answers.get(sort) or ())
    rows = [{**row, **_wanted(sort, row, texts.get(row["id"], {}))} for row in before]
    return found if rows == before else _saved(found, sort, rows, by)


def ill_described(draft: Draft) -> bool:
    """Whether words beside a file are longer than an entry takes, or a document has no title."""
    rows = [row for sort in TEXTS for row in draft.answers.get(sort) or ()]
    return any(not row.get("title") for row in draft.answers.get(DOCUMENTS) or ()) or any(
        len(str(row.get(name, ""))) > most for row in rows for name, most in LONGEST.items())


def remove_all(practice: Practice) -> None:
    """Delete every file that was uploaded for an entry and that no page shows."""
    _delete_unused(practice.draft_files.all())


def remove_added(practice: Practice, draft: Draft) -> None:
    """Delete the files that a proposal added and that no page shows."""
    for sort in MOST:
        before = [row["id"] for row in draft.base.get(sort) or ()]
        added = [row["id"] for row in draft.answers.get(sort) or () if row["id"] not in before]
        _delete_unused(practice.draft_files.filter(**{f"{_column(sort)}__in": added}))


def _delete_unused(files: Any) -> None:
    """A file that a page refers to stays with the page."""
    for each in files.select_related("picture", "document"):
        if not ReferenceIndex.get_references_to(each.kept).exists():
            each.kept.delete()


def _is_there(draft: Draft, clean: CleanUpload, sort: str) -> bool:
    ids = [row["id"] for row in draft.answers.get(sort) or ()]
    return _model(sort).objects.filter(pk__in=ids, sha256=clean.sha256).exists()


def _wanted(sort: str, row: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The texts that a row of this sort has; agreement that an entry's older picture never asked for is not added."""
    return {name: given[name] for name in TEXTS[sort] if name in given and not (name == "safe" and name not in row)}


def _saved(draft: Draft, sort: str, rows: list[dict[str, Any]], by: Any) -> Draft:
    draft.answers[sort] = rows
    draft.version, draft.saved_at, draft.saved_by = draft.version + 1, timezone.now(), by
    draft.save()
    return draft


def _row(sort: str, file: int, title: str) -> dict[str, Any]:
    if sort == PICTURES:
        return {"id": file, "alternative": "", "caption": "", "safe": False}
    return {"id": file, "title": title, "language": ""}


def _model(sort: str) -> Any:
    return Picture if sort == PICTURES else Attachment


def _column(sort: str) -> str:
    return "picture" if sort == PICTURES else "document"


def _too_many(sort: str) -> str:
    if sort == PICTURES:
        return _("An entry has up to %(most)d pictures. Remove one to add another.") % {"most": MOST[sort]}
    return _("An entry has up to %(most)d files. Remove one to add another.") % {"most": MOST[sort]}
