"""The append-only record of decisions: who did what to which object, without a name in the row."""
from __future__ import annotations

from typing import Any

from core.models import AuditEntry


def record(action: str, subject: Any, *, by: Any = None, **detail: Any) -> AuditEntry:
    """Write one entry in the transaction of the change.

    `action` is a dotted name such as `practice.published`, `subject` the object it was done to, `by` the user (kept
    as that person's random subject id) or None for the system, `detail` plain JSON values.
    """
    return AuditEntry.objects.create(
        action=action,
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        actor=str(getattr(by, "subject_id", "") or ""),
        detail=detail,
    )
