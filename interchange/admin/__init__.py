"""Imports in the Wagtail admin."""
