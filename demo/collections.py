"""The collections of the demonstration; an editor would make them in the admin."""
from __future__ import annotations

import json
import uuid
from pathlib import Path

from django.db import transaction

from demo.content_files import NAMESPACE
from practices.models import Collection, CollectionItem, CollectionText

FILE = Path(__file__).parent / "content" / "collections.json"


def load_collections() -> None:
    """Make those that are not there yet."""
    for order, data in enumerate(json.loads(FILE.read_text(encoding="utf-8"))):
        if Collection.objects.filter(slug=data["slug"]).exists():
            continue
        with transaction.atomic():
            collection = Collection.objects.create(
                slug=data["slug"], published=True, on_home=data["on_home"], order=order)
            for language, (title, introduction) in data["texts"].items():
                CollectionText.objects.create(
                    collection=collection, language=language, title=title, introduction=introduction)
            CollectionItem.objects.bulk_create(
                CollectionItem(collection=collection, sort_order=place, practice_id=uuid.uuid5(NAMESPACE, entry))
                for place, entry in enumerate(data["entries"]))
