"""Sentences of translations: which are missing, who wrote them, in and out as PO, from a machine, confirmed."""
