"""The directory and the pages of cities, countries or areas, regions and hubs."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cities import addresses, found, geography, listing, names, panels, world_map
from cities.models import City
from cities.portrait import Portrait
from core import languages


def _ui() -> str:
    return languages.current().public


def _page(request: HttpRequest) -> int:
    """The page asked for; anything that is no such number is the first."""
    text = request.GET.get("page", "")
    return max(1, min(int(text), 50)) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def directory(request: HttpRequest) -> HttpResponse:
    """Every place with something to read, by region; `q` narrows it to places of that name."""
    result = found.counts(request.user, "city", "hub")
    by_city = result.counts.get("city", {})
    query = request.GET.get("q", "").strip()[:100]
    places = listing.shown_places(by_city)
    if query:
        wanted = set(City.objects.named_like(query).values_list("pk", flat=True))
        places = [place for place in places if place.id in wanted or listing.in_country_named(place, query)]
    groups = listing.by_region(places, by_city, _ui())
    context = {
        "groups": groups,
        "land": world_map.land(),
        "dots": world_map.dots(place.id for place in places),
        "circles": world_map.circles(groups),
        "hubs": listing.hubs(result.counts.get("hub", {}), _ui()),
        "total": len(places),
        "query": query,
        "degraded": result.degraded,
        "disclaimer": geography.DISCLAIMER,
    }
    return render(request, "cities/directory.html", context)


def city(request: HttpRequest, id: int, slug: str = "") -> HttpResponse:
    """What is documented about one city."""
    record = get_object_or_404(City, pk=id)
    if record.merged_into_id:
        return redirect(addresses.city(record.merged_into_id), permanent=True)
    if slug != addresses.city_slug(id):
        return redirect(addresses.city(id), permanent=False)
    filters = {"city": (str(id),)}
    result = found.practices(request.user, filters, page=_page(request))
    portrait = Portrait.of(record, _ui())
    context = {
        "city": portrait,
        "crumbs": _crumbs(portrait.region_codes),
        "found": result,
        "pager": result.pager(request.path),
        "search_query": f"city={id}",
        "sections": panels.sections(request, record),
    }
    return render(request, "cities/city.html", context)


def region(request: HttpRequest, m49: str) -> HttpResponse:
    """What is documented in an M49 region."""
    if not geography.is_region(m49):
        raise Http404
    inside = {"region": (m49,)}
    result = found.practices(request.user, inside, facets=("region", "country", "city"), page=_page(request))
    context = {
        "title": geography.region_name(m49, _ui()),
        "kind": _("Region"),
        "crumbs": _crumbs(geography.with_parents(m49)[:-1]),
        "parts": listing.regions(geography.subregions(m49), result.counts.get("region", {}), _ui()),
        "countries": listing.countries(geography.countries_in(m49), result.counts.get("country", {}), _ui()),
        "cities": _cities(result, lambda place: m49 in place.regions),
        "found": result,
        "pager": result.pager(request.path),
        "search_query": f"region={m49}",
        "disclaimer": geography.DISCLAIMER,
    }
    return render(request, "cities/area.html", context)


def country(request: HttpRequest, code: str) -> HttpResponse:
    """What is documented in a country or area."""
    if not geography.is_country(code):
        raise Http404
    result = found.practices(request.user, {"country": (code,)}, facets=("city",), page=_page(request))
    context = {
        "title": geography.country_name(code, _ui()),
        "kind": _("Country or area"),
        "crumbs": _crumbs(geography.regions_of(code)),
        "hub": _hub_link(names.hub_of(code)),
        "cities": _cities(result, lambda place: place.country == code),
        "found": result,
        "pager": result.pager(request.path),
        "search_query": f"country={code}",
        "disclaimer": geography.DISCLAIMER,
    }
    return render(request, "cities/area.html", context)


def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """What is documented in a regional hub of the network."""
    entry = names.hub(slug)
    if entry is None:
        raise Http404
    result = found.practices(request.user, {"hub": (slug,)}, facets=("country", "city"), page=_page(request))
    context = {
        "title": names.hub_label(slug, _ui()),
        "kind": _("Regional hub"),
        "crumbs": _crumbs(()),
        "countries": listing.countries(entry.countries, result.counts.get("country", {}), _ui()),
        "cities": _cities(result, lambda place: place.country in entry.countries),
        "found": result,
        "pager": result.pager(request.path),
        "search_query": f"hub={slug}",
        "sections": panels.sections_of_hub(request, slug),
        "disclaimer": geography.DISCLAIMER,
    }
    return render(request, "cities/area.html", context)


def _crumbs(codes: Sequence[str]) -> list[dict[str, str]]:
    """The directory, then the regions from the widest to the narrowest."""
    above = [{"label": geography.region_name(code, _ui()), "url": addresses.region(code)} for code in codes]
    return [{"label": _("Cities"), "url": reverse("cities:directory")}, *above]


def _hub_link(slug: str) -> dict[str, str] | None:
    return {"label": names.hub_label(slug, _ui()), "url": addresses.hub(slug)} if slug else None


def _cities(result: found.Found, belongs: Any) -> tuple[listing.Line, ...]:
    counts: Mapping[str, int] = result.counts.get("city", {})
    return listing.cities([place for place in listing.shown_places(counts) if belongs(place)], counts, _ui())
