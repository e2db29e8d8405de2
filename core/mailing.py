"""Sending a mail from a consumer of the outbox: whose fault it is decides what waits, and for how long.

- The server cannot be reached, greets with a refusal, or refuses us: `outbox.Away`, everything waits and no try counts.
- It says "not now" to one mail, or breaks off in the middle of one: `outbox.Later`, that mail waits, others go on.
- It lets us wait: that mail waits longer, and others a little, so that nobody waits for each of them in turn.
- It says "never" to one mail: the error itself, a try that is counted; after eight the row is dead and alarms.
"""
from __future__ import annotations

import smtplib
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage, get_connection

from core import outbox

SHUTTING_DOWN, TOO_LARGE = 421, 552
NEVER = range(500, 600)
TRIES_STRETCHED = 30  # for `outbox.register`: eight tries in two hours, not in minutes; a server is mended meanwhile


def send(mail: EmailMessage) -> None:
    """Send a mail over a connection of its own; what it raises says what is to wait."""
    connection: Any = get_connection()
    try:
        connection.open()
    except OSError as error:  # SMTP's own errors are among them
        raise _away(error) from error
    try:
        connection.send_messages([mail])
    except OSError as error:
        _judge(error)
        raise
    finally:
        with suppress(OSError):  # once a mail was taken, a farewell that fails must not send it again
            connection.close()


def _away(error: OSError) -> outbox.Away:
    return outbox.Away(f"The mail server does not answer ({type(error).__name__})")


def _judge(error: OSError) -> None:
    """Raise what makes others or this mail wait; nothing where the mail itself was refused for good."""
    if isinstance(error, TimeoutError):
        raise outbox.Later("The mail server let us wait", all_wait=True) from error
    codes = _codes(error)
    if SHUTTING_DOWN in codes or _is_about_us(error, codes):
        raise _away(error) from error
    if not any(code in NEVER for code in codes):
        raise outbox.Later(f"The mail server did not take a mail ({type(error).__name__})") from error


def _is_about_us(error: OSError, codes: list[int]) -> bool:
    """Whether the server refuses who we are, or could not be reached: no other mail would fare better."""
    if isinstance(error, (ConnectionRefusedError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)):
        return True
    refused = isinstance(error, (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused))
    return refused and any(code in NEVER and code != TOO_LARGE for code in codes)


def _codes(error: OSError) -> list[int]:
    """The server's answers that an error carries."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []
