"""Pictures of the demonstration, drawn by the project: town plans with one plot marked."""
from __future__ import annotations

import io
import json
from functools import lru_cache
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from core.models import Picture
from core.plans import FINE, SIZES, Seeded, city_plan
from demo.content_files import CONTENT
from demo.texts import block_id

SCALE = 4
PAPER, GREY, DARKER, MARIGOLD = "#f7f8f6", "#d3dcd8", "#b4c2bd", "#f4b731"


@lru_cache(maxsize=1)
def _captions() -> dict[str, list[dict[str, Any]]]:
    return json.loads((CONTENT / "pictures.json").read_text(encoding="utf-8"))


def draw(streets: str, mark: str) -> bytes:
    """A town plan as PNG: the streets from one seed, the marked plot from another."""
    size, random = SIZES["card"], Seeded(f"picture {mark}")
    image = Image.new("RGB", (size.width * SCALE, size.height * SCALE), PAPER)
    pen = ImageDraw.Draw(image)
    plots = city_plan(streets, "card").plots
    marked = random.below(len(plots))
    for index, plot in enumerate(plots):
        colour = MARIGOLD if index == marked else (DARKER if random.below(6) == 0 else GREY)
        pen.polygon([(x * SCALE // FINE, y * SCALE // FINE) for x, y in plot], fill=colour)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def pictures_of(entry_id: str) -> list[Picture]:
    """The pictures of an entry, drawn and kept; none for most."""
    kept = []
    for item in _captions().get(entry_id, []):
        mark = item["mark"]
        content = ContentFile(draw(entry_id, mark), name=f"{mark}.png")
        picture = Picture(title=f"{entry_id}: {mark}", file=content)
        picture.save()
        kept.append(picture)
    return kept


def stream_of(entry_id: str, language: str, pictures: list[Picture]) -> str:
    """The picture blocks of a text in one language."""
    return json.dumps([
        {"type": "picture", "id": block_id(entry_id, "pictures", number),
         "value": {"image": picture.pk, **item[language]}}
        for number, (item, picture) in enumerate(zip(_captions().get(entry_id, []), pictures, strict=True))
    ])
