"""What accounts add to the Wagtail admin."""
from __future__ import annotations

from wagtail import hooks

from accounts.admin.bulk import ACTIONS

AFTER_WAGTAIL = 10  # of two actions of the same type the later one counts

for action in ACTIONS:
    hooks.register("register_bulk_action", action, order=AFTER_WAGTAIL)
