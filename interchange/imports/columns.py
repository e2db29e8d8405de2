"""The columns that a file may have: how each is read, and what is said where it cannot be."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from core import languages
from practices.choices import CostBand, Evaluation, Kind, ResultsKnown, Scope, Status, StopReason
from practices.forms_admin import LONGEST_SUMMARY, LONGEST_TITLE, SCHEMES, word_count
from taxonomy.models import Concept

BETWEEN = re.compile(r"[;\n]+")
EARLIEST, AHEAD = 1900, 10
LONGEST_TEXT, LONGEST_LINE = 20_000, 250
MOST_CITIES = 40  # each is looked up
TRUE = {"1", "yes", "true"}
_is_address = URLValidator(schemes=["http", "https"])
_digits = {ord(digit): str(number % 10) for number, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file; `read` gives the value or raises ValidationError with a sentence."""

    name: str
    read: Callable[[str], Any]
    needed: bool = False
    example: str = ""


def _line(text: str, most: int = LONGEST_LINE) -> str:
    one = " ".join(text.split())
    if len(one) > most:
        raise ValidationError(_("has more than %(most)d characters") % {"most": most})
    return one


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValidationError(_("has more than %(most)d characters") % {"most": LONGEST_TEXT})
    return text.replace("\r\n", "\n").strip()


def _summary(text: str) -> str:
    if word_count(text) > LONGEST_SUMMARY:
        raise ValidationError(_("has more than %(most)d words") % {"most": LONGEST_SUMMARY})
    return _text(text)


def _choice(choices: type[TextChoices], text: str) -> str:
    code = text.strip().casefold()
    if code not in choices.values:
        raise ValidationError(_("is none of: %(codes)s") % {"codes": ", ".join(choices.values)})
    return code


def _language(text: str) -> str:
    code = text.strip()
    if not languages.is_public(code):
        raise ValidationError(_("is no language code of this site, such as ar or fr"))
    return code


def _year(text: str) -> int:
    number = text.strip().translate(_digits).removesuffix(".0")
    latest = timezone.now().year + AHEAD
    if not (len(number) == 4 and number.isascii() and number.isdigit() and EARLIEST <= int(number) <= latest):
        raise ValidationError(_("is no year between %(first)d and %(last)d") % {"first": EARLIEST, "last": latest})
    return int(number)


def _parts(text: str) -> Iterator[str]:
    return (part for each in BETWEEN.split(text) if (part := each.strip()))


def _cities(text: str) -> tuple[int, ...]:
    """Each by its GeoNames id, or by a name that only one city of this site has."""
    parts = list(_parts(text))
    if len(parts) > MOST_CITIES:
        raise ValidationError(_("Choose cities from the list, up to %(most)d.") % {"most": MOST_CITIES})
    return tuple(dict.fromkeys(_city(part) for part in parts))


def _city(part: str) -> int:
    number = part.translate(_digits)
    if number.isascii() and number.isdigit():
        if len(number) < 12 and City.objects.filter(pk=int(number)).exists():
            return int(number)
        raise ValidationError(_("names a city that this site does not know: %(city)s") % {"city": part[:60]})
    found = list(City.objects.named(part)[:2])
    if len(found) != 1:
        said = (_("names a city that this site does not know: %(city)s") if not found else
                _("names a city of which there are several: %(city)s. Use its GeoNames id."))
        raise ValidationError(said % {"city": part[:60]})
    return int(found[0].pk)


def _concepts(scheme: str, text: str) -> tuple[int, ...]:
    codes = list(dict.fromkeys(part.casefold() for part in _parts(text)))
    known = dict(Concept.objects.of(scheme).usable().filter(code__in=codes).values_list("code", "pk"))
    if unknown := [code for code in codes if code not in known]:
        raise ValidationError(_("has codes that this vocabulary does not have: %(codes)s") % {
            "codes": ", ".join(unknown)[:200]})
    return tuple(known[code] for code in codes)


def _keywords(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_line(part, 60) for part in _parts(text)))


def _sources(text: str) -> list[dict[str, str]]:
    """One on each line: title | address | archived copy."""
    rows = []
    for number, part in enumerate(_parts(text)):
        title, _bar, rest = part.partition("|")
        url, _bar, archived = (each.strip() for each in rest.partition("|"))
        for address in filter(None, (url, archived)):
            _address(address)
        if not url:
            raise ValidationError(_("needs “title | address” on each line"))
        rows.append({"id": f"source-{number}", "title": _line(title, 300) or url, "url": url,
                     "archived_url": archived})
    return rows


def _address(text: str) -> None:
    try:
        _is_address(text)
    except ValidationError as error:
        raise ValidationError(_("holds what is no address: %(text)s") % {"text": text[:80]}) from error


TEXTS = ("took_part", "situation", "objectives", "activities", "mechanism", "challenges", "rights", "harms_seen", "fit",
         "enabling", "sustainability", "legal_mandate")
LESSON = ("lesson_when", "lesson_do", "lesson_because")
COLUMNS: dict[str, Column] = {column.name: column for column in (
    Column("title", partial(_line, most=LONGEST_TITLE), True, "Neighbours answer rumours before the market opens"),
    Column("kind", partial(_choice, Kind), True, "case_study"),
    Column("language", _language, True, "en"),
    Column("summary", _summary, True, "After a fire, rumours blamed the new families. Twelve shopkeepers agreed to …"),
    Column("cities", _cities, False, "9000000001"),
    Column("status", partial(_choice, Status), False, "running"),
    Column("stop_reason", partial(_choice, StopReason)),
    Column("start_year", _year, False, "2021"),
    Column("end_year", _year),
    Column("organisation", _line, False, "Youth office"),
    Column("unit", _line, False, "Prevention desk"),
    Column("results_known", partial(_choice, ResultsKnown), False, "too-early"),
    Column("change", partial(_line, most=160)),
    Column("how_known", _text),
    *(Column(name, _text) for name in (*TEXTS, *LESSON)),
    Column("scope", partial(_choice, Scope)),
    Column("cost_band", partial(_choice, CostBand)),
    Column("evaluation", partial(_choice, Evaluation)),
    *(Column(str(scheme), partial(_concepts, scheme), False, "primary" if scheme == "level" else "")
      for scheme in SCHEMES),
    Column("keywords", _keywords, False, "rumours; market"),
    Column("sources", _sources, False, "Report of the youth office | https://town.example/report"),
)}
