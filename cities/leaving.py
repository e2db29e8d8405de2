"""Whoever leaves a city is signed out, whichever way the membership ended."""
from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save

from accounts import sessions
from cities.models import CityMembership

_LEAVES = "_leaves"


def connect() -> None:
    """Watch memberships."""
    pre_save.connect(_about_to_save, sender=CityMembership, dispatch_uid="cities-leaving-look")
    post_save.connect(_saved, sender=CityMembership, dispatch_uid="cities-leaving")
    post_delete.connect(_deleted, sender=CityMembership, dispatch_uid="cities-leaving-deleted")


def _about_to_save(sender: type, instance: CityMembership, raw: bool = False, **kwargs: Any) -> None:
    """Somebody leaves when an active membership becomes inactive, another person's, or one of another city."""
    before = None if raw or not instance.pk else CityMembership.objects.filter(pk=instance.pk, active=True).first()
    same = before and (before.user_id, before.city_id, True) == (instance.user_id, instance.city_id, instance.active)
    setattr(instance, _LEAVES, before.user_id if before and not same else None)


def _saved(sender: type, instance: CityMembership, **kwargs: Any) -> None:
    if person := instance.__dict__.pop(_LEAVES, None):
        sessions.end([person])


def _deleted(sender: type, instance: CityMembership, **kwargs: Any) -> None:
    if instance.active:
        sessions.end([instance.user_id])
