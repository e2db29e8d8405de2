"""That a concern was raised is told to those who can answer it or pause the entry; no word of it is in the message."""
from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from accounts.roles import ADMINISTRATOR, COORDINATOR, EDITOR
from practices import decisions
from practices.models import Concern


def tell(keys: Sequence[str]) -> None:
    """Tell of these concerns whoever was not told yet."""
    for concern in Concern.objects.filter(pk__in=keys).select_related("practice__owner_city"):
        for person in receivers(concern):
            with messages.in_language_of(person):
                text = render_to_string("practices/mail/concern.txt", {"concern": concern})
                messages.post(person, event=f"practice-concern:{concern.pk}", subject=_("A concern was raised"),
                              text=text, url=reverse("practices_admin:concern", args=[concern.pk]))


def receivers(concern: Concern) -> list[User]:
    """Editors whom nothing ties to the entry, and those who may pause it."""
    people = User.objects.with_role(EDITOR, ADMINISTRATOR, COORDINATOR).order_by("pk")
    return [each for each in people if decisions.may_pause(each) or not decisions.tie(each, concern.practice)]
