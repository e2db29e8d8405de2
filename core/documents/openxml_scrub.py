"""Names of people in the parts of an office file: authors of comments and changes, users, paths with their names."""
from __future__ import annotations

import re
from typing import Any

from core.documents.markup import SOMEBODY, elements, local, remove
from core.uploads.refusal import Refusal

# In every element
NAMES = frozenset({"author", "initials", "refreshedBy", "userName"})
# In these elements only
OWN_NAMES = {
    "cmAuthor": {"name"},
    "author": {"name", "userId"},
    "person": {"displayName", "userId"},
    "presenceInfo": {"userId"},
    "userInfo": {"name"},
}
REMOVED = frozenset({"attachedTemplate", "mailMerge", "docVars", "absPath"})
DESCRIPTIONS = frozenset({"descr", "name", "title"})
PATH = re.compile(r"^(?:[A-Za-z]:\\|\\\\|file:|/Users/|/home/)", re.IGNORECASE)
FIELD_INSTRUCTIONS = frozenset({"instrText", "fldSimple"})
LOADING_FIELD = re.compile(
    r"^\s*(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|INCLUDE|DATABASE)\b", re.IGNORECASE
)


def scrub(root: Any, part: str) -> None:
    """Take the names out of a part, in place; raises `Refusal` for fields that load something."""
    for name, element in elements(root):
        if name in REMOVED:
            remove(element)
            continue
        if name in FIELD_INSTRUCTIONS:
            _check_field(element)
        if name == "pageSetup":
            _unlink(element)
        if name == "author" and element.text and "comments" in part.lower():
            element.text = SOMEBODY
        _scrub_attributes(name, element)


def _check_field(element: Any) -> None:
    instruction = "".join(value for key, value in element.attrib.items() if local(key) == "instr") or element.text or ""
    if LOADING_FIELD.match(instruction):
        raise Refusal("linked_content", instruction.strip())


def _unlink(element: Any) -> None:
    """The settings of somebody's printer are not kept, so nothing may refer to them."""
    for key in [key for key in element.attrib if key.startswith("{") and local(key) == "id"]:
        del element.attrib[key]


def _scrub_attributes(name: str, element: Any) -> None:
    own = OWN_NAMES.get(name, set())
    for key, value in element.attrib.items():
        plain = local(key)
        if plain in own or plain in NAMES:
            element.set(key, SOMEBODY)
        elif plain in DESCRIPTIONS and PATH.match(value):
            element.set(key, re.split(r"[\\/]", value)[-1])
