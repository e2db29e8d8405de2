"""Every address at which something of a practice could be seen."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from core import languages
from practices.models import Practice

PAGES = ("", "search/", "cities/", "about/", "hubs/europe/", "regions/150/", "countries/FR/")
API = "/api/v1/search"
EXPORTS = ("csv", "json", "ris", "bibtex")  # a workbook is packed: search/tests/test_exports.py unpacks it


def surfaces(practices: Iterable[Practice] = ()) -> Iterator[str]:
    """Paths of pages, API, sitemap and robots, and those of the practices themselves with their files."""
    yield from ("/sitemap.xml", "/robots.txt", API, f"{API}?sort=newest&page=2", f"{API}?ui=ar", f"{API}?q=title")
    for language in languages.INTERFACE:
        ui = language.public
        yield from (f"/{ui}/{page}" for page in PAGES)
        yield f"/{ui}/search/?sort=newest&page=2"
        yield f"/{ui}/search/?q=summary"
        yield f"/{ui}/search/suggestions/?q=sum"
        yield f"/{ui}/concerns/"
        yield from (f"/{ui}/search/export/?format={kind}&q=summary" for kind in EXPORTS)
    for practice in practices:
        for ui in ("en", "ar"):
            yield f"/{ui}/practices/{practice.pk}/x/"
            yield f"/{ui}/practices/{practice.pk}/x/?content=fr"
            yield f"/{ui}/practices/{practice.pk}/contact/"
            yield f"/{ui}/practices/{practice.pk}/concern/"
            yield f"/{ui}/practices/{practice.pk}/wish/"
