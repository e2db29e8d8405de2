"""Answers to what a page of the desk saves by itself: plain data that the script beside it understands."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

HEADER = "X-Autosave"
SAVED, CONFLICT, REFUSED, UNKEPT, EXPIRED, TOKEN = "saved", "conflict", "refused", "unkept", "expired", "token"


def wanted(request: HttpRequest) -> bool:
    """Whether a script sent this while somebody types, and waits for data instead of a page."""
    return request.method == "POST" and HEADER in request.headers


def told(status: int, state: str, **more: Any) -> JsonResponse:
    """An answer that no cache keeps."""
    return JsonResponse({"state": state, **more}, status=status, headers={"Cache-Control": "private, no-store"})
