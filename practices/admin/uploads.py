"""Files of cities in the admin's lists: what its city has in hand is not there, whoever looks."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.documents import get_permission_policy as policy_of_documents
from wagtail.images import get_permission_policy as policy_of_pictures
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from core.models import Attachment, Picture
from practices.models import DraftFile
from practices.querysets import column_of


class FilesPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rule, without the files of entries that a city is writing: their titles are the city's draft."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        """For lists and choosers."""
        found = super().instances_user_has_any_permission_for(user, actions)
        column = column_of(self.model)
        return found.exclude(pk__in=DraftFile.objects.in_hand().exclude(**{column: None}).values(column))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        """For one file."""
        if DraftFile.objects.in_hand().of(instance).exists():
            return False
        return super().user_has_any_permission_for_instance(user, actions, instance)


def register() -> None:
    """Come before Wagtail's policies, whichever are registered first: an exact class counts before an inherited one."""
    for model, known in ((Picture, policy_of_pictures()), (Attachment, policy_of_documents())):
        policy = FilesPolicy(known.model, auth_model=known.auth_model, owner_field_name=known.owner_field_name)
        register_permission_policy(model, policy, exact_class=True)
