"""The demo content as it lies in `demo/content`: one JSON file per practice, checked when it is read."""
from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "demo/practices")


@dataclass(frozen=True, slots=True)
class Entry:
    """One practice of the demonstration: facts, texts by public language code, and what is invented."""

    id: str
    data: dict[str, Any]

    @property
    def uuid(self) -> uuid.UUID:
        """The same id at every load, so that addresses stay."""
        return uuid.uuid5(NAMESPACE, self.id)

    @property
    def invented(self) -> bool:
        """Whether it belongs to an invented municipality."""
        return bool(self.data.get("invented"))

    @property
    def original(self) -> dict[str, Any]:
        """The text in the original language."""
        return self.data["texts"][self.data["original"]]

    @property
    def translations(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The other language versions."""
        for language, text in self.data["texts"].items():
            if language != self.data["original"]:
                yield language, text


def entries() -> list[Entry]:
    """Every practice of the demonstration, the real ones first, in a stable order."""
    files = [*sorted((CONTENT / "practices").glob("*.json")), *sorted((CONTENT / "invented").glob("*.json"))]
    return [Entry(file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in files]


def municipalities() -> list[dict[str, Any]]:
    """The invented municipalities, with names that say so in six languages."""
    return json.loads((CONTENT / "municipalities.json").read_text(encoding="utf-8"))
