"""Wagtail's waiting room for uploads whose form is not complete yet keeps clean files too."""
from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from wagtail.models import UploadedFile

from core.documents import cleaning as documents
from core.models import Picture
from core.pictures import cleaning as pictures


def clean_waiting_upload(sender: type[UploadedFile], instance: UploadedFile, **kwargs: Any) -> None:
    """Before the row is written: the clean bytes under a name that tells nothing."""
    if not instance.file or instance.file._committed or instance.for_content_type is None:
        return
    is_picture = issubclass(instance.for_content_type.model_class() or object, Picture)
    clean = (pictures if is_picture else documents).clean(instance.file.file)
    clean.name = f"{uuid.uuid4().hex}{Path(clean.name or '').suffix}"
    instance.file = clean
