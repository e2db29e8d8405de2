"""One demo account per role, and a second editor: nobody publishes alone; cities are invented municipalities only."""
from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import ADMINISTRATOR, COORDINATOR, EDITOR, GROUPS, REVIEWER
from cities.models import City, CityMembership

PASSWORD = "demo-only-plan-of-a-city"  # noqa: S105 — shown on the terminal; production refuses demo mode


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A role to try, its address, and the municipality it belongs to."""

    role: str
    email: str
    first_name: str
    language: str = "en"
    city: str = ""
    group: str = ""


ACCOUNTS = (
    DemoAccount("practitioner", "practitioner@demo.example", "Practitioner"),
    DemoAccount("city staff, member", "city@exampleton.example", "City staff", city="exampleton"),
    DemoAccount("city staff, Arabic", "city@mustergrad.example", "City staff", "ar", "mustergrad"),
    DemoAccount("city staff, not a member", "city@demoville.example", "City staff", city="demoville"),
    DemoAccount(REVIEWER, "reviewer@demo.example", "Reviewer", group=REVIEWER),
    DemoAccount(EDITOR, "editor@demo.example", "Editor", group=EDITOR),
    DemoAccount("second editor", "second.editor@demo.example", "Second editor", group=EDITOR),
    DemoAccount(COORDINATOR, "coordinator@demo.example", "Coordinator", group=COORDINATOR),
    DemoAccount(ADMINISTRATOR, "admin@demo.example", "Administrator", group=ADMINISTRATOR),
)


def load_accounts(cities: dict[str, City]) -> None:
    """Create the accounts that are missing, with confirmed addresses."""
    for account in ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            user = User.objects.create_user(
                account.email, PASSWORD, first_name=account.first_name, interface_language=account.language,
                is_superuser=account.role == ADMINISTRATOR,
            )
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        if account.group:
            user.groups.add(Group.objects.get(name=GROUPS[account.group]))
        if account.city:
            CityMembership.objects.get_or_create(user=user, city=cities[account.city])
