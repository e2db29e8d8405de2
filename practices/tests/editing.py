"""What the admin's form of a practice sends."""
from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from practices.folders import folder
from practices.models import CaseStudyPage, LessonLearnedPage, PracticePage

RICH = ("took_part", "situation", "objectives", "activities", "mechanism", "challenges", "harms_seen", "concerns",
        "rights", "fit", "enabling", "sustainability", "legal_mandate", "adaptation", "advice_do", "advice_avoid",
        "advice_depends")
STREAMS = ("partners", "outcomes", "building_blocks", "references", "materials", "pictures")


def form_data(model: type[PracticePage] = CaseStudyPage, **fields: Any) -> dict[str, Any]:
    """A filled form with nothing but a title and a summary, and what is given."""
    streams = {name: streamfield([]) for name in STREAMS if name in _names(model)}
    texts = {name: rich_text("") for name in RICH if name in _names(model)}
    streams |= {name: fields.pop(name) for name in STREAMS if name in fields}
    return {
        "title": "A dialogue at the market", "slug": "dialogue", "summary": "Neighbours talked.", "extent": "snapshot",
        "status": "unknown", "evaluation": "unknown", "visibility": "public",
        **nested_form_data(texts | streams), **_comments(), **fields,
    }


def _comments() -> dict[str, Any]:
    counts = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    return {f"comments-{name}": value for name, value in counts.items()}


def _names(model: type[PracticePage]) -> set[str]:
    left_out = {"partners", "building_blocks", "legal_mandate"} if model is LessonLearnedPage else set()
    return {field.name for field in model._meta.get_fields()} - left_out


def add_url(model: type[PracticePage] = CaseStudyPage, language: str = "en") -> str:
    """Where a new page of a kind is written."""
    return reverse("wagtailadmin_pages:add", args=["practices", model._meta.model_name, folder(language).pk])


def edit_url(page: PracticePage) -> str:
    """Where a page is changed."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
