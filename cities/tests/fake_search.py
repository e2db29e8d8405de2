"""A search that keeps the contract in memory: tokens, filters, counts, pages."""
from collections import Counter
from dataclasses import dataclass, field

from django.template import engines

from search.contract import Hit, Results


@dataclass
class Thing:
    id: str
    facets: dict
    audience: frozenset


@dataclass
class FakeSearch:
    things: list = field(default_factory=list)
    degraded: str | None = None
    requests: list = field(default_factory=list)

    def add(self, id, audience=("public",), **facets):
        """A practice with the codes it counts for, such as `city=("2624652",)`."""
        self.things.append(Thing(id, facets, frozenset(audience)))

    def ask(self, request, user):
        self.requests.append(request)
        if self.degraded:
            return Results(0, (), {}, "none", degraded=self.degraded)
        seen = [thing for thing in self.things if thing.audience & request.tokens]
        found = [thing for thing in seen if self._matches(thing, request.filters)]
        facets = {
            name: Counter(
                code
                for thing in seen
                if self._matches(thing, {key: codes for key, codes in request.filters.items() if key != name})
                for code in thing.facets.get(name, ())
            )
            for name in request.facets
        }
        start = (request.page - 1) * request.size
        hits = tuple(Hit(thing.id, "case_study", 1.0, "en") for thing in found[start : start + request.size])
        return Results(len(found), hits, facets, "fake")

    @staticmethod
    def _matches(thing, filters):
        return all(set(codes) & set(thing.facets.get(name, ())) for name, codes in filters.items())

    @staticmethod
    def cards(hits, ui, user):
        template = engines["django"].from_string("<article>{{ card.title }}</article>")
        return {hit.id: {"template": template, "title": f"Practice {hit.id}"} for hit in hits}
