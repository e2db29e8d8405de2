"""One change of many entries: each by its own action, written down as it was before, undone within thirty days."""
