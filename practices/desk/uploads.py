"""The page of pictures and files: several at once, each judged for itself, nothing typed beside them lost."""
from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import languages
from core.documents import cleaning as documents
from core.pictures import cleaning as pictures
from core.uploads.forms import DOCUMENT_HELP, PICTURE_HELP
from core.uploads.handler import left_out
from practices import attaching
from practices.attaching import DOCUMENTS, MOST, PICTURES, TooManyFiles
from practices.choices import Question
from practices.desk import access, questions, saving, showing
from practices.desk.access import own
from practices.desk.fields import too_long
from practices.models import Draft

CLEANERS: dict[str, Any] = {PICTURES: pictures.clean, DOCUMENTS: documents.clean}
BACK, STAY = "back", "stay"
LONGEST_CHECK = 60.0  # seconds of one request that may be spent on looking into files
LONGEST_KEY = 20  # digits; thousands of them are no number to Python
Texts = dict[str, dict[int, dict[str, Any]]]  # by sort, file and name of the field


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, or words beside one that cannot stay as they are."""

    name: str
    message: str
    place: str  # the id of the input


@own
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add, describe, remove; every button keeps what was typed in all rows."""
    draft = access.writable(request, id)
    if request.method != "POST":
        return _page(request, draft, [])
    texts, refused = _texts(request, draft)
    held = _held(texts, draft) if request.POST.get("seen") != saving.mark_of(draft, Question.FILES) else {}
    for sort in (PICTURES, DOCUMENTS):
        draft = attaching.describe(draft, sort, texts[sort], by=request.user)
    draft = _without_removed(request, draft)
    before = draft.version
    draft = _with_uploads(request, draft, refused)
    if refused or held:
        return _page(request, draft, refused, held, status=409 if held else 422)
    return redirect(_onwards(request, draft, stay=draft.version != before or "remove" in request.POST))


def _with_uploads(request: HttpRequest, draft: Draft, refused: list[Refused]) -> Draft:
    """Take in what was sent, each file for itself, as long as there is time for it."""
    ends = time.monotonic() + LONGEST_CHECK
    for sort in (PICTURES, DOCUMENTS):
        for upload in request.FILES.getlist(sort):
            try:
                if time.monotonic() > ends:
                    raise ValidationError(_("Checking the other files took too long. Upload this one again."))
                draft = _take_in(draft, upload, sort, request.user)
            except (ValidationError, TooManyFiles) as refusal:
                refused.append(Refused(_shown(upload.name), " ".join(getattr(refusal, "messages", [str(refusal)])),
                                       f"add-{sort}"))
    refused.extend(Refused(_shown(name), _("This was too much at once. Upload fewer files at a time."),
                           f"add-{PICTURES}") for name in left_out(request))
    return draft


def _held(texts: Texts, draft: Draft) -> Texts:
    """What was typed where somebody else has written other words meanwhile: taken out of `texts` to be shown."""
    held: Texts = {}
    for sort, rows in texts.items():
        for row in draft.answers.get(sort) or ():
            typed = rows.get(row["id"], {})
            for name in [name for name in typed if name in attaching.LONGEST and row.get(name, "") not in
                         ("", typed[name])]:
                held.setdefault(sort, {}).setdefault(row["id"], {})[name] = typed.pop(name)
    return held


def _take_in(draft: Draft, upload: UploadedFile, sort: str, user: Any) -> Draft:
    """Clean one file and keep it; the cleaning, which may take seconds, holds no lock and comes after the counting."""
    attaching.check_room(draft, sort)
    return attaching.attach(draft, CLEANERS[sort](upload), sort, title=_title(upload, sort, draft), by=user)


def _title(upload: UploadedFile, sort: str, draft: Draft) -> str:
    """What a file is called: a document by its name, a picture by its entry, for readers never see that."""
    if sort == DOCUMENTS:
        return _shown(upload.name).rpartition(".")[0][:attaching.LONGEST["title"]] or _("Document")
    return showing.title_of(draft) or _("Picture")


def _shown(given: str | None) -> str:
    """The name of an upload, without what cannot be shown."""
    name = PurePath(given or "").name
    return "".join(letter for letter in name if letter.isprintable())[:100]


def _without_removed(request: HttpRequest, draft: Draft) -> Draft:
    """Take out the one file whose button was used."""
    sort, _dash, number = request.POST.get("remove", "").partition("-")
    if sort in MOST and number.isdecimal() and len(number) < LONGEST_KEY:
        return attaching.detach(draft, sort, int(number), by=request.user)
    return draft


def _texts(request: HttpRequest, draft: Draft) -> tuple[Texts, list[Refused]]:
    """The words beside the files, as far as they were sent; what is too long is kept and said."""
    found: Texts = {PICTURES: {}, DOCUMENTS: {}}
    refused: list[Refused] = []
    for sort in found:
        for row in draft.answers.get(sort) or ():
            if f"{sort}-{row['id']}-sent" in request.POST:
                found[sort][row["id"]] = dict(_row(request, sort, row["id"], refused))
    return found, refused


def _row(request: HttpRequest, sort: str, file: int, refused: list[Refused]) -> Iterator[tuple[str, Any]]:
    for name in attaching.TEXTS[sort]:
        place = f"{sort}-{file}-{name}"
        typed = " ".join(request.POST.get(place, "").replace("\x00", "").split())
        if name == "safe":
            yield name, bool(typed)
        elif name == "language":
            yield name, languages.by_public(typed).django if languages.is_public(typed) else ""
        else:
            if len(typed) > attaching.LONGEST[name]:
                refused.append(Refused(f"{typed[:40]}…", too_long(len(typed), attaching.LONGEST[name]), place))
            yield name, typed[:5000]


def _onwards(request: HttpRequest, draft: Draft, *, stay: bool) -> str:
    if request.POST.get("next") == BACK:
        return reverse("desk")
    name = "practices:desk-files" if stay or request.POST.get("next") == STAY else "practices:desk-check"
    return reverse(name, args=[draft.practice_id])


def _page(
    request: HttpRequest, draft: Draft, refused: list[Refused], held: Texts | None = None, *, status: int = 200
) -> HttpResponse:
    rows = {PICTURES: showing.pictures(draft), DOCUMENTS: showing.documents(draft)}
    for sort, typed in (held or {}).items():
        for row in rows[sort]:
            mine = typed.get(row["id"], {})
            row["theirs"] = [row[name] for name in mine]
            row.update(mine)
    return render(request, "practices/desk/files.html", {
        "draft": draft, "practice": draft.practice, "tongue": showing.tongue_of(draft),
        "title": showing.title_of(draft), "asked": questions.ALL[Question.FILES],
        **rows, "refused": refused, "held": bool(held),
        "picture_help": PICTURE_HELP, "document_help": DOCUMENT_HELP, "most": MOST,
        "offered": access.languages_offered(), "squares": showing.squares(draft),
        "previous": questions.ALL[questions.preceding(Question.FILES)], "seen": saving.mark_of(draft, Question.FILES),
        "comments": [each for each in showing.open_comments(draft) if each.question == Question.FILES],
    }, status=status)
