"""Six situations in which people come here, each a set of filters of the search page."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

Filters = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Situation:
    """What somebody would say, and the filters that answer it: OR inside one facet, AND between facets."""

    words: Any  # lazily translated
    filters: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def query(self) -> str:
        """The filters as the search page writes them in its address."""
        return urlencode([(name, code) for name, codes in self.filters for code in codes])


SITUATIONS = (
    Situation(
        _("Something has just happened in our city"), (("approach", ("crisis-response", "victim-support")),)
    ),
    Situation(_("Families are asking for help"), (("participants", ("families",)),)),
    Situation(
        _("Rumours and hate speech are spreading"), (("harm", ("disinformation", "hate-speech", "online-harms")),)
    ),
    Situation(
        _("Young people need a say and a place"),
        (("approach", ("civic-participation", "public-space")), ("participants", ("young-people",))),
    ),
    Situation(
        _("Our services work past each other"), (("approach", ("case-management", "local-prevention-network")),)
    ),
    Situation(_("Someone wants to leave a violent group"), (("approach", ("exit-reintegration",)),)),
)
