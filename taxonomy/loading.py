"""Fill the vocabularies from the files in `taxonomy/data`: what is missing is made, what editors changed is kept."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from taxonomy.labels import TABLE
from taxonomy.models import Concept, Definition, Label
from taxonomy.schemes import Scheme

DATA = Path(__file__).parent / "data"


def vocabulary_file(scheme: str) -> dict[str, Any]:
    """The delivered content of one vocabulary."""
    return json.loads((DATA / f"{scheme}.json").read_text(encoding="utf-8"))


@transaction.atomic
def load_vocabularies() -> int:
    """Make every delivered concept that is not there yet, with its labels and definitions; the number made."""
    known = set(Concept.objects.values_list("scheme", "code"))
    missing = [
        (scheme, order, row)
        for scheme in Scheme.values
        for order, row in enumerate(vocabulary_file(scheme)["concepts"], start=1)
        if (scheme, row["code"]) not in known
    ]
    if not missing:
        return 0
    made = Concept.objects.bulk_create([_concept(*entry) for entry in missing])
    rows = [(concept, row) for concept, (_scheme, _order, row) in zip(made, missing, strict=True)]
    Label.objects.bulk_create([label for concept, row in rows for label in _labels(concept, row)])
    Definition.objects.bulk_create(
        Definition(concept=concept, language=language, text=text)
        for concept, row in rows
        for language, text in row.get("definitions", {}).items()
    )
    _set_broader(missing)
    TABLE.touch()
    return len(made)


def _concept(scheme: str, order: int, row: dict[str, Any]) -> Concept:
    return Concept(
        scheme=scheme, code=row["code"], source=row.get("source", ""), status=Concept.LIVE, order=order * 10
    )


def _labels(concept: Concept, row: dict[str, Any]) -> list[Label]:
    """The first name of a language is displayed, further ones are alternatives, then the hidden ones."""
    labels: list[Label] = []
    for language, (preferred, *alternatives) in row["labels"].items():
        labels.append(Label(concept=concept, language=language, kind=Label.PREFERRED, text=preferred))
        labels += [
            Label(concept=concept, language=language, kind=Label.ALTERNATIVE, text=text) for text in alternatives
        ]
    for language, texts in row.get("hidden", {}).items():
        labels += [Label(concept=concept, language=language, kind=Label.HIDDEN, text=text) for text in texts]
    return labels


def _set_broader(missing: list[tuple[str, int, dict[str, Any]]]) -> None:
    for scheme, _order, row in missing:
        if row.get("broader"):
            broader = Concept.objects.get(scheme=scheme, code=row["broader"])
            Concept.objects.filter(scheme=scheme, code=row["code"]).update(broader=broader)
