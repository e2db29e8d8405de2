"""ODT: only parts that are known, without author, printer, thumbnails and anything that runs or loads."""
from __future__ import annotations

from typing import Any

from core.documents import archives, pictures
from core.documents.markup import SOMEBODY, check_link, elements, local, parse, remove, written
from core.uploads.refusal import Refusal

TYPE = b"application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"
DROPPED = ("Thumbnails/", "ObjectReplacements/", "Configurations2/", "layout-cache")
SCRIPTED = ("Basic/", "Scripts/", "Dialogs/")
ACTIVE = frozenset({"event-listener", "script", "macro", "control-script"})
OBJECTS = frozenset({"object-ole", "plugin", "applet", "floating-frame", "binary-data"})
LOADING = frozenset({"dde-connection-decl", "dde-connection", "dde-source", "connection-resource", "database-display"})
PEOPLE = frozenset({"creator", "author-name", "author-initials", "creator-initials", "sender-initials"})
LINKS = frozenset({"a"})
PRINTER = ("Printer", "PrintFaxName", "CurrentDatabase", "RedlineProtectionKey")
META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    b"<office:meta/></office:document-meta>"
)


def clean(data: bytes) -> bytes:
    """The document without its author; raises `Refusal`."""
    parts = archives.unpack(data)
    if next(iter(parts), "") != "mimetype" or parts["mimetype"] != TYPE or MANIFEST not in parts:
        raise Refusal("document_mismatch")
    for name in parts:
        check_place(name)
    kept = {name: body for name, body in parts.items() if not name.startswith(DROPPED)}
    return archives.pack({name: clean_part(name, body) for name, body in kept.items()}, stored="mimetype")


def check_place(name: str) -> None:
    """Refuse by place what is active or signed."""
    if name.startswith(SCRIPTED):
        raise Refusal("macros")
    if name.startswith("META-INF/") and "signatures" in name.lower():
        raise Refusal("signed")


def clean_part(name: str, body: bytes) -> bytes:
    """One part, cleaned; raises `Refusal` for a part of a kind that cannot be."""
    if name == "mimetype":
        return TYPE
    if name.rpartition("/")[2] == "meta.xml":
        return META
    if name == MANIFEST:
        return clean_manifest(body)
    if pictures.is_picture(name):
        return pictures.clean(body, name)
    if pictures.ending(name) in {"xml", "rdf"}:
        root = parse(body, name)
        scrub(root)
        return written(root)
    raise Refusal("embedded_picture" if name.startswith(("Pictures/", "media/")) else "embedded_object", name)


def clean_manifest(body: bytes) -> bytes:
    """The list of files without those that are dropped; raises `Refusal` when one is encrypted."""
    root = parse(body, MANIFEST)
    for name, element in elements(root):
        if name == "encryption-data":
            raise Refusal("encrypted")
        path = next((value for key, value in element.attrib.items() if local(key) == "full-path"), "")
        if path.startswith(DROPPED):
            remove(element)
    return written(root)


def scrub(root: Any) -> None:
    """Take names of people and printers out of a part, in place; raises `Refusal` for what runs or loads."""
    for name, element in elements(root):
        if name in ACTIVE:
            raise Refusal("macros")
        if name in OBJECTS:
            raise Refusal("embedded_object", name)
        if name in LOADING:
            raise Refusal("linked_content", name)
        if name in PEOPLE:
            element.text = SOMEBODY
        _check_links(name, element)
        _empty_setting(name, element)


def _check_links(name: str, element: Any) -> None:
    """A reader may follow a link by hand; whatever the document shows lies inside it."""
    for key, value in element.attrib.items():
        if local(key) != "href" or not key.startswith("{http://www.w3.org/1999/xlink}"):
            continue
        if value.lower().startswith(("vnd.sun.star.script:", "macro:", "javascript:")):
            raise Refusal("macros")
        check_link(value)
        if name not in LINKS and not value.startswith("#") and (":" in value or value.startswith(("/", ".."))):
            raise Refusal("linked_content", value)


def _empty_setting(name: str, element: Any) -> None:
    if name == "config-item" and any(
        local(key) == "name" and value.startswith(PRINTER) for key, value in element.attrib.items()
    ):
        element.text = ""
