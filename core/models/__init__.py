"""Records that every app shares: the outbox, the audit log, pictures, attachments, the base of all pages, stamps."""
from core.models.audit import AuditEntry
from core.models.media import Attachment, Picture, PictureRendition
from core.models.outbox import OutboxRow
from core.models.pages import BasePage
from core.models.stamp import Stamp

__all__ = ["Attachment", "AuditEntry", "BasePage", "OutboxRow", "Picture", "PictureRendition", "Stamp"]
