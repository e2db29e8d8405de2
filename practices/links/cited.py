"""Every address that an entry cites, with the place where it stands."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.choices import READABLE_STATES
from practices.models import LinkCheck, OutcomeEvidence, PracticePage

STREAMS = ("references", "materials", "outcomes")
PLACES = {"references": _("Sources"), "materials": _("Materials"), "outcomes": _("Outcomes"),
          "evidence": _("Evidence")}
ADDRESSES = ("url", "source")  # the names under which a block holds one
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands."""

    practice: Any
    title: str
    language: str
    part: str

    @property
    def label(self) -> str:
        """The part of the entry, in words."""
        return str(PLACES[self.part])


@dataclass(slots=True)
class Cited:
    """An address with everything that cites it, and the last check of it."""

    url: str
    places: list[Place] = field(default_factory=list)
    archived: str = ""  # where an entry itself names an archived copy
    check: LinkCheck | None = None

    @property
    def is_dead(self) -> bool:
        """Whether the last check found nothing there."""
        return self.check is not None and not self.check.works

    @property
    def copy(self) -> str:
        """The archived copy, wherever it is named."""
        return self.archived or (self.check.archived_url if self.check else "")


def all_cited() -> list[Cited]:
    """Every address of what readers have, in alphabetical order; three queries."""
    found: dict[str, Cited] = {}
    for url, archived, place in _places():
        held = found.setdefault(url, Cited(url))
        held.places.append(place)
        held.archived = held.archived or archived
    for check in LinkCheck.objects.iterator(chunk_size=2_000):
        if check.url in found:
            found[check.url].check = check
    return [found[url] for url in sorted(found)]


def _places() -> Iterator[tuple[str, str, Place]]:
    """Readers get no address of an entry whose city is not named, so that it stands in no list and no file either."""
    originals = PracticePage.objects.filter(
        original_of__state__in=READABLE_STATES, original_of__city_withheld=False, live=True)
    names: dict[Any, tuple[str, str]] = {}
    rows = originals.order_by("pk").values_list("practice", "title", "locale__language_code", *STREAMS)
    for practice, title, language, *streams in rows.iterator(chunk_size=AT_ONCE):
        names[practice] = (title, language)
        for part, stream in zip(STREAMS, streams, strict=True):
            place = Place(practice, title, language, part)
            yield from ((url, archived, place) for url, archived in _addresses(stream))
    for practice, url in OutcomeEvidence.objects.filter(practice__in=names).exclude(report_url="").values_list(
            "practice", "report_url"):
        yield url, "", Place(practice, *names[practice], "evidence")


def _addresses(stream: Any) -> Iterator[tuple[str, str]]:
    """The addresses in a stream as it is stored, each with the archived copy that stands beside it."""
    for block in stream.raw_data:
        value = block["value"]
        for name in ADDRESSES:
            if str(value.get(name) or "").startswith(("http://", "https://")):
                yield value[name], value.get("archived_url") or ""


def checks_of(urls: Iterable[str]) -> dict[str, LinkCheck]:
    """The last checks of some addresses: one query, none where there are no addresses."""
    wanted = [url for url in urls if url]
    return {check.url: check for check in LinkCheck.objects.filter(url__in=wanted)} if wanted else {}
