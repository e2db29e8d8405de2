"""Messages of a day or a week in one mail, for whoever wants it so.

A message that waits stands on its receiver's desk. Once its hour has come, a digest takes all that wait, in one
transaction with the row of the outbox that mails it: from then on each of them belongs to this digest and no other.
"""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Min
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.delivery import deliver as mail_each
from accounts.delivery import frame, framed
from accounts.messages import in_language_of
from accounts.models import Digest, Message, Pace, User
from core import mailing, outbox, periodic

TOPIC = "accounts.digest"
EVERY = 300.0  # seconds between two looks whose hour has come
MONDAY = 0


def register() -> None:
    """Name the consumer, and the job that looks whose hour has come."""
    outbox.register(TOPIC, deliver, on_commit=True, slow=True, unit=mailing.TRIES_STRETCHED)
    periodic.register("accounts.digests", gather_due, every=EVERY)


def last_hour(pace: str, now: datetime) -> datetime:
    """When digests of this pace went out last; what was written before it is owed by now."""
    if pace == Pace.IMMEDIATE:
        return now
    here = now.astimezone(ZoneInfo(settings.DIGEST_TIME_ZONE))
    at = here.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    back = (at.weekday() - MONDAY) % 7 if pace == Pace.WEEKLY else 0
    at -= timedelta(days=back)
    return at if at <= here else at - timedelta(days=7 if pace == Pace.WEEKLY else 1)


def gather_due(breathe: periodic.Breathe) -> None:
    """Make the digests whose hour has come; whose pace is “at once” by now is owed the rest without an hour."""
    now = timezone.now()
    hours = {pace: last_hour(pace, now) for pace in Pace.values}
    oldest = Message.objects.waiting().values("receiver", "receiver__message_pace").annotate(oldest=Min("created_at"))
    for row in oldest.order_by("receiver"):
        if row["oldest"] <= hours[row["receiver__message_pace"]]:
            gather(row["receiver"])
            breathe()


@transaction.atomic
def gather(key: int) -> Digest | None:
    """Put all that waits for a person into one digest and owe its mail; None where nothing waits."""
    person = User.objects.select_for_update(no_key=True).get(pk=key)
    waiting = Message.objects.waiting().filter(receiver=person)
    if not waiting.exists():
        return None
    digest = Digest.objects.create(receiver=person)
    waiting.update(digest=digest, waits=False)
    outbox.put(TOPIC, [str(digest.pk)])
    return digest


@transaction.atomic
def choose(person: Any, pace: str) -> None:
    """Keep how often somebody wants mail; who wants it at once is sent what waited."""
    person.message_pace = Pace(pace)
    person.save(update_fields=["message_pace"])
    if person.message_pace == Pace.IMMEDIATE:
        gather(person.pk)


def deliver(keys: Sequence[str]) -> None:
    """Mail what is still owed of these digests."""
    mail_each(Digest, keys, _mail)


def _mail(digest: Digest) -> EmailMessage:
    """All its messages, the oldest first, each with the address that it leads to."""
    messages = list(digest.messages.order_by("created_at", "pk"))
    number = len(messages)
    with in_language_of(digest.receiver):
        names = frame(digest)
        subject = ngettext("%(number)d message from %(site)s", "%(number)d messages from %(site)s", number) % {
            "number": number, "site": names["site_name"]}
        text = render_to_string("accounts/mail/digest.txt", {"messages": messages, **names})
    return framed(digest, subject, text)
