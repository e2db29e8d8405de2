"""What an editor confirms of an entry whose city is not named: what readers can combine, how many cities fit."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from cities.candidates import FEWEST
from practices import not_named, withholding
from practices.models import Withholding

if TYPE_CHECKING:
    from practices.admin.case import Case

NAME = "confirm-not-named"
LABEL = gettext_lazy("I have read it: confirm")
DONE = gettext_lazy("It is confirmed what readers can combine.")


def of(case: Case) -> dict[str, Any] | None:
    """The section of the review page; nothing where the city is named."""
    if not case.practice.city_withheld:
        return None
    seen = withholding.look(case.practice, case.page)
    row = Withholding.objects.filter(practice=case.practice).select_related("confirmed_by").first()
    return {
        "rows": withholding.in_words(seen.combines), "candidates": seen.candidates, "few": FEWEST,
        "named": seen.named, "organisations": seen.organisations_named, "row": row,
        "lacking": withholding.lacking(case.practice, case.page),
    }


def is_due(case: Case) -> bool:
    """Whether something is left to confirm, and this account may."""
    return case.practice.city_withheld and not case.refusal and not _is_confirmed(case)


def _is_confirmed(case: Case) -> bool:
    return withholding.is_confirmed(case.practice, case.page)


def confirm(case: Case, revision: int) -> None:
    """The step itself."""
    not_named.confirm(case.practice, by=case.user, revision=revision)
