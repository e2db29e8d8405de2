"""The forms of cities and hubs in the admin."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.roles import is_administrator
from cities import geography
from cities.folding import folded
from cities.querysets import INVENTED_FROM
from cities.sorting import sort_key
from core import languages

AT_MOST_OFFERED = 8


class CityForm(WagtailAdminModelForm):
    """A real place comes from the gazetteer by its id or name; an invented one gets a key of its own."""

    look_up = forms.CharField(
        label=gettext_lazy("Name in the gazetteer"), required=False,
        help_text=gettext_lazy("To find the GeoNames id of a real place: fill in its name and leave the id empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("id", "invented"):
                if name in self.fields:
                    self.fields[name].disabled = True
            self.fields.pop("look_up", None)

    def clean(self) -> dict[str, Any]:
        """Settle the key, fill what the gazetteer knows, and ask for a name to show."""
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.pk:
            self._settle_key(cleaned)
        self._fill(cleaned)
        if not any(name["language"] == languages.DEFAULT for name in self._shown_names()):
            self.add_error(None, _("A city has a displayed name in English at least."))
        if cleaned.get("country") and not geography.is_country(cleaned["country"]):
            self.add_error("country", _("The UN M49 list has no country or area of this code."))
        return cleaned

    def _settle_key(self, cleaned: dict[str, Any]) -> None:
        key, invented = cleaned.get("id"), cleaned.get("invented")
        if invented and key and key < INVENTED_FROM:
            self.add_error("id", _("Leave the id of an invented municipality empty."))
        elif not invented and key and key >= INVENTED_FROM:
            self.add_error("id", _("This is not a GeoNames id."))
        elif not invented and not key:
            cleaned["id"] = self.instance.id = self._looked_up(cleaned.get("look_up", ""))

    def _looked_up(self, name: str) -> int | None:
        """The id of the only place of that name; otherwise the candidates are named in the error."""
        places = list(_gazetteer().named_like(name)[:AT_MOST_OFFERED]) if name else []
        exact = [place for place in places if place.folded == folded(name)]
        if len(exact) == 1:
            return exact[0].pk
        offered = "; ".join(f"{place}: {place.pk}" for place in exact or places)
        if offered:
            self.add_error("id", _("Choose one of these ids: %(places)s.") % {"places": offered})
        else:
            self.add_error("id", _("Give the GeoNames id of the place, or its name in the gazetteer."))
        return None

    def _fill(self, cleaned: dict[str, Any]) -> None:
        """What is left empty and the gazetteer knows."""
        place = _gazetteer().filter(pk=cleaned.get("id") or 0).first() if not self.instance.pk else None
        if place is None:
            return
        for name in ("country", "latitude", "longitude", "population"):
            if cleaned.get(name) in (None, ""):
                cleaned[name] = getattr(place, name)
                setattr(self.instance, name, cleaned[name])

    def _shown_names(self) -> Iterator[dict[str, Any]]:
        for form in self.formsets["names"].forms if "names" in self.formsets else ():
            row = form.cleaned_data if form.is_valid() else {}
            if row.get("text") and row["kind"] == "preferred" and not row.get("DELETE"):
                yield row


class MembershipForm(WagtailAdminModelForm):
    """Coordinators say who works for a city, but not of themselves."""

    def clean(self) -> dict[str, Any]:
        """Refuse one's own membership, unless an administrator gives it."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("user") == self.for_user and not is_administrator(self.for_user):
            self.add_error("user", _("Somebody else has to make you a member of a city."))
        return cleaned


class HubForm(WagtailAdminModelForm):
    """A hub's countries are chosen from a list; none may belong to two hubs."""

    countries = forms.MultipleChoiceField(label=gettext_lazy("Countries and areas"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ui = languages.current().public
        named = [(code, geography.country_name(code, ui)) for code in geography.countries()]
        field = self.fields["countries"]
        field.choices = sorted(named, key=lambda choice: sort_key(choice[1], ui))
        field.widget.attrs["size"] = 12

    def clean_countries(self) -> list[str]:
        """Refuse a country that another hub has."""
        chosen = self.cleaned_data["countries"]
        others = type(self.instance).objects.exclude(pk=self.instance.pk)
        taken = {code for codes in others.values_list("countries", flat=True) for code in codes}
        doubles = [geography.country_name(code) for code in chosen if code in taken]
        if doubles:
            raise forms.ValidationError(_("Another hub has: %(countries)s.") % {"countries": ", ".join(doubles)})
        return sorted(chosen)


def _gazetteer() -> Any:
    from cities.models import GazetteerPlace  # the models name these forms

    return GazetteerPlace.objects
