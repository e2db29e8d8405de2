"""Meaning as vectors: models that ship with the site, their centring, a store of what was computed."""
from search.vectors.service import Vectors, configured

__all__ = ["Vectors", "configured"]
