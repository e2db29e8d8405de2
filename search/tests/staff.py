"""Accounts of a group that may enter the admin; nothing here knows an app of accounts."""
from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission


def person(group):
    made = get_user_model().objects.create_user(f"{group.lower()}@site.example")
    own, _created = Group.objects.get_or_create(name=group)
    own.permissions.add(Permission.objects.get(codename="access_admin"))
    made.groups.add(own)
    return made
