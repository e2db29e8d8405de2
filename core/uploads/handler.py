"""What one request may bring: bounded while it comes in, before any of it lies on the disk."""
from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MB = 1024 * 1024
LARGEST = 40 * MB  # of one file; what comes after is not read on, and the file is refused for its size
ALTOGETHER = 120 * MB
FILES = 40


class BoundedUploadHandler(FileUploadHandler):
    """Stands before the others. The fields of the form all arrive, whatever becomes of the files."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._bytes = self._files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count a file."""
        super().new_file(*args, **kwargs)
        self._files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Let a piece through, or nothing more of its file."""
        if start >= LARGEST:
            return None
        self._bytes += len(raw_data)
        if self._bytes > ALTOGETHER or self._files > FILES:
            self._bytes -= start + len(raw_data)  # what is left out frees its place for smaller ones
            left_out(self.request).append(str(self.file_name))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers behind this one keep the file."""
        return None


def left_out(request: Any) -> list[str]:
    """The names of the files of a request that were not read, because it brought too much."""
    if not hasattr(request, "_files_left_out"):
        request._files_left_out = []
    found: list[str] = request._files_left_out
    return found
