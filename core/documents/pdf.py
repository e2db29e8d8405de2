"""PDF: read with qpdf, refused when it acts or carries other files, written anew without who made it."""
from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from core.documents.jpeg import without_metadata
from core.documents.markup import check_link
from core.uploads.refusal import Refusal

END_OF_FILE = b"%%EOF"
MAX_OBJECTS = 300_000
MAX_PICTURE = 40 * 1024 * 1024
ACTING = {
    "/JavaScript": "macros",
    "/Rendition": "macros",
    "/RichMediaExecute": "macros",
    "/Launch": "linked_content",
    "/ImportData": "linked_content",
    "/SubmitForm": "linked_content",
    "/GoToE": "embedded_object",
    "/GoToR": "linked_content",
    "/Movie": "embedded_object",
    "/Sound": "embedded_object",
}
CARRYING = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
FORBIDDEN_KEYS = {
    "/JS": "macros",
    "/XFA": "macros",
    "/EmbeddedFiles": "embedded_object",
    "/EF": "embedded_object",
    "/ByteRange": "signed",
}
ABOUT_THE_MAKER = ("/Metadata", "/PieceInfo", "/LastModified")
WIDGET = "/Widget"


def clean(data: bytes) -> bytes:
    """The document without its author; raises `Refusal`."""
    check_end(data)
    try:
        document = pikepdf.open(BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refusal("encrypted") from error
    except pikepdf.PdfError as error:
        raise Refusal("damaged") from error
    with document:
        if document.is_encrypted:
            raise Refusal("encrypted")
        for node in nodes(document):
            clean_node(node)
        for key in ("/Info", "/Metadata"):
            if key in document.trailer:
                del document.trailer[key]
        result = BytesIO()
        document.save(result, deterministic_id=True, fix_metadata_version=False)
        return result.getvalue()


def check_end(data: bytes) -> None:
    """Nothing but white space stands after the end: a file that is two things at once is refused."""
    _before, mark, after = data.rpartition(END_OF_FILE)
    if not mark or after.strip(b"\0\t\n\f\r "):
        raise Refusal("extra_bytes")


def nodes(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the document, those inside others too."""
    if len(document.objects) > MAX_OBJECTS:
        raise Refusal("too_complex")
    waiting: list[Any] = [document.trailer.Root, *document.objects]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(_inner(node))
        elif isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
            yield node
            waiting.extend(_inner([value for _key, value in node.items()]))


def _inner(values: Any) -> list[Any]:
    """The containers that stand in another one by value; those by reference come by themselves."""
    containers = (pikepdf.Array, pikepdf.Dictionary)
    return [value for value in values if isinstance(value, containers) and not value.is_indirect]


def clean_node(node: Any) -> None:
    """Check a dictionary, take out what is about people; raises `Refusal`."""
    check_actions(node)
    for key in ABOUT_THE_MAKER:
        if key in node:
            del node[key]
    subtype = str(node.get("/Subtype", ""))
    if "/T" in node and subtype not in ("", WIDGET) and "/Rect" in node:
        del node["/T"]  # in an annotation, the name of who wrote it
    if isinstance(node, pikepdf.Stream) and subtype == "/Image":
        clean_image(node)


def check_actions(node: Any) -> None:
    """Raise `Refusal` for what runs, opens or carries something."""
    for key, code in FORBIDDEN_KEYS.items():
        if key in node:
            raise Refusal(code, key.lstrip("/"))
    action, subtype = str(node.get("/S", "")), str(node.get("/Subtype", ""))
    if action in ACTING:
        raise Refusal(ACTING[action], action.lstrip("/"))
    if subtype in CARRYING and "/Rect" in node:
        raise Refusal("embedded_object", subtype.lstrip("/"))
    if action == "/URI":
        check_link(str(node.get("/URI", "")))


def clean_image(stream: Any) -> None:
    """A JPEG picture inside a PDF keeps its pixels and loses where and by whom it was taken."""
    filters = stream.get("/Filter")
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(name) for name in filters or []]
    if not names or names[-1] != "/DCTDecode":
        return
    body = stream.read_raw_bytes()
    for name in names[:-1]:
        body = inflated(body, name)
    stream.write(without_metadata(body), filter=pikepdf.Name.DCTDecode, decode_parms=last(stream.get("/DecodeParms")))


def inflated(body: bytes, name: str) -> bytes:
    """What lies behind a filter before the picture's own; raises `Refusal` for any but the usual one."""
    if name != "/FlateDecode":
        raise Refusal("embedded_picture", name)
    unpacking = zlib.decompressobj()
    result = unpacking.decompress(body, MAX_PICTURE)
    if not unpacking.eof:
        raise Refusal("embedded_picture", "JPEG")
    return result


def last(parameters: Any) -> Any:
    """The parameters of the last filter."""
    if not isinstance(parameters, pikepdf.Array):
        return parameters
    final = parameters[len(parameters) - 1] if len(parameters) else None
    return final if isinstance(final, pikepdf.Dictionary) else None
