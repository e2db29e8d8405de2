"""Sending a mail from a consumer of the outbox: a server that is away is nobody's fault and costs no try."""
from __future__ import annotations

import socket
from smtplib import SMTPConnectError

from django.core.mail import EmailMessage

from core import outbox

UNREACHABLE = (ConnectionRefusedError, TimeoutError, socket.gaierror, SMTPConnectError)


def send(mail: EmailMessage) -> None:
    """Send a mail; outbox.Away where the mail server does not answer."""
    try:
        mail.send()
    except UNREACHABLE as error:
        raise outbox.Away(f"The mail server does not answer ({type(error).__name__})") from error
