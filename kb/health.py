"""Two questions an operator's machine asks: is the process alive, and can it serve?"""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from core.models import OutboxRow
from search import engine

_known: set[str] = set()


def live(request: HttpRequest) -> JsonResponse:
    """Alive: touches nothing."""
    return JsonResponse({"status": "live"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and media are in order, else 503.

    What search and the outbox say is told beside it: readers are served without them, so they are no reason for 503.
    """
    serving = {"database": False, "migrations": False, "media": _media_writable()}
    beside: dict[str, Any] = {}
    try:
        connection.ensure_connection()
        serving["database"] = True
        serving["migrations"] = _migrated()
        main = engine.main_answers()
        beside = {"engine": main, "search": "main" if main else "fallback", **_outbox()}
    except DatabaseError:
        pass
    ok = all(serving.values())
    return JsonResponse({"status": "ready" if ok else "not ready", **serving, **beside}, status=200 if ok else 503)


def _migrated() -> bool:
    """Whether nothing is left to migrate; once that is so it stays so for this process, and asking costs much."""
    if "migrations" not in _known:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _known.add("migrations")
    return True


def _media_writable() -> bool:
    """Whether this process may write where files are kept, or make that folder."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _outbox() -> dict[str, int]:
    oldest = OutboxRow.objects.filter(state__in=OutboxRow.OPEN).order_by("created_at").first()
    age = int((timezone.now() - oldest.created_at).total_seconds()) if oldest else 0
    return {"outbox_oldest_seconds": age, "outbox_dead": OutboxRow.objects.filter(state=OutboxRow.DEAD).count()}
