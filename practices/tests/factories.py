"""Practices for tests, made the way the program makes them."""
from __future__ import annotations

from itertools import count
from typing import Any

from wagtail.models import Locale, Page

from cities.models import City, CityName
from core import languages
from practices.folders import ensure_folders, folder
from practices.models import CaseStudyPage, Practice, PracticePage

_numbers = count(1)


def ensure_tree() -> None:
    """The folders of practices, and the root above them, which a test without a transaction leaves no more."""
    if Page.get_first_root_node() is None:
        Locale.objects.get_or_create(language_code=languages.DEFAULT)
        Page.add_root(title="Root", slug="root")
    ensure_folders()


def make_city(name: str = "Testville", **fields: Any) -> City:
    """A city with one name."""
    city = City.objects.create(**{"country": "LB", "m49": "145", **fields})
    CityName.objects.create(city=city, language="en", text=name)
    return city


def make_page(
    *, language: str = "en", publish: bool = True, model: type[PracticePage] = CaseStudyPage, cities: Any = (),
    **fields: Any
) -> PracticePage:
    """An original page, published unless told otherwise."""
    ensure_folders()
    number = next(_numbers)
    page = model(**{
        "title": f"Title number {number}", "slug": f"title-{number}", "summary": "A summary.",
        "locale": Locale.objects.get(language_code=languages.by_public(language).django), "live": False, **fields,
    })
    folder(language).add_child(instance=page)
    page.cities = list(cities)
    page.save()
    if publish:
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_practice(**fields: Any) -> Practice:
    """The practice of a new page; `practice_*` fields go to the row itself."""
    own = {name.removeprefix("practice_"): fields.pop(name) for name in list(fields) if name.startswith("practice_")}
    page = make_page(**fields)
    Practice.objects.filter(pk=page.practice_id).update(**own)
    return Practice.objects.get(pk=page.practice_id)
