"""Saying at the desk that a published entry is still right."""
from __future__ import annotations

from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices import freshness
from practices.desk.access import entry, own


@own
@require_POST
def confirm(request: HttpRequest, id: UUID) -> HttpResponse:
    """One button; sent twice it says the same."""
    freshness.confirm(entry(request, id), by=request.user)
    notices.success(request, _("Thank you. The entry counts as confirmed from today."))
    return redirect("practices:desk-history", id)
