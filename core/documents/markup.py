"""XML inside office files: read without entities or network, written without what stands around the root."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from core.uploads.refusal import Refusal

SOMEBODY = "Author"
WEB_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"^\s*([A-Za-z][A-Za-z0-9+.\-]*):")


def parse(body: bytes, name: str) -> Any:
    """The root element of a part; raises `Refusal` for a document type definition or broken XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("damaged", name) from error
    if root.getroottree().docinfo.doctype:
        raise Refusal("damaged", name)
    return root


def written(root: Any) -> bytes:
    """The bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def elements(root: Any) -> Iterator[tuple[str, Any]]:
    """Every element with its local name."""
    for element in list(root.iter(etree.Element)):
        yield local(element.tag), element


def remove(element: Any) -> None:
    """Take an element out, text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def check_link(target: str) -> None:
    """Links lead to the web, to an address or within the document; raises `Refusal` for all else."""
    scheme = _SCHEME.match(target)
    if (scheme and scheme[1].lower() not in WEB_SCHEMES) or target.lstrip().startswith(("\\\\", "//")):
        raise Refusal("linked_content", target)
