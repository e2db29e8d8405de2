"""All sessions of a person end at once, wherever they are open, and none comes back to life."""
from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F

COUNT = "sessions_ended"


class EndingSessions(models.Model):
    """The number of endings is part of what each session has to match, as the password is."""

    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Leave the count to `end`: an object that was loaded before must not write an older one back."""
        if not (self._state.adding or args or kwargs.get("force_insert")) and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name for field in self._meta.concrete_fields if field.name != COUNT and not field.primary_key
            ]
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        """What a session keeps to be compared with at every request."""
        return self._counted(super().get_session_auth_hash())  # type: ignore[misc]  # of the account below

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under secret keys that were in use before."""
        yield from map(self._counted, super().get_session_auth_fallback_hash())  # type: ignore[misc]

    def _counted(self, value: str) -> str:
        return hashlib.sha256(f"{value}.{self.sessions_ended}".encode()).hexdigest()


def end(people: Iterable[Any]) -> None:
    """End every session of these people, named by their keys."""
    if keys := list(people):
        get_user_model()._default_manager.filter(pk__in=keys).update(**{COUNT: F(COUNT) + 1})
