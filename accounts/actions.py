"""What administrators do with accounts: every change with its audit entry, in one transaction."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts import sessions
from accounts.invitation import Invitation
from accounts.models import User
from accounts.roles import ADMINISTRATOR, GROUPS, is_administrator
from accounts.welcome import TOPIC
from core import audit, outbox


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account is, to be compared with what it was."""

    email: str
    active: bool
    superuser: bool
    groups: frozenset[str]

    @property
    def roles(self) -> list[str]:
        """Names of the groups, and of the power over everything, as the audit log keeps them."""
        return sorted(self.groups | ({"superuser"} if self.superuser else set()))


def standing_of(person: User) -> Standing:
    """As the database has it now."""
    now = User.objects.get(pk=person.pk)
    groups = frozenset(now.groups.values_list("name", flat=True))
    return Standing(now.email, now.is_active, now.is_superuser, groups)


def may_manage(user: Any, person: User) -> bool:
    """Administrators manage accounts; one with power over everything is managed by its like only."""
    return is_administrator(user) and (user.is_superuser or not person.is_superuser)


def administrators() -> Any:
    """Everybody who can manage accounts now."""
    powers = Q(is_superuser=True) | Q(groups__name=GROUPS[ADMINISTRATOR])
    return User.objects.filter(powers, is_active=True).distinct()


@transaction.atomic
def created(person: User, *, by: Any) -> None:
    """Keep that an account was made, and send its link."""
    audit.record("person.created", person, by=by, roles=standing_of(person).roles)
    welcome(person, by=by)


@transaction.atomic
def changed(person: User, before: Standing, *, by: Any) -> None:
    """Keep what became different, refuse what would leave nobody to manage accounts."""
    now = standing_of(person)
    if not administrators().exists():
        raise PermissionDenied("The last administrator stays.")
    if now.roles != before.roles:
        audit.record("person.roles", person, by=by, was=before.roles, roles=now.roles)
    if now.active != before.active:
        audit.record("person.activated" if now.active else "person.deactivated", person, by=by)
    if now.email != before.email:
        EmailAddress.objects.filter(user=person).delete()  # the new one is confirmed by a link that goes there
        sessions.end([person.pk])
        audit.record("person.address", person, by=by)


@transaction.atomic
def welcome(person: User, *, by: Any) -> None:
    """Owe somebody the link with which the account is opened."""
    invitation = Invitation.objects.create(person=person)
    audit.record("person.welcomed", person, by=by)
    outbox.put(TOPIC, [str(invitation.pk)])


@transaction.atomic
def take_second_factor_away(person: User, *, by: Any) -> None:
    """For somebody who lost it: sessions end, and the next sign-in is by password alone."""
    Authenticator.objects.filter(user=person).delete()
    sessions.end([person.pk])
    audit.record("person.second_factor_removed", person, by=by)
