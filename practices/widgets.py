"""Fields of the admin that are filled by searching, for lists too long to show."""
from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.renderers import TemplatesSetting
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


class Searched(forms.Select):
    """What is chosen, as check boxes; more is found by typing and asking `url_name` for suggestions."""

    template_name = "practices/admin/searched.html"
    allow_multiple_selected = False
    url_name = ""
    hint: Any = ""

    class Media:
        js = ("admin/searched.js",)
        css = {"all": ("admin/practices.css",)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The chosen objects and where suggestions come from; the rest of the list is never loaded."""
        widget = forms.Widget.get_context(self, name, value, attrs)["widget"]
        widget["chosen"] = list(self.chosen(value if isinstance(value, (list, tuple)) else [value]))
        widget["multiple"] = self.allow_multiple_selected
        widget["url"] = reverse(self.url_name)
        widget["hint"] = self.hint
        widget["described_by"] = widget["attrs"].get("aria-describedby", "")
        return {"widget": widget}

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """With the site's own templates; Django's default renderer knows only those inside apps."""
        return super()._render(template_name, context, TemplatesSetting())

    def chosen(self, values: Iterable[Any]) -> Iterable[tuple[str, str]]:
        """Key and label of each chosen object; keys that cannot be one are left out."""
        queryset = self.choices.queryset  # type: ignore[attr-defined]
        keys = []
        for value in filter(None, values):
            with suppress(ValueError, ValidationError):
                keys.append(queryset.model._meta.pk.to_python(getattr(value, "pk", value)))
        return ((str(item.pk), self.label(item)) for item in queryset.filter(pk__in=keys))

    def label(self, item: Model) -> str:
        """How an object is called in the list of what is chosen."""
        return str(item)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The label points at the search box."""
        return f"{id_}_search" if id_ else id_


class CitySearch(Searched):
    """Cities, found by any of their names in any spelling."""

    allow_multiple_selected = True
    url_name = "practices_admin:cities"
    hint = _("Type a name in any language")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Every chosen key."""
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def label(self, item: Any) -> str:
        """Name and country, as in the suggestions."""
        from practices.admin.suggestions import city_label

        return city_label(item.pk)


class SearchedOne(Searched):
    """One of a long list."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The last chosen key: choosing another one replaces the first."""
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return values[-1] if values else None


class OneCitySearch(SearchedOne):
    """One city, found by any of its names in any spelling."""

    url_name = "practices_admin:cities"
    hint = CitySearch.hint
    label = CitySearch.label


class PracticeSearch(SearchedOne):
    """One practice, found by its title in any language."""

    url_name = "practices_admin:practices"
    hint = _("Type a word of the title")
