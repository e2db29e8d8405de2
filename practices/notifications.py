"""Messages about practices: the question of a reader to the unit that answers, and which other consumers there are."""
from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core import languages, mailing, outbox
from practices import concerns, outside, step_messages
from practices.actions import DECISION_TOPIC, QUESTION_TOPIC, STEP_TOPIC
from practices.cards import address
from practices.concerns import notifications as concern_notifications
from practices.models import ContactMessage
from practices.outside import mail as outside_mail


def register() -> None:
    """Name the consumers; each acts in the process that wrote, else in the worker."""
    outbox.register(QUESTION_TOPIC, send_questions, on_commit=True, unit=mailing.TRIES_STRETCHED)
    outbox.register(STEP_TOPIC, step_messages.tell, on_commit=True)
    outbox.register(DECISION_TOPIC, step_messages.tell_decisions, on_commit=True)
    outbox.register(outside.TOPIC, outside_mail.send, on_commit=True, unit=mailing.TRIES_STRETCHED)
    outbox.register(concerns.TOPIC, concern_notifications.tell, on_commit=True)


def send_questions(keys: Sequence[str]) -> None:
    """Mail each question once: to the unit, or to the editors' desk where no unit has an address yet."""
    for message in ContactMessage.objects.filter(pk__in=keys, sent_at=None).select_related("practice__original"):
        mailing.send(_mail(message))
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])


def _mail(message: ContactMessage) -> EmailMessage:
    practice = message.practice
    with translation.override(_receiver_language(message).django):
        context = {
            "message": message,
            "title": practice.original.title if practice.original else "",
            "url": settings.BASE_URL + address(practice),
            "to_unit": bool(practice.contact_email),
            "tongue": languages.by_public(message.language),
        }
        subject = " ".join(render_to_string("practices/mail/question_subject.txt", context).split())
        text = render_to_string("practices/mail/question.txt", context)
    receiver = practice.contact_email or settings.EDITORS_EMAIL
    return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [receiver], reply_to=[message.reply_to])


def _receiver_language(message: ContactMessage) -> languages.Language:
    """The first of the unit's languages that the interface has, else English."""
    original = message.practice.original
    for code in (original.contact_languages if original else "").replace(" ", "").split(","):
        if languages.is_public(code) and languages.by_public(code).interface:
            return languages.by_public(code)
    return languages.by_public(languages.DEFAULT)
