"""Two questions an operator's machine asks: is the process alive, and can it serve?"""
from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from core.models import OutboxRow


def live(request: HttpRequest) -> JsonResponse:
    """Alive: touches nothing."""
    return JsonResponse({"status": "live"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and media are in order, else 503; says the age of the oldest outbox row."""
    state: dict[str, Any] = {"database": False, "migrations": False, "media": _media_writable()}
    try:
        connection.ensure_connection()
        state["database"] = True
        state["migrations"] = _migrated()
        state["outbox_oldest_seconds"] = _oldest_waiting()
    except DatabaseError:
        pass
    ok = all(value for key, value in state.items() if key != "outbox_oldest_seconds")
    return JsonResponse({"status": "ready" if ok else "not ready", **state}, status=200 if ok else 503)


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _media_writable() -> bool:
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and bool(folder.stat().st_mode & 0o200)


def _oldest_waiting() -> int:
    row = OutboxRow.objects.filter(state__in=OutboxRow.OPEN).order_by("created_at").first()
    return int((timezone.now() - row.created_at).total_seconds()) if row else 0
