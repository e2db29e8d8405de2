"""Multilingual search over anything that registers; no content app is known here."""
