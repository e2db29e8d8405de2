"""The part of the form of a person that says for which cities they work."""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities import geography, names
from cities.actions import set_cities
from cities.models import City
from cities.sorting import sort_key
from core import languages

KEY_AT_END = re.compile(r"\((\d{1,18})\)\s*$")
AT_MOST_OFFERED = 10


def written(city: City | names.Place) -> str:
    """A city as it is offered and typed: name, country, and the key that leaves no doubt."""
    place = ", ".join(filter(None, (names.label(city.id), geography.country_name(city.country))))
    return f"{place} ({city.id})"


def meant(text: str) -> list[City]:
    """The cities that a text may stand for: by its key, by its whole name, else by how a name begins."""
    if key := KEY_AT_END.search(text):
        return list(City.objects.filter(pk=names.canonical(key.group(1))))
    found = City.objects.named(text)[:AT_MOST_OFFERED] or City.objects.named_like(text)[:AT_MOST_OFFERED]
    return list(found)


class CityInput(forms.TextInput):
    """An input that the browser completes from all cities of the site, without a script."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input and its list."""
        own = f"{(attrs or {}).get('id', name)}-list"
        field = super().render(name, value, {**(attrs or {}), "list": own, "autocomplete": "off"}, renderer)
        ui = languages.current().public
        offered = sorted(map(written, names.places()), key=lambda text: sort_key(text, ui))
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in offered))
        return format_html('{}<datalist id="{}">{}</datalist>', field, own, options)


class CityField(forms.CharField):
    """One city, by its name in any language or as the list offers it."""

    widget = CityInput

    def clean(self, value: Any) -> City | None:  # type: ignore[override]
        """The city that is meant; where the name leaves a choice, the choices are named."""
        text = super().clean(value)
        if not text:
            return None
        cities = meant(text)
        if len(cities) == 1:
            return cities[0]
        if not cities:
            raise forms.ValidationError(_("No city of this site has that name. Add it under “Places” first."))
        offered = "; ".join(map(written, cities))
        raise forms.ValidationError(_("Choose one of these: %(places)s."), params={"places": offered})


class PresentCities(forms.ModelMultipleChoiceField):
    """The cities somebody works for, each with its country."""

    def label_from_instance(self, obj: City) -> str:  # type: ignore[override]
        """As in the list."""
        return written(obj)


class CitiesOfPerson:
    """Present cities as check boxes, one more by typing."""

    heading = gettext_lazy("Cities the person works for")

    def fields(self, person: Any) -> Mapping[str, forms.Field]:
        """A person without a city sees the input alone."""
        more = CityField(
            label=gettext_lazy("Add a city"), required=False,
            help_text=gettext_lazy("Type a name, choose from the list. People of a city get no access to the admin."),
        )
        present = City.objects.filter(people__user=person, people__active=True) if person else City.objects.none()
        if not present.exists():
            return {"more_cities": more}
        chosen = PresentCities(
            present, label=gettext_lazy("Works for"), required=False, initial=list(present),
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext_lazy("Untick a city to end it; the person is signed out at once."),
        )
        return {"cities": chosen, "more_cities": more}

    def save(self, person: Any, cleaned: Mapping[str, Any], *, by: Any) -> None:
        """Those that stay ticked, and the new one."""
        cities = set(cleaned.get("cities") or ()) | ({cleaned["more_cities"]} if cleaned.get("more_cities") else set())
        set_cities(person, cities, by=by)
