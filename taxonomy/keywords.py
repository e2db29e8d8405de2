"""Free keywords that an editor has accepted, from one table in memory."""
from __future__ import annotations

from core.stamps import StampedTable

Name = tuple[str, str, str]


def _build() -> tuple[Name, ...]:
    from taxonomy.models import Keyword

    rows = Keyword.objects.accepted().order_by("name").values_list("slug", "name")
    return tuple((slug, "", name) for slug, name in rows)


TABLE = StampedTable("taxonomy.keywords", _build)


def names() -> tuple[Name, ...]:
    """Slug, no language and text of every accepted keyword; another object whenever one has changed."""
    return TABLE.get()
