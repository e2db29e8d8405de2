"""The code by which somebody without an account follows a concern; what is kept of it tells nobody the code."""
from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from practices.models import Concern, Practice

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32, without those that look like another
GROUPS, GROUP = 4, 4  # 16 letters of 5 bits are 80 bits
SALT = "practices.concern.receipt"


def code_for(practice: Practice, data: Mapping[str, Any]) -> str:
    """A code for what a form says; the same form sent twice has the same one, so that it is one concern.

    `once` is the form's own random word; another text in the same form is another concern.
    """
    once = data.get("once") or secrets.token_urlsafe(16)
    said = "\0".join([str(practice.pk), once, data["category"], data["language"], data["text"]])
    number = int.from_bytes(salted_hmac(SALT, said, algorithm="sha256").digest())
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(GROUPS * GROUP))
    return "-".join(letters[start:start + GROUP] for start in range(0, len(letters), GROUP))


def digest(code: str) -> str:
    """What is kept of a code, however it is spelled; not keyed, so that codes outlive the secrets of the site."""
    return hashlib.sha256(f"{SALT}:{_plain(code)}".encode("utf-8", "surrogatepass")).hexdigest()


def find(code: str) -> Concern | None:
    """The concern with this code; a code that cannot be one takes the same way."""
    return Concern.objects.filter(receipt=digest(code)).first()


def _plain(code: str) -> str:
    """Capital letters and digits, of whatever script's digits and with whatever between the groups."""
    known = (str(unicodedata.decimal(letter, letter)) for letter in unicodedata.normalize("NFKC", code).upper())
    return "".join(letter for letter in known if letter.isalnum())
