"""Working days, Monday to Friday; public holidays differ too much between the places that editors work in."""
from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5


def after_working_days(start: date, number: int) -> date:
    """The day that is so many working days after another."""
    day = start
    while number:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            number -= 1
    return day
