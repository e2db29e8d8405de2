"""Finding practices by title in every script, also where the database compares only ASCII without regard to case."""
from __future__ import annotations

from django.db.models import Q


def titled(text: str, path: str = "title") -> Q:
    """A condition on the field at `path`: it contains the text in one of its usual cases."""
    condition = Q()
    for form in {text, text.lower(), text.upper(), text.capitalize(), text.title()}:
        condition |= Q(**{f"{path}__icontains": form})
    return condition
