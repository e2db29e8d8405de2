"""What an account may do with a practice in the Wagtail admin: object permission on top of the group's."""
from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import PagePermissionTester

from accounts.roles import ADMINISTRATOR
from core import visibility
from practices import approving, decisions, withholding
from practices.actions import MOVES
from practices.choices import State
from practices.models import LanguageVersion
from practices.versions import is_unfinished

SCHEDULED = "wagtail.publish.scheduled"
logger = logging.getLogger(__name__)


class FolderPermissionTester(PagePermissionTester):
    """A folder only holds practices: it is never public or private, and whole folders are never acted on at once."""

    def can_set_view_restrictions(self) -> bool:
        """Never."""
        return False

    def can_publish_subpage(self) -> bool:
        """Never: a new entry is a draft, and its first publication follows the screening."""
        return False

    def can_unpublish(self) -> bool:
        """Never: it would take back what lies in it."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Never: practices would go with it."""
        return False

    def can_move(self) -> bool:
        """Never."""
        return False

    def can_copy(self) -> bool:
        """Never: each language has one folder."""
        return False


class PracticePermissionTester(PagePermissionTester):
    """Publishing is a decision: refused for an item of one's own, and where the state does not allow it."""

    def publish_refusal(self) -> str:
        """Why this account may not publish this page now; empty if it may."""
        practice = self.page.practice
        if practice and practice.state != State.PUBLISHED and State.PUBLISHED not in MOVES[practice.state]:
            return _("An entry that is “%(state)s” cannot be published.") % {"state": State(practice.state).label}
        if reason := self._tie():
            return reason
        if reason := approving.proposal_refusal(self.page):
            return reason
        if practice is None or practice.first_published_at is None:
            return _("The first publication follows the screening: open the review of this entry.")
        return ""

    def delete_refusal(self) -> str:
        """Why this account may not delete this page; the author of an unfinished draft may."""
        practice = self.page.practice
        if practice is None or not self.page.is_original:
            return self._tie()
        unfinished = practice.state == State.DRAFT and practice.first_published_at is None
        if unfinished and practice.submitters.filter(pk=self.user.pk).exists():
            return ""
        if not unfinished and visibility.role(ADMINISTRATOR) not in visibility.tokens_of(self.user):
            return _("What was handed in or published is declined or withdrawn. Only administrators delete it.")
        return self._tie()

    def _tie(self) -> str:
        return decisions.refusal(self.user, self.page.practice, self.page.facts.cities.all())

    def can_publish(self) -> bool:
        """Whether the group may publish and nothing speaks against this item."""
        return super().can_publish() and not self.publish_refusal()

    def can_unpublish(self) -> bool:
        """Taking an item back is a decision about it as well."""
        return super().can_unpublish() and not self._tie()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """So is deleting it."""
        return super().can_delete(ignore_bulk) and not self.delete_refusal()

    def can_move(self) -> bool:
        """Never: a text lies in the folder of its language."""
        return False

    def can_unschedule(self) -> bool:
        """Taking back a date is no decision about the content."""
        return super().can_publish()

    def can_set_view_restrictions(self) -> bool:
        """Never: who may read stands on the practice, for every language at once."""
        return False

    def can_view_revisions(self) -> bool:
        """History is open to all who may edit, whoever decides."""
        return super().can_edit() or super().can_publish()


def check_publishing(page: Any, user: Any) -> None:
    """PermissionDenied where the person at work may not publish; some ways of Wagtail and its plug-ins do not ask.

    Nobody, and no program either, publishes a translation before its original.
    """
    person = user or get_active_log_context().user
    if not page.is_original and page.practice.first_published_at is None:
        raise PermissionDenied(_("A translation is published after its original."))
    if person is not None and (reason := page.permissions_for_user(person).publish_refusal()):
        raise PermissionDenied(reason)


def check_naming(page: Any, revision: Any = None, user: Any = None) -> None:
    """PermissionDenied where a text names the city that is not to be named, whoever or whatever publishes it.

    Read is the version that goes live. A person publishes an original only once it is confirmed what can be combined.
    """
    if page.practice is None or not page.practice.city_withheld:
        return
    person = user or get_active_log_context().user
    text = revision.as_object() if revision is not None else page
    confirmed = person is None or revision is None or not page.is_original
    if found := (withholding.names_in if confirmed else withholding.lacking)(page.practice, text):
        raise PermissionDenied(" ".join(found))


def check_rewriting(page: Any) -> None:
    """PermissionDenied where somebody at work may not change what readers have; wagtail-localize writes over it."""
    check_naming(page)
    person = get_active_log_context().user
    if person is None or page.is_original or not LanguageVersion.objects.filter(page=page).exists():
        return
    if reason := page.permissions_for_user(person).publish_refusal():
        raise PermissionDenied(reason)
    if is_unfinished(page):
        raise PermissionDenied(unfinished())


def unfinished() -> str:
    """Why a translation that readers have is not published now."""
    return _("Some sentences of the original have changed. Translate them first: until then readers keep the last "
             "finished text.")


def is_unscreened_schedule(page: Any, log_action: Any) -> bool:
    """Whether a date would publish what was never screened; said in the log, so that other dates are still kept."""
    if log_action != SCHEDULED or (page.practice and page.practice.first_published_at):
        return False
    logger.warning("Page %s has a date, but was never screened: not published", page.pk)
    return True


def check_unpublishing(page: Any, user: Any) -> None:
    """PermissionDenied where the person at work may not take the page back."""
    person = user or get_active_log_context().user
    if person is not None and (reason := decisions.refusal(person, page.practice, page.facts.cities.all())):
        raise PermissionDenied(reason)
