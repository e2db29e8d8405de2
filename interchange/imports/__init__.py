"""Bringing a file of entries in: reading, checking, a dry run, carrying it out in the worker, taking it back."""
