"""Who is told of what happens to an entry: editors by region and language, whoever reviewed it, its assignee, its city.

Ties are read for all of them together, so that the number of editors costs no query.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet, prefetch_related_objects

from accounts.models import User
from accounts.roles import ADMINISTRATOR, COORDINATOR, EDITOR, REVIEWER
from cities import names
from cities.models import City
from practices import decisions, ties
from practices.models import Practice, Screening, Step


@dataclass(frozen=True)
class Around:
    """The people around an entry; `before` bounds the steps that count as earlier ones."""

    practice: Practice
    before: Step | None = None

    @cached_property
    def writers(self) -> list[User]:
        """Who wrote it and still works for its city."""
        return self.of_city(self.practice.submitters.order_by("pk"))

    def of_city(self, people: Iterable[User]) -> list[User]:
        """Those of some people who work for its city at present."""
        city = self.practice.owner_city
        return [each for each in ties.know(people) if each.is_active and decisions.works_for(each, city)]

    @cached_property
    def untied(self) -> list[User]:
        """Every editor who may decide about it."""
        return self._free(User.objects.with_role(EDITOR, ADMINISTRATOR))

    @cached_property
    def deciding(self) -> list[User]:
        """Those of them who look after its region and language; where there is none, all, so that nothing is lost."""
        prefetch_related_objects([remit for each in self.untied if (remit := ties.of(each).remit)], "hubs")
        return [each for each in self.untied if self._looks_after(each)] or self.untied

    def _looks_after(self, editor: User) -> bool:
        bonds = ties.of(editor)
        if bonds.remit is None or self.practice.pk in bonds.named_for:
            return True
        return _covers({hub.slug for hub in bonds.remit.hubs.all()}, self.hubs) and _covers(
            set(bonds.remit.languages), {self.language})

    @cached_property
    def hubs(self) -> set[str]:
        """The hubs in which it belongs, also where readers are not told."""
        page = self.practice.original
        chosen = {page.hub.slug} if page is not None and page.hub else set()
        return chosen | {slug for city in self.cities if city.country and (slug := names.hub_of(city.country))}

    @cached_property
    def cities(self) -> list[City]:
        """The cities of its newest version and the one that it belongs to."""
        owner = [self.practice.owner_city] if self.practice.owner_city else []
        return [*decisions.newest_cities(self.practice), *owner]

    @cached_property
    def language(self) -> str:
        """The language of the original."""
        page = self.practice.original
        return page.language.public if page is not None else ""

    @cached_property
    def reviewers(self) -> list[User]:
        """Who took an earlier step, signed the screening or recommended something, and still has a role for it."""
        steps = self.practice.steps.exclude(by=None)
        if self.before is not None:
            steps = steps.filter(pk__lt=self.before.pk)
        screening = Screening.objects.filter(practice=self.practice).first()
        signed = [screening.signed_by_id, screening.second_by_id] if screening else []
        took_part = Q(pk__in=steps.values("by")) | Q(pk__in=[key for key in signed if key])
        took_part |= Q(pk__in=self.practice.recommendations.exclude(by=None).values("by"))
        return self._free(User.objects.with_role(EDITOR, ADMINISTRATOR, REVIEWER).filter(took_part))

    @cached_property
    def assignee(self) -> list[User]:
        """Who looks after it."""
        key = self.practice.assignee_id
        people = User.objects.with_role(EDITOR, ADMINISTRATOR, REVIEWER, COORDINATOR)
        return self._free(people.filter(pk=key)) if key else []

    @cached_property
    def coordinators(self) -> list[User]:
        """Who may pause it, unless it is their own."""
        people = ties.know(User.objects.with_role(COORDINATOR, ADMINISTRATOR).order_by("pk"))
        return [each for each in people if not ties.close(each, self.known, self.cities)]

    @cached_property
    def naming(self) -> list[User]:
        """Coordinators, where every editor is tied and one has to be named."""
        return [] if self.untied else self.coordinators

    @cached_property
    def known(self) -> Practice:
        """The entry with what ties are compared with, read once."""
        prefetch_related_objects([self.practice], "submitters", "original__cities")
        return self.practice

    def _free(self, people: QuerySet[User]) -> list[User]:
        found = ties.know(people.order_by("pk"))
        return [each for each in found if not ties.reason(each, self.known, self.cities)]


def _covers(looked_after: set[str], own: set[str]) -> bool:
    return not looked_after or bool(looked_after & own)
