"""Wagtail's actions on several accounts at once, by the same rules and with the same audit entries as on one."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from accounts import actions
from accounts.models import User
from core import audit


class AssignRole(AssignRoleBulkAction):
    """Gives a group to several people."""

    def check_perm(self, obj: User) -> bool:
        """As for one person."""
        return super().check_perm(obj) and actions.may_manage(self.request.user, obj)

    def get_execution_context(self) -> dict[str, Any]:
        """With the administrator."""
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: Sequence[User], role: Any = None, user: Any = None, **kwargs: Any) -> Any:
        """One by one, so that each change is kept."""
        for person in objects if role is not None else ():
            before = actions.standing_of(person)
            person.groups.add(role)
            actions.changed(person, before, by=user)
        return len(objects), 0


class SetActiveState(SetActiveStateBulkAction):
    """Opens or closes several accounts."""

    def check_perm(self, obj: User) -> bool:
        """As for one person."""
        return super().check_perm(obj) and actions.may_manage(self.request.user, obj)

    @classmethod
    def execute_action(
        cls, objects: Sequence[User], mark_as_active: bool = False, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """One by one, so that sessions end and each change is kept; nobody closes their own."""
        others = [person for person in objects if person != user]
        for person in others:
            before = actions.standing_of(person)
            person.is_active = mark_as_active
            person.save(update_fields=["is_active"])
            actions.changed(person, before, by=user)
        return len(others), 0


class DeletePeople(DeleteBulkAction):
    """Deletes several accounts."""

    def check_perm(self, obj: User) -> bool:
        """As for one person."""
        return super().check_perm(obj) and actions.may_manage(self.request.user, obj)

    def get_execution_context(self) -> dict[str, Any]:
        """With the administrator."""
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: Sequence[User], user: Any = None, **kwargs: Any) -> Any:
        """Keep that each was deleted."""
        for person in objects:
            audit.record("person.deleted", person, by=user)
        return super().execute_action(objects, **kwargs)


ACTIONS = (AssignRole, SetActiveState, DeletePeople)
