"""The groups behind the roles, and what each may do in the admin; city staff are in none of them."""
from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.roles import ADMINISTRATOR, COORDINATOR, EDITOR, GROUPS, REVIEWER

PAGES = {
    EDITOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    COORDINATOR: ("change_page", "publish_page"),
    REVIEWER: ("change_page",),
    ADMINISTRATOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}
FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
RECORDS = {
    EDITOR: (("taxonomy", "concept"), ("taxonomy", "keyword"), ("cities", "city"), ("practices", "practice"),
             ("practices", "collection")),
    COORDINATOR: (("cities", "city"), ("cities", "hub"), ("cities", "citymembership")),
    REVIEWER: (),
    ADMINISTRATOR: (
        ("taxonomy", "concept"), ("taxonomy", "keyword"), ("cities", "city"), ("cities", "hub"),
        ("cities", "citymembership"), ("accounts", "user"), ("practices", "practice"),
        ("practices", "collection"),
    ),
}
TRANSLATING = ("submit_translation",)


def ensure_groups() -> None:
    """Create the groups and give them exactly what a role needs, adding what is missing."""
    for role, name in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        _pages(group, PAGES[role])
        if role in (EDITOR, ADMINISTRATOR):
            _files(group)
            group.permissions.add(*Permission.objects.filter(codename__in=TRANSLATING))
        for app, model in RECORDS[role]:
            group.permissions.add(*Permission.objects.filter(
                content_type__app_label=app, content_type__model=model,
                codename__in=[f"{verb}_{model}" for verb in ("view", "add", "change")],
            ))


def _pages(group: Group, codenames: tuple[str, ...]) -> None:
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _files(group: Group) -> None:
    root = Collection.get_first_root_node()
    known = Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"))
    for permission in known.filter(codename__in=FILES):  # Wagtail asks for those of its own models, whatever is used
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
