"""Suggestions for fields that are filled by searching."""
from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities import geography, names
from cities.models import City
from practices.admin.titles import titled
from practices.models import PracticePage

MOST = 12
LONGEST = 100


@require_safe
def cities(request: HttpRequest) -> JsonResponse:
    """Cities of which some name begins with what was typed, the largest first."""
    found = City.objects.named_like(_typed(request))[:MOST]
    return _answer((str(city.pk), city_label(city.pk)) for city in found)


@require_safe
def practices(request: HttpRequest) -> JsonResponse:
    """Practices with what was typed in the title of any of their languages."""
    typed = _typed(request)
    if not typed:
        return _answer(())
    pages = PracticePage.objects.filter(titled(typed)).select_related("practice__original").order_by("title", "pk")
    found = {str(page.practice_id): str(page.practice) for page in pages[: MOST * 3] if page.practice_id}
    return _answer(list(found.items())[:MOST])


def city_label(city_id: int) -> str:
    """The name of a city with its country, which tells namesakes apart."""
    place = names.place(city_id)
    country = geography.country_name(place.country) if place and place.country else ""
    own = names.label(city_id)
    return f"{own}{_(', ')}{country}" if country and country != own else own


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]


def _answer(found: Iterable[tuple[str, str]]) -> JsonResponse:
    return JsonResponse({"results": [{"id": key, "label": label} for key, label in found]})
