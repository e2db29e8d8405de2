"""How accounts are made."""
from __future__ import annotations

from typing import Any

from django.contrib.auth.models import BaseUserManager
from django.db.models import Q, QuerySet

from accounts.roles import ADMINISTRATOR, GROUPS


class UserManager(BaseUserManager[Any]):
    """Accounts by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """An account with a normalised address; without a password it can only be opened by a mailed link."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """An administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Any:
        """The account with this address, in any case."""
        return self.get(email__iexact=username)

    def with_role(self, *roles: str) -> QuerySet[Any]:
        """Active accounts that have one of these roles now; a superuser is an administrator."""
        has_one = Q(groups__name__in=[GROUPS[name] for name in roles])
        if ADMINISTRATOR in roles:
            has_one |= Q(is_superuser=True)
        return self.filter(has_one, is_active=True).distinct()
