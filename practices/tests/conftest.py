"""An editor in the admin, with what the group of editors has."""
from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from accounts.models import User
from accounts.roles import EDITOR, GROUPS
from practices.folders import ensure_folders
from tests.settling import separate_indexes

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")


@pytest.fixture
def editors(db: None) -> Group:
    """The group of editors with its permissions on all pages."""
    ensure_folders()
    group, _created = Group.objects.get_or_create(name=GROUPS[EDITOR])
    group.permissions.add(*Permission.objects.filter(codename__in=("access_admin", "submit_translation")))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS):
        GroupPagePermission.objects.get_or_create(
            group=group, page=Page.get_first_root_node(), permission=permission)
    return group


@pytest.fixture
def editor(editors: Group) -> User:
    """Somebody of that group."""
    user = User.objects.create_user("editor@site.example")
    user.groups.add(editors)
    return user


@pytest.fixture
def desk(client: Any, editor: User) -> Any:
    """The editor's browser."""
    client.force_login(editor)
    return client


@pytest.fixture
def empty_indexes(db: None) -> None:
    """Search knows only what the test says: an index of its own does not roll back with the test before."""
    for index in separate_indexes():
        index.engine.rebuild([], 0)
