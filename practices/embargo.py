"""The moment before which a city wants its entry unread: asked in a time zone with a name, kept in UTC."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from practices.models import Practice

FORMAT = "%Y-%m-%dT%H:%M"
UTC_NAME = "UTC"


def zones_of(country: str) -> list[str]:
    """The time zones that a city of a country or area is asked about, UTC last."""
    return [*get_global("territory_zones").get(country, ()), UTC_NAME]


def answers_of(practice: Practice) -> dict[str, str]:
    """The answers as they stand on a practice."""
    until = practice.embargo_until
    return {"not_before": until.astimezone(UTC).strftime(FORMAT) if until else "",
            "not_before_zone": UTC_NAME if until else ""}


def is_zone(name: Any) -> bool:
    """Whether a name is one of a time zone."""
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def moment(answers: Mapping[str, Any]) -> datetime | None:
    """The moment in UTC; None where none was asked for. ValueError where date or zone are none."""
    if not answers.get("not_before"):
        return None
    try:
        zone = ZoneInfo(str(answers.get("not_before_zone") or UTC_NAME))
    except (ZoneInfoNotFoundError, OSError) as unknown:
        raise ValueError(str(unknown)) from unknown
    return datetime.strptime(str(answers["not_before"]), FORMAT).replace(tzinfo=zone).astimezone(UTC)
