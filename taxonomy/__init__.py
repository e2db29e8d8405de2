"""Controlled vocabularies and free keywords."""
