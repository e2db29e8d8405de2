"""The default engine: SQLite's full-text index through the standard library, with our own analysis."""
from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
