"""What people wrote, as a message may carry it: the name of a city that is not named stands in no mail."""
from __future__ import annotations

from django.utils.translation import gettext as _

from practices import withholding
from practices.models import Practice


def title(practice: Practice, text: str) -> str:
    """A title; another name for the entry where it gives the city away."""
    return _("Entry whose city is not named") if withholding.names_it(practice, text) else text


def words(practice: Practice, text: str) -> str:
    """Some words; where they stand instead, if they give the city away."""
    if withholding.names_it(practice, text):
        return _("(It names the city, which is named in no message. Open the entry to read it.)")
    return text
