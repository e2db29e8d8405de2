"""That a concern was raised is told to those who can answer it or pause the entry; no word of it is in the message."""
from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import User
from accounts.roles import ADMINISTRATOR, COORDINATOR
from practices.models import Concern
from practices.receivers import Around


def tell(keys: Sequence[str]) -> None:
    """Tell of these concerns whoever was not told yet."""
    for concern in Concern.objects.filter(pk__in=keys).select_related("practice__owner_city"):
        for person in receivers(concern):
            with messages.in_language_of(person):
                text = render_to_string("practices/mail/concern.txt", {"concern": concern})
                messages.post(person, event=f"practice-concern:{concern.pk}", subject=_("A concern was raised"),
                              text=text, urgent=True, url=reverse("practices_admin:concern", args=[concern.pk]))


def receivers(concern: Concern) -> list[User]:
    """Editors of its region and language whom nothing ties to the entry, its assignee, and those who may pause it."""
    around = Around(concern.practice)
    pausing = User.objects.with_role(ADMINISTRATOR, COORDINATOR).order_by("pk")
    return list(dict.fromkeys([*around.deciding, *around.assignee, *pausing]))
