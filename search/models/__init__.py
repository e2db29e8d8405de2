"""Rows of search itself: vectors, what editors set, what was asked and opened, how the indexes stand."""
from search.models.asked import Asked, Asker, DayKey, Opened
from search.models.embedding import Embedding
from search.models.promoted import Promoted, Promotion
from search.models.state import IndexState
from search.models.synonyms import Synonyms

__all__ = ["Asked", "Asker", "DayKey", "Embedding", "IndexState", "Opened", "Promoted", "Promotion", "Synonyms"]
