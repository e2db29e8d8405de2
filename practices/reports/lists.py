"""Lists of published entries that lack something: a confirmation, a translation, evidence."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities import names
from core import languages
from practices.choices import READABLE_STATES, Direction
from practices.models import LanguageVersion, OutcomeEvidence, Practice
from practices.reports.table import Cell, Table

STALE_AFTER = timedelta(days=365)


def published() -> QuerySet:
    """Entries that readers may have, with what their lines show."""
    return (Practice.objects.filter(state__in=READABLE_STATES).exclude(original=None)
            .select_related("original__locale", "assignee").prefetch_related("original__cities"))


def stale() -> QuerySet:
    """Those that nobody has confirmed for twelve months, the oldest first."""
    known = Coalesce("last_confirmed_at", "first_published_at", "created_at")
    found = published().annotate(confirmed=known).filter(confirmed__lt=timezone.now() - STALE_AFTER)
    return found.order_by("confirmed", "pk")


def untranslated(code: str) -> QuerySet:
    """Those that cannot be read in a language, those that most readers asked for first."""
    there = LanguageVersion.objects.available().filter(practice=OuterRef("pk"), language=code)
    wished = Count("wishes", filter=Q(wishes__language=code))
    return published().filter(~Exists(there)).annotate(wished=wished).order_by("-wished", "first_published_at", "pk")


def untranslated_counts() -> dict[str, tuple[int, int]]:
    """For each language of the interface how many entries cannot be read in it, of how many."""
    everything = published().count()
    there = dict(LanguageVersion.objects.available().filter(practice__state__in=READABLE_STATES)
                 .exclude(practice__original=None).order_by().values("language")
                 .annotate(number=Count("practice", distinct=True)).values_list("language", "number"))
    return {each.public: (everything - there.get(each.public, 0), everything) for each in languages.INTERFACE}


def without_evidence() -> QuerySet:
    """Those of which no outcome was measured, or nobody has said anything about any."""
    measured = OutcomeEvidence.objects.filter(practice=OuterRef("pk")).exclude(direction=Direction.NOT_MEASURED)
    return published().filter(~Exists(measured)).order_by("first_published_at", "pk")


def table_of(name: str, caption: str, practices: Iterable[Practice]) -> Table:
    """A line for each entry."""
    headings = [_("Title"), _("Kind"), _("City"), _("Language"), _("Last confirmed"), _("Assigned to")]
    return Table(name, caption, headings, [_line(each) for each in practices])


def _line(practice: Practice) -> list[Cell]:
    page = practice.original
    assert page is not None  # noqa: S101 - the lists ask for it
    cities = _(", ").join(names.label(city.pk) for city in page.cities.all())
    if cities and practice.city_withheld:
        cities = _("City not named")
    confirmed = practice.last_confirmed_at
    return [
        Cell(page.title, reverse("practices_admin:review", args=[practice.pk]), tongue=page.language),
        Cell(practice.get_kind_display()), Cell(cities), Cell(page.language.name),
        Cell(confirmed.date() if confirmed else None), Cell(str(practice.assignee) if practice.assignee else None),
    ]
