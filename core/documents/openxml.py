"""DOCX, XLSX and PPTX: only parts that are known, cleaned one by one, and packed anew."""
from __future__ import annotations

import posixpath
from typing import Any

from core.documents import archives, openxml_scrub, pictures
from core.documents.archives import Parts
from core.documents.markup import check_link, elements, parse, remove, written
from core.uploads.refusal import Refusal

_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
MAIN_PARTS = {
    "docx": _MAIN.format("wordprocessingml.document"),
    "xlsx": _MAIN.format("spreadsheetml.sheet"),
    "pptx": _MAIN.format("presentationml.presentation"),
}
TYPES = "[Content_Types].xml"
ACTIVE = ("vbaproject", "vbadata", "activex", "macrosheet", "ctrlprop")
ABOUT_THE_FILE = ("docprops/", "docmetadata/", "customxml/")
PRINTERS = ("xl/printersettings/", "word/printersettings/", "ppt/printersettings/")
DROPPED = ABOUT_THE_FILE + PRINTERS
MARKUP = frozenset({"xml", "rels", "vml"})
SINGLE_LINKS = {"attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"}


def clean(data: bytes, *, kind: str, inner: bool = False) -> bytes:
    """The document without its author; raises `Refusal`. `inner`: a workbook inside another document."""
    parts = archives.unpack(data)
    check_types(parts, kind)
    for name in parts:
        check_place(name)
    dropped = {name for name in parts if name.lower().startswith(DROPPED)}
    kept = {name: body for name, body in parts.items() if name not in dropped and not is_rels_of(name, dropped)}
    return archives.pack({name: clean_part(name, body, dropped, inner=inner) for name, body in kept.items()})


def check_types(parts: Parts, kind: str) -> None:
    """The archive says that it is this kind of document, and nothing of macros."""
    if TYPES not in parts:
        raise Refusal("document_mismatch")
    declared = [element.get("ContentType", "") for _name, element in elements(parse(parts[TYPES], TYPES))]
    if any("macroenabled" in each.lower() or "vbaproject" in each.lower() for each in declared):
        raise Refusal("macros")
    if MAIN_PARTS[kind] not in declared:
        raise Refusal("document_mismatch")


def check_place(name: str) -> None:
    """Refuse by place and name what is active, signed or loaded from elsewhere."""
    lower = name.lower()
    if any(word in lower for word in ACTIVE):
        raise Refusal("macros")
    if lower.startswith("_xmlsignatures/"):
        raise Refusal("signed")
    if lower.startswith(("xl/externallinks/", "xl/connections", "xl/querytables/")):
        raise Refusal("linked_content", name)


def is_rels_of(name: str, parts: set[str]) -> bool:
    """Whether a file lists the relations of one of the parts."""
    folder, base = posixpath.split(name)
    return posixpath.basename(folder) == "_rels" and source_folder(name) + base.removesuffix(".rels") in parts


def source_folder(rels: str) -> str:
    """The folder, with a slash, of the part that a file of relations belongs to."""
    folder = posixpath.dirname(posixpath.dirname(rels))
    return f"{folder}/" if folder else ""


def clean_part(name: str, body: bytes, dropped: set[str], *, inner: bool) -> bytes:
    """One part, cleaned; raises `Refusal` for a part of a kind that cannot be."""
    ending = pictures.ending(name)
    if name == TYPES:
        return clean_types(body, dropped)
    if ending == "rels":
        return clean_relations(name, body, dropped)
    if ending in MARKUP:
        root = parse(body, name)
        openxml_scrub.scrub(root, name)
        return written(root)
    if pictures.is_picture(name):
        return pictures.clean(body, name)
    if ending in MAIN_PARTS and "/embeddings/" in name.lower() and not inner:
        return clean(body, kind=ending, inner=True)
    if "/media/" in name.lower():
        raise Refusal("embedded_picture", name)
    raise Refusal("embedded_object", name)


def clean_types(body: bytes, dropped: set[str]) -> bytes:
    """The list of content types without those of dropped parts."""
    root = parse(body, TYPES)
    for _name, element in elements(root):
        if element.get("PartName", "").lstrip("/") in dropped:
            remove(element)
    return written(root)


def clean_relations(name: str, body: bytes, dropped: set[str]) -> bytes:
    """Relations without those to dropped parts; to the outside, only links that a reader follows by hand."""
    root = parse(body, name)
    for local_name, element in elements(root):
        if local_name == "Relationship" and not keeps(element, source_folder(name), dropped):
            remove(element)
    return written(root)


def keeps(relation: Any, folder: str, dropped: set[str]) -> bool:
    """Whether a relation stays; raises `Refusal` for one that loads something from outside."""
    target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
    if kind in SINGLE_LINKS:
        return False
    if relation.get("TargetMode") != "External":
        place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        return place not in dropped
    if kind != "hyperlink":
        raise Refusal("linked_content", target)
    check_link(target)
    return True
