"""Accounts in the Wagtail admin."""
