"""A site of its own in a folder that mails and can be killed meanwhile: run as a script with an order.

  make N    migrate, N messages to N people
  mail      mail what is owed, slowly, then print what is left
  free      let the leases of killed processes end now
"""
from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def make(number: str) -> None:
    from django.core.management import call_command

    from accounts import messages
    from accounts.models import User
    from core import outbox
    from core.models import OutboxRow

    call_command("migrate", verbosity=0)
    OutboxRow.objects.all().delete()
    outbox.forget(messages.TOPIC)  # nothing is mailed yet
    for each in range(int(number)):
        person = User.objects.create_user(f"reader-{each}@mail.example")
        messages.post(person, event="step:1", subject="Your practice", text="It is in review.")
    tell()


def mail() -> None:
    from accounts import messages
    from core import mailing, outbox

    send = mailing.send
    mailing.send = lambda each: (send(each), time.sleep(0.2))
    outbox.drain([messages.TOPIC])
    tell()


def free() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from accounts.delivery import IN_HAND
    from accounts.models import Message
    from core.models import OutboxRow

    OutboxRow.objects.update(due_at=timezone.now())
    Message.objects.exclude(sending_since=None).update(sending_since=timezone.now() - IN_HAND - timedelta(seconds=1))
    tell()


def tell() -> None:
    from accounts import messages
    from accounts.models import Message
    from core import outbox

    left = {"owed": len(outbox.waiting(messages.TOPIC)), "unmailed": Message.objects.filter(mailed_at=None).count()}
    sys.stdout.write(json.dumps(left) + "\n")
    sys.stdout.flush()


def main() -> None:
    import django
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
    django.setup()
    order, *rest = sys.argv[1:]
    {"make": make, "mail": mail, "free": free}[order](*rest)


if __name__ == "__main__":
    main()
