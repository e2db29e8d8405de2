"""Whoever loses the account or a role is signed out with it, whichever way it was taken."""
from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from accounts import sessions
from accounts.models import User

STANDING = frozenset({"is_active", "is_superuser"})
_LOSES = "_loses_standing"
TOOK = {"pre_remove", "pre_clear"}


def connect() -> None:
    """Watch accounts, their groups, and groups that disappear."""
    pre_save.connect(_about_to_save, sender=User, dispatch_uid="accounts-leaving-look")
    post_save.connect(_saved, sender=User, dispatch_uid="accounts-leaving")
    m2m_changed.connect(_groups_changed, sender=User.groups.through, dispatch_uid="accounts-leaving-groups")
    pre_delete.connect(_group_deleted, sender=Group, dispatch_uid="accounts-leaving-group")


def _about_to_save(sender: type, instance: User, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    watched = STANDING if update_fields is None else STANDING & set(update_fields)
    if raw or instance._state.adding or not watched:
        return
    before = User.objects.filter(pk=instance.pk).values(*watched).first() or {}
    setattr(instance, _LOSES, any(value and not getattr(instance, name) for name, value in before.items()))


def _saved(sender: type, instance: User, **kwargs: Any) -> None:
    if instance.__dict__.pop(_LOSES, False):
        sessions.end([instance.pk])


def _groups_changed(
    sender: type, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Before the rows are gone, so that it is still known who had them."""
    if action not in TOOK:
        return
    people = User.objects.filter(groups=instance) if reverse else User.objects.filter(pk=instance.pk)
    if pk_set is not None:
        people = people.filter(pk__in=pk_set) if reverse else people.filter(groups__in=pk_set)
    else:
        people = people.filter(groups__isnull=False)
    sessions.end(people.values_list("pk", flat=True).distinct())


def _group_deleted(sender: type, instance: Group, **kwargs: Any) -> None:
    sessions.end(User.objects.filter(groups=instance).values_list("pk", flat=True))
