"""What an account may do with a practice in the Wagtail admin: object permission on top of the group's."""
from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.models import PagePermissionTester

from practices import decisions
from practices.actions import MOVES
from practices.choices import State


class FolderPermissionTester(PagePermissionTester):
    """A folder is never public or private: who may read stands on each practice."""

    def can_set_view_restrictions(self) -> bool:
        """Never."""
        return False


class PracticePermissionTester(PagePermissionTester):
    """Publishing is a decision: refused for an item of one's own, and where the state does not allow it."""

    def publish_refusal(self) -> str:
        """Why this account may not publish this page now; empty if it may."""
        page = self.page
        practice = page.practice
        if practice and practice.state != State.PUBLISHED and State.PUBLISHED not in MOVES[practice.state]:
            return _("An entry that is “%(state)s” cannot be published.") % {"state": State(practice.state).label}
        if practice is None or practice.first_published_at is None:
            return _("The first publication follows the screening: open the review of this entry.")
        return decisions.refusal(self.user, practice, page.facts.cities.all())

    def can_publish(self) -> bool:
        """Whether the group may publish and nothing speaks against this item."""
        return super().can_publish() and not self.publish_refusal()

    def can_unpublish(self) -> bool:
        """Taking an item back is a decision about it as well."""
        page = self.page
        return super().can_unpublish() and not decisions.refusal(self.user, page.practice, page.facts.cities.all())

    def can_unschedule(self) -> bool:
        """Taking back a date is no decision about the content."""
        return super().can_publish()

    def can_set_view_restrictions(self) -> bool:
        """Never: who may read stands on the practice, for every language at once."""
        return False

    def can_view_revisions(self) -> bool:
        """History is open to all who may edit, whoever decides."""
        return super().can_edit() or super().can_publish()
