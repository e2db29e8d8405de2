"""However many files come in at the same time, few are opened at the same time."""
import threading

import pytest
from django.core.files.base import ContentFile

from core.documents import cleaning
from core.uploads import sandbox
from core.uploads.sentences import UploadRefused


def test_twenty_at_once_are_opened_two_by_two(monkeypatch):
    busy, most, lock = [0], [0], threading.Lock()
    turn = threading.Event()

    def child(kind, data):
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        turn.wait(0.01)
        with lock:
            busy[0] -= 1
        return data

    monkeypatch.setattr(sandbox, "_run", child)
    threads = [threading.Thread(target=sandbox.run, args=("txt", b"a")) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == sandbox.AT_ONCE


def test_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(sandbox, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(sandbox, "PATIENCE", 0.01)
    with sandbox._places, pytest.raises(UploadRefused) as caught:
        cleaning.clean(ContentFile(b"abc", "a.txt"))
    assert caught.value.code == "too_busy"


def test_the_place_of_a_file_that_was_refused_is_free_again(monkeypatch):
    for _number in range(sandbox.AT_ONCE + 1):
        with pytest.raises(UploadRefused):
            cleaning.clean(ContentFile(b"caf\xe9", "a.txt"))
