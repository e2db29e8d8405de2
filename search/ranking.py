"""How evidence becomes one score: the same figures and formulas for every engine.

Words give *coverage*: BM25 as a share of what the question could give, from 0 to 1. A word that no text of the
language has counts in full, so that a text with the common words only stays low. Meaning gives the cosine of centred
vectors. Their sum ranks: a good match of words lifts a text, a poor one does not push away the right text in another
language. Weights were tuned on one judged collection (`docs/search.md`); they are not fitted to any text.
"""
from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Evidence = TypeVar("Evidence", float, npt.NDArray[np.float64])
FIRST_PASSAGES = 3  # say what a document is about

K1, B = 1.2, 0.75  # Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.6: common values
TITLE, BODY = 2.0, 1.0

WORDS_WEIGHT, WORDS_POWER = 2.0, 3
UNSTEMMED, LABEL, CONCEPT = 0.1, 0.3, 0.6  # of the coverage in a language that the question is read in
FLOOR = 0.1  # a cosine below this is no evidence
OF_BEST = 0.4  # nor is one below this share of the nearest passage's
MARGIN = 0.06  # by which a question may lie nearer to a subject that the record is not about
NEAREST = 1_000  # passages that meaning alone may find


def idf(texts: int, having: int) -> float:
    """How telling a term is that `having` of so many texts have; never negative."""
    return math.log(1 + (texts - having + 0.5) / (having + 0.5))


def whole(texts: int, having: Iterable[int]) -> float:
    """The most that BM25 can give to terms, each with the number of texts that have it."""
    return sum(idf(texts, count) for count in having) * (K1 + 1)


def score(coverage: Evidence, closeness: Evidence) -> Evidence:
    """The score of a document with so much coverage (0 to 1) and its best passage so close (cosine); or of many."""
    return WORDS_WEIGHT * np.minimum(coverage, 1.0) ** WORDS_POWER + np.maximum(closeness, 0.0)


def floor(nearest: float, elsewhere: float) -> float:
    """How near a passage must be to be found by meaning, given the nearest one that the reader may see.

    A question that lies clearly nearer to an everyday subject than to any passage (`elsewhere`, the cosine to the
    nearest such subject) is about something else: nothing is near enough, however high its best cosine is.
    """
    if nearest < FLOOR or nearest < elsewhere - MARGIN:
        return math.inf
    return max(FLOOR, OF_BEST * nearest)
