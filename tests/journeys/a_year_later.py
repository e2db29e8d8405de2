"""Lets a year pass for one entry of a running site, then does what the worker does every hour.

    python -m tests.journeys.a_year_later <id of the entry>
"""
from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

A_YEAR = timedelta(days=366)


def pass_for(id: str) -> None:
    """Everything about its publication happened a year earlier; whoever is due is asked, by mail."""
    from django.db.models import F

    from core import outbox
    from practices import freshness
    from practices.models import Practice

    Practice.objects.filter(pk=id).update(
        first_published_at=F("first_published_at") - A_YEAR, last_confirmed_at=F("last_confirmed_at") - A_YEAR)
    freshness.run()
    outbox.drain([freshness.TOPIC])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    django.setup()
    pass_for(sys.argv[1])
