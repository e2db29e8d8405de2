"""Which function cleans which format; used in the limited child process only."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial

from core.documents import opendocument, openxml, pdf, text

Cleaner = Callable[[bytes], bytes]
CLEANERS: dict[str, Cleaner] = {
    "pdf": pdf.clean,
    "odt": opendocument.clean,
    "txt": text.clean,
    **{kind: partial(openxml.clean, kind=kind) for kind in openxml.MAIN_PARTS},
}


def cleaner_for(kind: str) -> Cleaner:
    """The function that takes the bytes of a document of this kind and gives clean ones, or raises `Refusal`."""
    return CLEANERS[kind]
