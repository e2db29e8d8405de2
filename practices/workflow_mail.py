"""Wagtail's own workflow mails are silenced: they name the editor and link the city to the admin.

Each receiver is registered under a fixed id. Its place is taken by one that does nothing, so that it stays silent
whether this app is set up before or after Wagtail's admin.
"""
from __future__ import annotations

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def silence() -> None:
    """Take the place of all four receivers."""
    for signal, sender, name in MAILS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(_nothing, sender=sender, dispatch_uid=name)


def _nothing(sender: type, **kwargs: Any) -> None:
    """No mail: actions send the messages of this site."""
