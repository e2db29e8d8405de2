"""The roles of the network and how an account gets the audience tokens they carry."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core import visibility

EDITOR, REVIEWER, COORDINATOR, ADMINISTRATOR = "editor", "reviewer", "coordinator", "administrator"
GROUPS = {
    EDITOR: "Editors",
    REVIEWER: "Reviewers",
    COORDINATOR: "Coordinators",
    ADMINISTRATOR: "Administrators",
}
_ROLES = {group: role for role, group in GROUPS.items()}


def roles_of(user: Any) -> frozenset[str]:
    """The staff roles of an account; a superuser is an administrator."""
    roles = {_ROLES[name] for name in user.groups.values_list("name", flat=True) if name in _ROLES}
    if user.is_superuser:
        roles.add(ADMINISTRATOR)
    return frozenset(roles)


def staff_tokens(user: Any) -> Iterator[str]:
    """A token per role; staff read what members read, an administrator what an editor reads."""
    roles = roles_of(user)
    for name in roles:
        yield visibility.role(name)
    if roles:
        yield visibility.MEMBER
    if ADMINISTRATOR in roles:
        yield visibility.EDITOR


def is_editor(user: Any) -> bool:
    """Whether the account may read and decide as an editor."""
    return visibility.EDITOR in visibility.tokens_of(user)


def is_administrator(user: Any) -> bool:
    """Whether the account may manage accounts."""
    return ADMINISTRATOR in roles_of(user)
