"""A city that asks not to be named: what a reader could still combine, how many cities fit, what stands in the way.

What is shown of a place is decided once, when an editor confirms, and kept in the row: counted anew at every display, a
membership that ends would tell which city it was.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cities import candidates, geography, names
from cities.candidates import FEWEST
from core import languages
from practices import naming
from practices.answers import FIELDS
from practices.choices import Question, Status, Visibility
from practices.models import Draft, Practice, PracticePage, Withholding
from practices.naming import Found
from taxonomy import labels
from taxonomy.schemes import Scheme

REGION, HUB, LANGUAGE = "region", "hub", "language"
PLACES = (REGION, HUB)
CODED = (("scope", Scheme.SCOPE), ("cost_band", Scheme.COST), ("evaluation", Scheme.EVALUATION),
         ("status", Scheme.STATUS), ("stop_reason", Scheme.STOP_REASON))
UNSAID = {"", Status.UNKNOWN}
Fact = dict[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be read of an entry whose city is not named, of its newest text or of a draft."""

    own: tuple[int, ...]  # the cities that are not named
    language: str
    coded: tuple[Fact, ...]
    texts: tuple[naming.Text, ...]
    organisations: tuple[str, ...]

    @property
    def combines(self) -> list[Fact]:
        """Everything that readers could put together, places first."""
        regions = candidates.safe_regions(self.own, self.language)
        hub = candidates.safe_hub(self.own, regions, self.language)
        places = [*({"what": REGION, "code": code} for code in regions), *([{"what": HUB, "code": hub}] if hub else [])]
        return [*places, {"what": LANGUAGE, "code": self.language}, *self.coded]

    @property
    def candidates(self) -> int:
        """How many cities fit all of it."""
        regions = candidates.safe_regions(self.own, self.language)
        hub = candidates.safe_hub(self.own, regions, self.language)
        return candidates.number(self.own, regions=regions, hub=hub, language=self.language)

    @property
    def named(self) -> list[Found]:
        """Where the texts name the city, or its country or area."""
        return naming.found(self.texts, candidates.all_names(self.own))

    @property
    def organisations_named(self) -> list[Found]:
        """Where they name an organisation that took part."""
        return naming.found(self.texts, self.organisations)


