"""The digest of the week, told on Monday morning to editors and coordinators who want it, once a week each."""
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import messages
from accounts.models import Message, User
from accounts.roles import ADMINISTRATOR, COORDINATOR, EDITOR
from core import audit, periodic
from core.cldr import long_date
from practices.models import Remit
from practices.reports import week as reports
from practices.reports.week import Week

JOB = "practices.weekly"
EVERY = 3600.0
FROM = timedelta(hours=6)  # of Monday, in the time of the site
UNTIL = timedelta(days=2)  # where the worker was away; later in the week it would be old news


def register() -> None:
    """Name the job."""
    periodic.register(JOB, send, every=EVERY)


def receivers() -> list[User]:
    """Editors, coordinators and administrators, but for those who said no."""
    people = User.objects.with_role(EDITOR, COORDINATOR, ADMINISTRATOR).order_by("pk")
    return list(people.exclude(pk__in=Remit.objects.filter(weekly=False).values("user")))


def send(breathe: periodic.Breathe, *, now: datetime | None = None) -> int:
    """Tell of the week that has ended, if it is Monday or Tuesday; how many were told by this call."""
    moment = timezone.localtime(now)
    this = Week.of(moment.date())
    if not FROM <= moment - this.start < UNTIL:
        return 0
    week, told = this.away(-1), 0
    known = set(Message.objects.filter(event=_event(week)).values_list("receiver", flat=True))
    for person in receivers():
        if person.pk not in known:
            told += _tell(person, week)
            breathe()
    return told


def _event(week: Week) -> str:
    return f"practice-week:{week.name}"


def _tell(person: User, week: Week) -> bool:
    url = f"{reverse('practices_admin:week')}?week={week.name}"
    with messages.in_language_of(person):
        text = render_to_string("practices/mail/week.txt", {
            "parts": reports.parts(week), "base": settings.BASE_URL, "week": week})
        subject = _("The week from %(day)s at the editors’ desk") % {"day": long_date(week.monday)}
        return messages.post(person, event=_event(week), subject=subject, text=text, url=url)


def wants(user: Any) -> bool:
    """Whether an account is told on Mondays; everybody is until they say no."""
    return not Remit.objects.filter(user=user, weekly=False).exists()


@transaction.atomic
def set_wanted(user: Any, wanted: bool) -> None:
    """Say whether one wants to be told."""
    remit, _created = Remit.objects.update_or_create(user=user, defaults={"weekly": wanted})
    audit.record("remit.weekly", remit, by=user, wanted=wanted)