# ---------- What is shown now ----------
def places_of(practice: Practice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The regions and hubs that readers are told of an entry whose city is not named; no query where it was joined."""
    row: Withholding | None = getattr(practice, "withholding", None)
    told = row.combines if row is not None and row.confirmed_at is not None else []
    return tuple(_codes(told, REGION)), tuple(_codes(told, HUB))


def told_places() -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The same of every such entry, by its original: what lists and counts for all the staff may rest on."""
    found = Practice.objects.filter(city_withheld=True).exclude(original=None).select_related("withholding")
    return {each.original_id: places_of(each) for each in found if each.original_id is not None}


def _codes(facts: Sequence[Fact], what: str) -> Iterator[str]:
    return (fact["code"] for fact in facts if fact["what"] == what)


# ---------- Looking ----------
def look(practice: Practice, page: PracticePage | None = None, draft: Draft | None = None) -> Look:
    """What a reader could come by: of what is being written where the city writes, else of the newest text."""
    page = page or practice.newest_text()
    given = draft.answers if draft is not None else {}
    own = {city.pk for city in page.cities.all()} if page is not None else set()
    texts = naming.of_answers(given, _questions()) if draft is not None else naming.of_page(page) if page else ()
    return Look(
        own=tuple(sorted({*own, *([practice.owner_city_id] if practice.owner_city_id else [])})),
        language=page.language.public if page is not None else draft.language if draft else languages.DEFAULT,
        coded=tuple(_coded(practice, page, given)),
        texts=tuple(texts),
        organisations=tuple(_organisations(page, given)),
    )


def _questions() -> dict[str, str]:
    return {name: str(Question(question).label) for question, fields in FIELDS.items() for name in fields}


def _coded(practice: Practice, page: PracticePage | None, given: Mapping[str, Any]) -> Iterator[Fact]:
    yield {"what": Scheme.KIND.value, "code": str(given.get("kind") or practice.kind)}
    for name, scheme in CODED:
        code = str(given.get(name) or getattr(page, name, "") or "")
        if code not in UNSAID:
            yield {"what": scheme.value, "code": code}
    for concept in sorted(page.concepts.all(), key=lambda each: each.order) if page is not None else ():
        yield {"what": concept.scheme, "code": concept.code}


def _organisations(page: PracticePage | None, given: Mapping[str, Any]) -> Iterator[str]:
    said = [given.get("organisation"), page.organisation if page is not None else ""]
    partners = [child.value["name"] for child in page.partners] if page is not None else []
    yield from dict.fromkeys(name for name in [*said, *partners] if name)


# ---------- In words ----------
def in_words(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """What can be combined, as pairs of a heading and the values under it."""
    rows: dict[str, list[str]] = {}
    for fact in facts:
        heading, value = _worded(fact["what"], fact["code"])
        rows.setdefault(heading, []).append(value)
    return [(heading, _(", ").join(values)) for heading, values in rows.items()]


def _worded(what: str, code: str) -> tuple[str, str]:
    if what == REGION:
        return _("Region"), geography.region_name(code)
    if what == HUB:
        return _("Regional hub"), names.hub_label(code)
    if what == LANGUAGE:
        return _("Language of the text"), languages.by_public(code).name
    return str(Scheme(what).label), labels.label(what, code, languages.current().public)


# ---------- What stands in the way ----------
def names_in(practice: Practice, page: PracticePage) -> list[str]:
    """Where a text that is about to be published names the city all the same, each in a sentence."""
    if not practice.city_withheld:
        return []
    return [str(each) for each in look(practice, page).named]


def names_it(practice: Practice, text: str) -> bool:
    """Whether some words, such as those of a message, give away a city that is not named."""
    if not practice.city_withheld:
        return False
    page = practice.newest_text()
    own = {practice.owner_city_id, *(city.pk for city in page.cities.all())} if page else {practice.owner_city_id}
    return bool(naming.found([naming.Text("", text)], candidates.all_names(sorted(filter(None, own)))))


def slug_names(page: PracticePage) -> bool:
    """Whether the address of a page holds a name of a city that it is about, or of its country or area."""
    own = {city.pk for city in page.facts.cities.all()} | {page.practice.owner_city_id if page.practice else None}
    text = naming.Text("", page.slug.replace("-", " "))
    return bool(naming.found([text], candidates.all_names(sorted(filter(None, own)))))


def lacking(practice: Practice, page: PracticePage) -> list[str]:
    """What an entry whose city is not named needs before it is published; nothing for all others."""
    if not practice.city_withheld:
        return []
    seen = look(practice, page)
    row = Withholding.objects.filter(practice=practice).first()
    said = [_("The city is not to be named. %(found)s") % {"found": each} for each in seen.named]
    if row is None or row.confirmed_at is None:
        said.append(_("Confirm what readers can still combine about the city that is not named."))
    elif _new(seen.combines, row.combines):
        said.append(_("What readers can combine about the city has changed. Confirm it again."))
    if practice.first_published_at is None and (reason := too_few(practice, row)):
        said.append(reason)
    return said


def is_confirmed(practice: Practice, page: PracticePage) -> bool:
    """Whether an editor has confirmed everything that the text lets readers combine."""
    row = Withholding.objects.filter(practice=practice).first()
    return row is not None and row.confirmed_at is not None and not _new(look(practice, page).combines, row.combines)


def _new(facts: Sequence[Fact], confirmed: Sequence[Fact]) -> bool:
    """Whether something is shown that nobody confirmed; the places are those that were confirmed, whatever changes."""
    return any(fact["what"] not in PLACES and fact not in confirmed for fact in facts)


def too_few(practice: Practice, row: Withholding | None, *, visibility: str = "") -> str:
    """Why an entry cannot be for everybody: too few cities fit it; empty where enough do or only members read it."""
    if not practice.city_withheld or (visibility or practice.visibility) != Visibility.PUBLIC:
        return ""
    if row is not None and row.candidates is not None and row.candidates >= FEWEST:
        return ""
    return _("Fewer than %(number)d cities fit what readers can still combine, so that the city could be guessed. The "
             "entry can be for members of the network only.") % {"number": FEWEST}


def audience_refusal(practice: Practice, *, visibility: str, city_withheld: bool, by_city: bool) -> str:
    """Why who may read an entry, or whether its city is named, cannot be changed so."""
    row = Withholding.objects.filter(practice=practice).first()
    if practice.city_withheld and not city_withheld and row is not None and row.asked_by_id and not by_city:
        return _("The city asked not to be named. Only its own people can take that back.")
    if practice.first_published_at and city_withheld and visibility != practice.visibility:
        return too_few(practice, row, visibility=visibility)
    return ""
